// Who is signed in. `undefined` until the server was asked.
import { api, ApiError, credentials, type Schemas } from '../api/client';

export type Session = Schemas['SessionView'];

/** Whoever runs the service, let into one school for a while. Kept for this tab alone. */
export interface Visit {
  slug: string;
  name: string;
  until: string;
  actions: string[];
}
const VISIT = 'rentree.visit';

function visited(): Visit | undefined {
  try {
    const kept = JSON.parse(sessionStorage.getItem(VISIT) ?? 'null') as Visit | null;
    return kept && new Date(kept.until).getTime() > Date.now() ? kept : undefined;
  } catch {
    return undefined;
  }
}

let visit = $state.raw<Visit | undefined>(typeof sessionStorage === 'undefined' ? undefined : visited());
let current = $state<Session | null | undefined>(undefined);

function take(session: Session | null): Session | null {
  current = session;
  credentials.csrf = session?.csrf ?? '';
  return session;
}

credentials.ended = () => {
  if (current) take(null);
};

export const session = {
  get now() {
    return current;
  },

  /** Whether the matrix of roles allows it; the server decides, this only hides what would be refused. */
  may(action: string): boolean {
    return (current?.actions.includes(action) || (current?.kind === 'admin' && visit?.actions.includes(action))) ?? false;
  },

  get visit() {
    return current?.kind === 'admin' ? visit : undefined;
  },

  visiting(begun: Visit | undefined) {
    visit = begun;
    try {
      if (begun) sessionStorage.setItem(VISIT, JSON.stringify(begun));
      else sessionStorage.removeItem(VISIT);
    } catch {
      // It is known until the page is loaded anew.
    }
  },

  async load(): Promise<Session | null> {
    try {
      return take((await api('get', '/v1/session')).data);
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) return take(null);
      throw error;
    }
  },

  async signIn(body: Schemas['SignInBody']): Promise<void> {
    take((await api('post', '/v1/session', { body })).data);
  },

  async signOut(): Promise<void> {
    try {
      await api('delete', '/v1/session');
    } catch (error) {
      // A session that has ended already is what was wanted.
      if (!(error instanceof ApiError && error.status === 401)) throw error;
    }
    session.visiting(undefined);
    take(null);
  },
};
