// A list on its way: where it stands, what was found and decided, which step asks for something. One object for all pages of the way; what the
// server says is followed as it happens.
import { api, follow, type Schemas } from '../../lib/api';
import type { Step } from '../../lib/ui';

export type Batch = Schemas['BatchView'];
export type LayoutView = Schemas['LayoutView'];
export type MappingView = Schemas['MappingView'];
export type ValuesView = Schemas['ValuesView'];
export type StepName = 'layout' | 'columns' | 'values' | 'review' | 'approve' | 'report';

export const STEPS: StepName[] = ['layout', 'columns', 'values', 'review', 'approve', 'report'];
export const WORDED = ['level_code', 'department_code', 'gender'] as const;
export type Worded = (typeof WORDED)[number];

/** Something that was found and kept under its tag. */
interface Tagged<T> {
  data: T;
  etag: string;
}

const BEFORE_APPROVAL = ['uploaded', 'mapped', 'validated'];

export class Way {
  batch = $state.raw<Batch | undefined>();
  layout = $state.raw<Tagged<LayoutView> | undefined>();
  mapping = $state.raw<Tagged<MappingView> | undefined>();
  values = $state.raw<Partial<Record<Worded, Tagged<ValuesView>>>>({});
  error = $state.raw<unknown>();
  /** Whether what the steps need is there. */
  ready = $state(false);
  lineUp = $state(true);
  private passed = $state.raw<string[]>([]);
  private stop: (() => void) | undefined;

  constructor(
    readonly slug: string,
    readonly id: string,
  ) {
    this.passed = this.kept();
  }

  get path() {
    return { slug: this.slug, batch: this.id };
  }

  async load(): Promise<void> {
    this.error = undefined;
    try {
      this.batch = (await api('get', '/v1/establishments/{slug}/batches/{batch}', { path: this.path })).data;
      this.listen();
      await this.look();
      this.ready = true;
    } catch (failed) {
      this.error = failed;
    }
  }

  /** What the columns are, as it stands now. What is over and purged has none any more. */
  async look(): Promise<void> {
    if (this.batch?.purged_at || this.batch?.status === 'cancelled') return;
    const path = this.path;
    const [layout, mapping] = await Promise.all([
      api('get', '/v1/establishments/{slug}/batches/{batch}/layout', { path }),
      api('get', '/v1/establishments/{slug}/batches/{batch}/mapping', { path }),
    ]);
    this.layout = layout;
    this.mapping = mapping;
    await this.lookAtValues();
  }

  async lookAtValues(): Promise<void> {
    const path = this.path;
    const found = await Promise.all(
      WORDED.map((field) => api('get', '/v1/establishments/{slug}/batches/{batch}/values/{field}', { path: { ...path, field } })),
    );
    this.values = Object.fromEntries(found.map((one, index) => [WORDED[index], one]));
  }

  /** Follows the work until nothing more happens by itself. */
  listen(): void {
    this.stop?.();
    this.stop = follow(this.slug, this.id, {
      batch: (batch) => (this.batch = { same_file: this.batch?.same_file ?? null, ...batch }),
      line: (up) => (this.lineUp = up),
    });
  }

  leave(): void {
    this.stop?.();
    this.stop = undefined;
  }

  /** After a decision: the batch is asked for, and the work that follows is watched. */
  async refresh(): Promise<void> {
    this.batch = (await api('get', '/v1/establishments/{slug}/batches/{batch}', { path: this.path })).data;
    this.listen();
  }

  get working(): boolean {
    const status = this.batch?.job?.status;
    return status === 'waiting' || status === 'running';
  }

  get undecided(): boolean {
    return BEFORE_APPROVAL.includes(this.batch?.status ?? '');
  }

  get openColumns(): number {
    return new Set((this.mapping?.data.tables ?? []).flatMap((table) => table.columns.filter((one) => one.open).map((one) => one.header))).size;
  }

  get unknownValues(): number {
    return WORDED.reduce((sum, field) => {
      const found = this.values[field]?.data;
      return sum + (found && !found.too_many ? found.values.filter((one) => one.means == null && one.text.trim() !== '').length : 0);
    }, 0);
  }

  get suspectReading(): boolean {
    return (this.mapping?.data.notices ?? []).some((one) => one.code === 'FILE_ENCODING_SUSPECT');
  }

  /** No row of titles was found: nothing goes on before somebody shows it. */
  get untitled(): boolean {
    return this.layout?.data.tables.length === 0;
  }

  /** Steps at which somebody should look before the list goes on. */
  asks(step: StepName): boolean {
    const batch = this.batch;
    if (!batch || !this.undecided) return false;
    switch (step) {
      case 'layout':
        return this.untitled || (this.suspectReading && !this.hasPassed('layout'));
      case 'columns':
        return !this.untitled && ((this.mapping?.data.missing.length ?? 0) > 0 || this.openColumns > 0);
      case 'values':
        return this.unknownValues > 0 && !this.hasPassed('values');
      case 'review':
        return batch.counts.error > 0 && !this.hasPassed('review');
      default:
        return false;
    }
  }

  /** Where whoever opens the list is needed. */
  get next(): StepName {
    const status = this.batch?.status;
    if (status === 'committed' || status === 'reverted' || status === 'cancelled') return 'report';
    return STEPS.find((step) => this.asks(step)) ?? 'approve';
  }

  /** The step after this one at which something is to be decided. */
  after(step: StepName): StepName {
    return STEPS.slice(STEPS.indexOf(step) + 1).find((one) => one === 'approve' || this.asks(one)) ?? 'approve';
  }

  /** Whether the list may be opened at a step at all. */
  reachable(step: StepName): boolean {
    const status = this.batch?.status ?? '';
    if (step === 'report') return ['committed', 'reverted', 'cancelled'].includes(status);
    if (status === 'cancelled') return false;
    if (step === 'layout') return true;
    if (this.untitled) return false;
    if (step === 'columns') return true;
    return status !== 'uploaded';
  }

  stateOf(step: StepName, now: string): Step['state'] {
    if (step === now) return 'now';
    if (this.asks(step)) return 'asks';
    const status = this.batch?.status ?? '';
    const over = ['committed', 'reverted'].includes(status);
    if (over) return 'done';
    if (step === 'report') return 'later';
    if (step === 'approve') return status === 'ready_to_commit' ? 'done' : 'later';
    if (step === 'layout') return 'done';
    if (step === 'columns') return this.untitled ? 'later' : 'done';
    return status === 'uploaded' || status === 'mapped' ? 'later' : 'done';
  }

  /** Somebody looked and went on: this browser does not ask again, as long as nothing else was decided. */
  pass(step: StepName): void {
    this.passed = [...this.passed, this.mark(step)];
    try {
      sessionStorage.setItem(`rentree.passed.${this.id}`, JSON.stringify(this.passed));
    } catch {
      // It is asked again when the page is loaded anew.
    }
  }

  private hasPassed(step: StepName): boolean {
    return this.passed.includes(this.mark(step));
  }

  private mark(step: StepName): string {
    const what = { layout: this.layout?.etag, values: this.unknownValues, review: this.batch?.counts.error }[step as 'layout'];
    return `${step}:${what ?? ''}`;
  }

  private kept(): string[] {
    try {
      const kept: unknown = JSON.parse(sessionStorage.getItem(`rentree.passed.${this.id}`) ?? '[]');
      return Array.isArray(kept) ? kept.filter((one) => typeof one === 'string') : [];
    } catch {
      return [];
    }
  }
}
