// Who stands behind `person:ID` and `key:ID`, as far as whoever looks may know it. Asked once a page.
import { api, type Schemas } from '../../lib/api';
import { session } from '../../lib/state/session.svelte';
import { words } from './words';

const MOST = 1000;

export class Names {
  people = $state.raw<Schemas['UserView'][]>([]);
  keys = $state.raw<Schemas['KeyView'][]>([]);

  async load(slug: string): Promise<void> {
    const query = { limit: MOST };
    if (session.may('users.manage')) {
      this.people = (await api('get', '/v1/establishments/{slug}/users', { path: { slug }, query })).data.items;
    }
    if (session.may('keys.manage')) {
      this.keys = (await api('get', '/v1/establishments/{slug}/keys', { path: { slug }, query })).data.items;
    }
  }

  /** In the middle of a sentence: what is no name begins small. */
  within(actor: string | null | undefined): string {
    const text = this.of(actor);
    const id = actor?.split(':')[1];
    const named = text !== words().actors.you && [...this.people, ...this.keys].some((one) => one.id === id);
    return named ? text : text.charAt(0).toLowerCase() + text.slice(1);
  }

  of(actor: string | null | undefined): string {
    const w = words().actors;
    const [kind, id] = (actor ?? '').split(':');
    if (actor && actor === session.now?.actor) return w.you;
    switch (kind) {
      case 'person': {
        const person = this.people.find((one) => one.id === id);
        return person?.full_name ?? person?.email ?? w.person;
      }
      case 'key': {
        const key = this.keys.find((one) => one.id === id);
        return key ? w.key(key.name || key.id.slice(0, 8)) : w.keyUnknown;
      }
      case 'embed':
        return w.embed;
      case 'admin':
        return w.admin;
      case 'machine':
        return w.machine;
      case 'worker':
        return w.worker;
      default:
        return w.nobody;
    }
  }
}
