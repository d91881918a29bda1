// Every page and its address, in one table. Each is fetched when it is first opened. The first that fits is taken.
import type { Route } from './lib/match';

export const routes: Route[] = [
  { path: '/sign-in', load: () => import('./pages/sign-in/SignIn.svelte'), open: true, bare: true },
  { path: '/password', load: () => import('./pages/sign-in/Password.svelte'), open: true, bare: true },
  { path: '/invitation', load: () => import('./pages/sign-in/Invitation.svelte'), open: true, bare: true },
  { path: '/', load: () => import('./pages/home/Start.svelte') },
  { path: '/account', load: () => import('./pages/admin/account/Enrol.svelte') },
  { path: '/schools/:slug', load: () => import('./pages/home/Home.svelte') },
  { path: '/schools/:slug/imports/:batch/review', load: () => import('./pages/review/Review.svelte') },
  { path: '/schools/:slug/imports/:batch', load: () => import('./pages/import/Import.svelte') },
  { path: '/schools/:slug/imports/:batch/:step', load: () => import('./pages/import/Import.svelte') },
  { path: '/schools/:slug/students', load: () => import('./pages/students/Students.svelte') },
  { path: '/schools/:slug/students/:student', load: () => import('./pages/students/Student.svelte') },
  { path: '/schools/:slug/admin/levels', load: () => import('./pages/admin/levels/Levels.svelte') },
  { path: '/schools/:slug/admin/mappings', load: () => import('./pages/admin/mappings/Mappings.svelte') },
  { path: '/schools/:slug/admin/mappings/:name', load: () => import('./pages/admin/mappings/Mapping.svelte') },
  { path: '/schools/:slug/admin/rules', load: () => import('./pages/admin/rules/Rules.svelte') },
  { path: '/schools/:slug/admin/people', load: () => import('./pages/admin/people/People.svelte') },
  { path: '/schools/:slug/admin/keys', load: () => import('./pages/admin/keys/Keys.svelte') },
  { path: '/schools/:slug/admin/invitations', load: () => import('./pages/admin/invitations/Invitations.svelte') },
  { path: '/schools/:slug/admin/webhooks', load: () => import('./pages/admin/webhooks/Webhooks.svelte') },
  { path: '/schools/:slug/admin/trail', load: () => import('./pages/admin/trail/Trail.svelte') },
  { path: '/schools/:slug/admin/privacy', load: () => import('./pages/admin/privacy/Privacy.svelte') },
  { path: '/schools/:slug/admin/account', load: () => import('./pages/admin/account/Account.svelte') },
  { path: '/schools/:slug/admin/*', load: () => import('./pages/admin/Admin.svelte') },
  { path: '/embed/*', load: () => import('./pages/embed/Embed.svelte'), open: true, bare: true },
];
