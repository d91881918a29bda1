// Which page an address is.
import type { Component } from 'svelte';

// A page takes what its address names; the table of routes cannot know more.
export type PageComponent = Component<any>;

export interface Route {
  path: string;
  load: () => Promise<{ default: PageComponent }>;
  /** Seen without signing in, or without the frame around it. */
  open?: boolean;
  bare?: boolean;
}

export interface Found {
  route: Route;
  params: Record<string, string>;
}

export function match(routes: Route[], pathname: string): Found | undefined {
  const parts = pathname.replace(/\/+$/, '').split('/');
  for (const route of routes) {
    const wanted = route.path.replace(/\/+$/, '').split('/');
    const rest = wanted.at(-1) === '*';
    if (rest ? parts.length < wanted.length - 1 : parts.length !== wanted.length) continue;
    const params: Record<string, string> = {};
    const fits = wanted.every((want, index) => {
      if (rest && index === wanted.length - 1) {
        params.rest = parts.slice(index).join('/');
        return true;
      }
      const part = parts[index] ?? '';
      if (!want.startsWith(':')) return want === part;
      try {
        params[want.slice(1)] = decodeURIComponent(part);
      } catch {
        return false;
      }
      return part !== '';
    });
    if (fits) return { route, params };
  }
  return undefined;
}
