// Who is signed in. `undefined` until the server was asked.
import { api, ApiError, credentials, type Schemas } from '../api/client';

export type Session = Schemas['SessionView'];

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
    return current?.actions.includes(action) ?? false;
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
    take(null);
  },
};
