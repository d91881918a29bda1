// A window over rows that stay on the server. Pages are fetched where somebody looks, a few around them are kept, and what is stale is shown
// until its newer form is there.
import { api, type Schemas } from '../../lib/api';
import type { Row } from './columns';
import type { Wanted } from './filters';

export const PAGE = 100;
const KEPT = 60;
/** Requests at once: the newest place that somebody looks at is served next. */
const AT_ONCE = 3;
/** Whoever stays in a place for so long gets the pages around it too. */
const STAYED = 150;
const MOST = 1_000;
/** A search goes on by itself until it has so many rows. */
const SEARCHED = 500;

export class Rows {
  total = $state<number | undefined>();
  /** A search that has not come to its end: there may be more. */
  more = $state(false);
  error = $state.raw<unknown>();
  revision = $state(0);
  search = $state('');
  private version = $state(0);
  private pages = new Map<number, Row[]>();
  private places = new Map<string, number>();
  private stale = new Set<number>();
  private asking = new Set<number>();
  private looked: [number, number] = [0, 0];
  private wanted: Wanted = {};
  /** Rows that were corrected stay where they are until somebody looks elsewhere. */
  private frozen = false;
  /** Answers to questions of before are not listened to. */
  private round = 0;
  private found: Row[] = [];
  private next: string | null = null;
  private searching = false;
  private later: ReturnType<typeof setTimeout> | undefined;

  constructor(
    readonly slug: string,
    readonly batch: string,
    private readonly newer: (revision: number) => void = () => {},
  ) {}

  private get path() {
    return { slug: this.slug, batch: this.batch };
  }

  get filtered(): boolean {
    return Object.keys(this.wanted).length > 0 || this.search !== '';
  }

  at(index: number): Row | undefined {
    void this.version;
    return this.search ? this.found[index] : this.pages.get(Math.floor(index / PAGE))?.[index % PAGE];
  }

  /** The place of a row that is loaded. */
  indexOf(key: string): number | undefined {
    void this.version;
    return this.places.get(key);
  }

  /** Begins anew with other rows. */
  show(wanted: Wanted, search = ''): Promise<void> {
    this.wanted = wanted;
    this.search = search.trim();
    this.total = undefined;
    this.clear();
    this.looked = [0, 0];
    return this.search ? this.searchOn(PAGE) : this.fetchPage(0);
  }

  private clear(): void {
    this.round += 1;
    this.pages.clear();
    this.places.clear();
    this.stale.clear();
    this.asking.clear();
    this.found = [];
    this.next = null;
    this.more = false;
    this.frozen = false;
    this.searching = false;
    this.error = undefined;
    this.version += 1;
  }

  /** Somebody looks at these rows. */
  look(first: number, last: number): void {
    this.looked = [Math.max(0, first), last];
    if (this.search) {
      if (this.more && last >= this.found.length - 20) void this.searchOn(this.found.length + PAGE);
      return;
    }
    this.pump();
  }

  private pump(around = false): void {
    clearTimeout(this.later);
    this.later = around ? undefined : setTimeout(() => this.pump(true), STAYED);
    const last = this.total === undefined ? 0 : Math.max(0, this.total - 1);
    const [from, to] = [Math.floor(this.looked[0] / PAGE), Math.floor(Math.min(this.looked[1], last) / PAGE)];
    const wanted = around ? [...range(from, to), to + 1, from - 1] : range(from, to);
    for (const page of wanted) {
      if (this.asking.size >= AT_ONCE) return;
      if (page < 0 || page * PAGE > last || this.asking.has(page)) continue;
      const have = this.pages.has(page);
      if (have && !(this.stale.has(page) && page >= from && page <= to)) continue;
      if (!have && this.frozen) {
        // What was corrected may have left the filter: places have moved.
        this.frozen = false;
        for (const one of this.pages.keys()) this.stale.add(one);
      }
      void this.fetchPage(page);
    }
  }

  private async fetchPage(page: number): Promise<void> {
    const round = this.round;
    this.asking.add(page);
    this.stale.delete(page);
    try {
      const found = await this.ask(page * PAGE, PAGE);
      if (round !== this.round) return;
      this.keep(page, found.items);
      if (found.total != null) this.total = found.total;
      this.error = undefined;
      this.newer(found.revision);
    } catch (failed) {
      if (round === this.round) this.error = failed;
      return;
    } finally {
      if (round === this.round) this.asking.delete(page);
    }
    this.pump();
  }

  private async ask(at: number, limit: number): Promise<Schemas['RowsView']> {
    return (await api('get', '/v1/establishments/{slug}/batches/{batch}/rows', { path: this.path, query: { ...this.wanted, at, limit } })).data;
  }

  private keep(page: number, rows: Row[]): void {
    this.pages.set(page, rows);
    rows.forEach((row, index) => this.places.set(row.key, page * PAGE + index));
    if (this.pages.size > KEPT) {
      const here = Math.floor(this.looked[0] / PAGE);
      const [farthest] = [...this.pages.keys()].sort((one, other) => Math.abs(other - here) - Math.abs(one - here));
      if (farthest !== undefined && farthest !== page) {
        for (const row of this.pages.get(farthest) ?? []) this.places.delete(row.key);
        this.pages.delete(farthest);
      }
    }
    this.version += 1;
  }

  /** A search goes through the list by shares; what it finds is shown as it comes. */
  private async searchOn(until: number): Promise<void> {
    if (this.searching) return;
    this.searching = true;
    const round = this.round;
    try {
      do {
        const body = { ...this.wanted, search: this.search, limit: PAGE, ...(this.next ? { cursor: this.next } : {}) };
        const page = (await api('post', '/v1/establishments/{slug}/batches/{batch}/rows/search', { path: this.path, body })).data;
        if (round !== this.round) return;
        for (const row of page.items) {
          this.places.set(row.key, this.found.length);
          this.found.push(row);
        }
        this.next = page.next ?? null;
        this.more = page.next != null;
        this.total = this.found.length;
        this.version += 1;
      } while (this.next && this.found.length < Math.max(until, Math.min(SEARCHED, until)));
    } catch (failed) {
      if (round === this.round) this.error = failed;
    } finally {
      if (round === this.round) this.searching = false;
    }
  }

  /** These rows, all of them, wherever they stand; for work on more than is seen. */
  async take(first: number, last: number): Promise<Row[]> {
    if (this.search) {
      while (this.next && this.found.length <= last) await this.searchOn(last + 1);
      return this.found.slice(first, last + 1);
    }
    const to = Math.min(last, (this.total ?? 0) - 1);
    const rows: Row[] = [];
    for (let at = first; at <= to; ) {
      const here = this.at(at);
      if (here && !this.stale.has(Math.floor(at / PAGE))) {
        rows.push(here);
        at += 1;
        continue;
      }
      const page = await this.ask(at, Math.min(MOST, to - at + 1));
      if (page.items.length === 0) break;
      rows.push(...page.items);
      at += page.items.length;
    }
    return rows;
  }

  /** Rows as they are now, after a correction. */
  put(rows: Row[]): void {
    for (const row of rows) {
      const at = this.places.get(row.key);
      if (at === undefined) continue;
      if (this.search) this.found[at] = row;
      else {
        const page = this.pages.get(Math.floor(at / PAGE));
        if (page?.[at % PAGE]?.key === row.key) page[at % PAGE] = row;
      }
    }
    this.version += 1;
  }

  /** Something was written. Rows of a filter stay where they are; all others are asked for again, the ones in sight at once. */
  touched(): void {
    if (this.search) return;
    if (Object.keys(this.wanted).length > 0) {
      this.frozen = true;
      return;
    }
    for (const page of this.pages.keys()) this.stale.add(page);
    this.pump();
  }

  /** Asks for everything again, in its place. */
  async refresh(): Promise<void> {
    this.frozen = false;
    if (this.search) return this.show(this.wanted, this.search);
    for (const page of this.pages.keys()) this.stale.add(page);
    const page = Math.floor(this.looked[0] / PAGE);
    await this.fetchPage(page);
    // Fewer rows than before: whoever stood behind the end stands at it.
    if (this.total !== undefined && page * PAGE >= this.total) this.pump();
  }

  /** All that is here, in its order. */
  loaded(): Row[] {
    if (this.search) return [...this.found];
    return [...this.pages].sort(([one], [other]) => one - other).flatMap(([, rows]) => rows);
  }

  get isFrozen(): boolean {
    void this.version;
    return this.frozen;
  }

  /** The next row after this one that has an error (or anything to look at); it need not be loaded. */
  async nextWrong(index: number, status: 'error' | 'warning'): Promise<Row | undefined> {
    const here = await this.ask(index, 1);
    const query = { ...this.wanted, status, limit: 1, ...(here.next ? { cursor: here.next } : {}) };
    if (!here.next) return undefined;
    const found = await api('get', '/v1/establishments/{slug}/batches/{batch}/rows', { path: this.path, query });
    return found.data.items[0];
  }
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
}
