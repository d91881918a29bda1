// Every address that a page links to, by name.
const seg = encodeURIComponent;
const school = (slug: string) => `/schools/${seg(slug)}`;
const batch = (slug: string, id: string) => `${school(slug)}/imports/${seg(id)}`;

export const to = {
  signIn: (back?: string) => (back && back !== '/' ? `/sign-in?back=${seg(back)}` : '/sign-in'),
  school,
  import: batch,
  layout: (slug: string, id: string) => `${batch(slug, id)}/layout`,
  columns: (slug: string, id: string) => `${batch(slug, id)}/columns`,
  values: (slug: string, id: string) => `${batch(slug, id)}/values`,
  review: (slug: string, id: string) => `${batch(slug, id)}/review`,
  approve: (slug: string, id: string) => `${batch(slug, id)}/approve`,
  report: (slug: string, id: string) => `${batch(slug, id)}/report`,
  students: (slug: string) => `${school(slug)}/students`,
  student: (slug: string, id: string) => `${school(slug)}/students/${seg(id)}`,
  admin: (slug: string, part = '') => `${school(slug)}/admin${part ? `/${part}` : ''}`,
};
