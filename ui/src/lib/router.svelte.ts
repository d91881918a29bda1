// Addresses and pages. A page is an address with names in it and a component that is fetched when it is first needed.
//
//   { path: '/schools/:slug/imports/:batch', load: () => import('./pages/import/Import.svelte') }
//
// Plain links work as they are: a click on `<a href>` of this origin changes the page without loading it anew.
export { match, type Found, type PageComponent, type Route } from './match';

// Inside another site's page the way is not the browser's: its back button belongs to that page.
let inMemory = false;

const here = () => ({ pathname: location.pathname, search: location.search, hash: location.hash });

let current = $state(here());

export const address = {
  get pathname() {
    return current.pathname;
  },
  get query() {
    return new URLSearchParams(current.search);
  },
  get hash() {
    return current.hash;
  },
};

/** From now on addresses change in this page alone. */
export function keepAddressesToOurselves(): void {
  inMemory = true;
}

const place = () => (inMemory ? current.pathname + current.search + current.hash : location.href);

export function go(to: string, options: { replace?: boolean } = {}): void {
  const url = new URL(to, new URL(place(), location.href));
  if (inMemory) {
    current = { pathname: url.pathname, search: url.search, hash: url.hash };
    if (!url.hash) window.scrollTo(0, 0);
    return;
  }
  if (url.href === location.href && !options.replace) return;
  history[options.replace ? 'replaceState' : 'pushState'](null, '', url);
  current = here();
  if (!url.hash) window.scrollTo(0, 0);
}

/** Changes what stands behind the `?` without being a new page. */
export function refine(changes: Record<string, string | undefined>): void {
  const query = new URLSearchParams(current.search);
  for (const [name, value] of Object.entries(changes)) {
    if (value) query.set(name, value);
    else query.delete(name);
  }
  const text = query.toString();
  if (inMemory) {
    current = { ...current, search: text ? `?${text}` : '' };
    return;
  }
  history.replaceState(null, '', `${location.pathname}${text ? `?${text}` : ''}${location.hash}`);
  current = here();
}

/** Back and forward, and clicks on links of this origin. */
export function listen(): () => void {
  const moved = () => (current = here());
  const clicked = (event: MouseEvent) => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (!link?.href || link.target || link.hasAttribute('download')) return;
    const url = new URL(link.href);
    if (url.origin !== location.origin || url.pathname.startsWith('/v1/')) return;
    // A place on the same page is the browser's business.
    if (url.hash && url.pathname === current.pathname && url.search === current.search) return;
    event.preventDefault();
    go(url.href);
  };
  window.addEventListener('popstate', moved);
  document.addEventListener('click', clicked);
  return () => {
    window.removeEventListener('popstate', moved);
    document.removeEventListener('click', clicked);
  };
}
