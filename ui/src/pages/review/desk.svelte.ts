// One list under review: its rows, counts, groups of issues and history, and everything that a person does to it. Every change goes through the
// server and can be undone there; what it did comes back with it.
import { api, ApiError, type Schemas } from '../../lib/api';
import { session } from '../../lib/state/session.svelte';
import { said } from '../../lib/state/said.svelte';
import { type Column, columnsOf, type Mapping, type Row } from './columns';
import { type Counters, type Filter, wantedOf } from './filters';
import { Rows } from './rows.svelte';
import { words } from './words';

export type Edit = Schemas['EditBody'];
export type Group = Schemas['IssueGroupView'];
export type ChangeSet = Schemas['ChangeSetView'];
export type FixName = 'suggestion' | 'empty' | 'exclude';
type Changed = Schemas['ChangedView'];
type Would = Schemas['WouldView'];

/** Edits that met something else than what was seen. */
export interface Clash {
  edits: Edit[];
  differences: { edit: Edit; current: string }[];
}

export interface Replacing {
  column: Column;
  from: string;
  to: string;
  part: boolean;
}

const LIST = '/v1/establishments/{slug}/batches/{batch}';
export const MOST_EDITS = 50_000;

export class Desk {
  batch = $state.raw<Schemas['BatchView'] | undefined>();
  mapping = $state.raw<Mapping | undefined>();
  counters = $state.raw<Counters | undefined>();
  groups = $state.raw<Group[] | undefined>();
  changes = $state.raw<ChangeSet[]>([]);
  levels = $state.raw<Schemas['LevelView'][]>([]);
  people = $state.raw<Map<string, string>>(new Map());
  filter = $state.raw<Filter>({ name: 'all' });
  error = $state.raw<unknown>();
  clash = $state.raw<Clash | undefined>();
  /** Something is being written. */
  busy = $state(0);
  /** What was typed and is on its way, by row and column. */
  pending = $state.raw<ReadonlyMap<string, string>>(new Map());
  readonly rows: Rows;
  readonly columns = $derived<Column[]>(this.mapping ? columnsOf(this.mapping) : []);
  readonly editable = $derived(this.batch?.status === 'validated' && session.may('rows.fix'));
  readonly canUndo = $derived(this.editable && this.changes.some((one) => one.status !== 'undone'));
  readonly canRedo = $derived(this.editable && this.changes[0] !== undefined && ['undone', 'redoing'].includes(this.changes[0].status));
  private queue: Promise<unknown> = Promise.resolve();
  private revision = 0;
  private asked = 0;

  constructor(
    readonly slug: string,
    readonly id: string,
    private readonly told: (counts: Schemas['CountsView']) => void = () => {},
  ) {
    this.rows = new Rows(slug, id, (revision) => this.newer(revision));
  }

  private get path() {
    return { slug: this.slug, batch: this.id };
  }

  /** Everything that the grid needs to open, asked for at once. */
  async load(filter: Filter): Promise<void> {
    this.error = undefined;
    this.filter = filter;
    const path = this.path;
    try {
      // Which rows a filter of duplicates means is known from the counts alone.
      if (filter.name === 'duplicates') await this.recount();
      const rows = this.rows.show(wantedOf(filter, this.counters));
      const [batch, mapping] = await Promise.all([
        api('get', LIST, { path }),
        api('get', `${LIST}/mapping`, { path }),
        this.recount(),
      ]);
      this.batch = batch.data;
      this.mapping = mapping.data;
      await rows;
    } catch (failed) {
      this.error = failed;
      return;
    }
    void this.aside();
  }

  /** What may come a little later. */
  private async aside(): Promise<void> {
    await Promise.allSettled([
      this.regroup(),
      this.rehistory(),
      api('get', '/v1/establishments/{slug}/levels', { path: { slug: this.slug } }).then(({ data }) => (this.levels = data.items)),
      session.may('users.manage') ? this.meet() : Promise.resolve(),
    ]);
  }

  private async meet(): Promise<void> {
    const users = await api('get', '/v1/establishments/{slug}/users', { path: { slug: this.slug } });
    this.people = new Map(users.data.items.map((one) => [one.id, one.full_name ?? one.email]));
  }

  private async recount(): Promise<void> {
    const found = await api('get', `${LIST}/counters`, { path: this.path });
    this.counters = found.data;
    this.revision = Math.max(this.revision, found.data.revision);
  }

  private async regroup(): Promise<void> {
    this.groups = (await api('get', `${LIST}/issues`, { path: this.path })).data.items;
  }

  private async rehistory(): Promise<void> {
    this.changes = (await api('get', `${LIST}/changes`, { path: this.path, query: { limit: 200 } })).data.items;
  }

  /** A page of rows is newer than what is known: somebody else was here. */
  private newer(revision: number): void {
    if (this.revision > 0 && revision > this.revision) {
      this.revision = revision;
      void this.after();
    }
    this.revision = Math.max(this.revision, revision);
  }

  /** Counts, groups and history follow a change; of several at once, the last one counts. */
  private async after(): Promise<void> {
    const mine = (this.asked += 1);
    this.rows.touched();
    await Promise.allSettled([this.recount(), this.rehistory()]);
    if (mine === this.asked) await this.regroup().catch(() => {});
    if (this.counters) this.told(this.counters.counts);
  }

  show(filter: Filter, search = ''): Promise<void> {
    this.filter = filter;
    return this.rows.show(wantedOf(filter, this.counters), search);
  }

  /** One change after the other: each says what it saw, and that is what the one before it left. */
  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const next = this.queue.then(work, work);
    this.queue = next.catch(() => {});
    return next;
  }

  private async doing<T>(work: () => Promise<T>): Promise<T | undefined> {
    this.busy += 1;
    this.error = undefined;
    try {
      return await this.inTurn(work);
    } catch (failed) {
      await this.failed(failed);
      return undefined;
    } finally {
      this.busy -= 1;
    }
  }

  private async failed(failed: unknown): Promise<void> {
    this.error = failed;
    if (failed instanceof ApiError && (failed.status === 409 || failed.status === 412)) {
      // What stands there now is shown at once; if that fails too, the first failure is what is said.
      const [batch] = await Promise.allSettled([api('get', LIST, { path: this.path }), this.rows.refresh(), this.after()]);
      if (batch.status === 'fulfilled') this.batch = batch.value.data;
    }
  }

  private took(changed: Changed): void {
    this.revision = Math.max(this.revision, changed.revision);
    if (this.counters) this.counters = { ...this.counters, counts: changed.counts, revision: changed.revision };
    this.rows.put(changed.rows);
    void this.after();
  }

  pendingOf(row: Row, column: Column): string | undefined {
    return this.pending.size > 0 ? this.pending.get(`${row.key} ${column.id}`) : undefined;
  }

  /** Writes all of these, or none. `shown` is what their cells show meanwhile. */
  async write(edits: Edit[], shown: [string, string][] = []): Promise<Changed | undefined> {
    if (edits.length === 0) return undefined;
    if (shown.length > 0) this.pending = new Map([...this.pending, ...shown]);
    try {
      return await this.doing(async () => {
        try {
          const { data } = await api('patch', `${LIST}/rows`, { path: this.path, body: edits });
          this.took(data);
          return data;
        } catch (failed) {
          if (failed instanceof ApiError && failed.status === 412 && failed.problem?.errors?.length) {
            this.meetClash(edits, failed.problem.errors);
            void this.rows.refresh();
            return undefined;
          }
          throw failed;
        }
      });
    } finally {
      if (shown.length > 0) {
        const gone = new Set(shown.map(([key]) => key));
        this.pending = new Map([...this.pending].filter(([key]) => !gone.has(key)));
      }
    }
  }

  private meetClash(edits: Edit[], places: { pointer: string; detail: string }[]): void {
    const differences = places.flatMap((place) => {
      const edit = edits[Number(/^\/(\d+)\//.exec(place.pointer)?.[1])];
      return edit ? [{ edit, current: place.detail }] : [];
    });
    this.clash = { edits, differences };
  }

  /** After a clash: what others wrote stays, or is written over. */
  async settle(over: boolean): Promise<void> {
    const clash = this.clash;
    this.clash = undefined;
    if (!clash) return;
    const current = new Map(clash.differences.map((one) => [one.edit, one.current]));
    const edits = clash.edits.filter((edit) => over || !current.has(edit));
    await this.write(edits.map((edit) => ({ ...edit, expected: current.get(edit) ?? edit.expected })));
  }

  /** A change to all similar rows, by parts when the list is long. */
  private async whole(ask: (change: number | undefined) => Promise<Changed>): Promise<Changed | undefined> {
    return this.doing(async () => {
      let changed = await ask(undefined);
      while (!changed.done) changed = await ask(changed.change?.number);
      this.took(changed);
      return changed;
    });
  }

  async fix(code: string, field: string | null | undefined, fix: FixName): Promise<void> {
    const asked = { code, fix, ...(field ? { field } : {}) };
    const changed = await this.whole(async (change) => {
      const body = { ...asked, ...(change === undefined ? {} : { change }) };
      return (await api('post', `${LIST}/fixes`, { path: this.path, body })).data as Changed;
    });
    await this.done(changed);
  }

  /** How many cells say the one text. */
  async count(replacing: Replacing, code?: string): Promise<Would | undefined> {
    const { data } = await api('post', `${LIST}/fixes`, { path: this.path, body: { ...this.replacement(replacing, code), dry_run: true } });
    return data as Would;
  }

  async replace(replacing: Replacing, code?: string): Promise<void> {
    const changed = await this.whole(async (change) => {
      const body = { ...this.replacement(replacing, code), ...(change === undefined ? {} : { change }) };
      return (await api('post', `${LIST}/fixes`, { path: this.path, body })).data as Changed;
    });
    await this.done(changed);
  }

  private replacement({ column, from, to, part }: Replacing, code?: string): Schemas['FixBody'] {
    const place = column.field ? { field: column.field } : { column: column.letter };
    return { ...place, from, to, part, ...(code ? { filter: { code } } : {}) };
  }

  /** Leaves rows out, or takes them in again. */
  async leaveOut(keys: string[], out: boolean): Promise<void> {
    const changed = await this.doing(async () => {
      const path = out ? (`${LIST}/rows/exclude` as const) : (`${LIST}/rows/include` as const);
      const { data } = await api('post', path, { path: this.path, body: { rows: keys } });
      this.took(data as Changed);
      return data as Changed;
    });
    await this.done(changed, false);
  }

  async undo(): Promise<ChangeSet | undefined> {
    return this.turn('undo');
  }

  async redo(): Promise<ChangeSet | undefined> {
    return this.turn('redo');
  }

  private async turn(way: 'undo' | 'redo'): Promise<ChangeSet | undefined> {
    const changed = await this.doing(async () => {
      const ask = async () => (await api('post', `${LIST}/${way}` as const, { path: this.path })).data;
      let changed = await ask();
      while (!changed.done) changed = await ask();
      this.took(changed);
      // What was undone may stand anywhere.
      await this.rows.refresh();
      return changed;
    });
    const w = words();
    if (changed && !changed.change) said.read(way === 'undo' ? w.history.nothingToUndo : w.history.nothingToRedo);
    else if (changed?.change) said.read((way === 'undo' ? w.history.undone : w.history.redone)(w.changes[changed.change.kind as 'edit'] ?? ''));
    return changed?.change ?? undefined;
  }

  /** Undoes back to a change set and that one too, or does again up to it. */
  async turnTo(number: number, way: 'undo' | 'redo'): Promise<void> {
    for (let step = 0; step < 200; step += 1) {
      const set = await this.turn(way);
      if (!set || set.number === number) return;
    }
  }

  private async done(changed: Changed | undefined, everywhere = true): Promise<void> {
    if (!changed) return;
    const w = words();
    // Rows that were not named one by one are asked for again.
    if (everywhere) await this.rows.refresh();
    const rows = changed.change?.rows ?? 0;
    if (!changed.change) said.show('info', w.history.nothing);
    else said.show('good', w.history.did(rows), { label: w.tools.undo, run: () => void this.undo() });
  }

  /** Reads everything again, as after a workbook was taken back. */
  async again(): Promise<void> {
    await this.rows.refresh();
    await this.after();
  }

  authorOf(set: ChangeSet): string {
    const w = words();
    if (set.author && session.now?.actor === `person:${set.author}`) return w.history.you;
    if (set.author) return this.people.get(set.author) || w.history.somebody;
    return w.history.program;
  }
}
