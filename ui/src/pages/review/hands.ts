// What hands do to many cells: paste, empty, fill down, copy. Each is one change on the server, said in words, and can be undone.
import { said } from '../../lib/state/said.svelte';
import { number } from '../../lib/words';
import * as blocks from './blocks';
import type { Column, Row } from './columns';
import type { Cursor } from './cursor.svelte';
import { type Desk, MOST_EDITS } from './desk.svelte';
import { parse, widthOf, write } from './tsv';
import { words } from './words';

export class Hands {
  private ready: { of: string; text: string } | undefined;

  constructor(
    private readonly desk: Desk,
    private readonly cursor: Cursor,
    private readonly columns: () => Column[],
  ) {}

  async paste(text: string): Promise<void> {
    if (!this.desk.editable) return;
    const block = parse(text);
    if (block.length === 0) {
      said.show('info', words().paste.nothing);
      return;
    }
    const [range, columns] = [this.cursor.range, this.columns()];
    const { rows: tall, cols } = blocks.reach(block, range);
    if (this.tooMany(tall * Math.min(cols, widthOf(block) || 1))) return;
    const there = await this.desk.rows.take(range.top, range.top + tall - 1);
    const bottom = Math.max(range.top, range.top + Math.min(tall, there.length) - 1);
    this.cursor.select({ top: range.top, left: range.left, bottom, right: Math.min(columns.length - 1, range.left + cols - 1) });
    await this.apply(blocks.paste(block, range, there, columns), words().paste.done);
  }

  async empty(): Promise<void> {
    const range = this.cursor.range;
    if (!this.desk.editable || this.tooMany(blocks.cellsIn(range))) return;
    await this.apply(blocks.empty(range, await this.desk.rows.take(range.top, range.bottom), this.columns()), words().paste.emptied);
  }

  async fillDown(): Promise<void> {
    const range = this.cursor.range;
    if (!this.desk.editable || this.tooMany(blocks.cellsIn(range))) return;
    // Of one cell alone, the one above it is copied.
    const from = range.top === range.bottom ? Math.max(0, range.top - 1) : range.top;
    const rows = await this.desk.rows.take(from, range.bottom);
    await this.apply(blocks.fillDown({ ...range, top: from }, rows, this.columns()), words().paste.filled);
  }

  /** The selection as text, if all of its rows are here; otherwise they are fetched, and the next time they are. */
  copied(): string | undefined {
    const range = this.cursor.range;
    if (this.tooMany(blocks.cellsIn(range))) return undefined;
    const of = JSON.stringify([range, this.desk.counters?.revision]);
    if (this.ready?.of === of) return this.ready.text;
    const here: Row[] = [];
    for (let at = range.top; at <= range.bottom; at += 1) {
      const row = this.desk.rows.at(at);
      if (!row) {
        void this.desk.rows.take(range.top, range.bottom).then((taken) => {
          this.ready = { of, text: this.text(range, taken) };
          said.show('info', words().paste.again);
        });
        return undefined;
      }
      here.push(row);
    }
    return this.text(range, here);
  }

  private text(range: Cursor['range'], rows: Row[]): string {
    const actions = words().actions as Record<string, string>;
    const spoken = (row: Row, column: Column) => (column.kind === 'plan' ? (actions[row.plan.action] ?? '') : undefined);
    return write(blocks.copy(range, rows, this.columns(), this.desk.columns, spoken));
  }

  private tooMany(cells: number): boolean {
    if (cells <= MOST_EDITS) return false;
    said.show('bad', words().paste.tooMany(number(cells), number(MOST_EDITS)));
    return true;
  }

  private async apply(work: blocks.Work, did: (n: number) => string): Promise<void> {
    const w = words();
    if (this.tooMany(work.edits.length)) return;
    if (work.edits.length > 0 && !(await this.desk.write(work.edits, work.shown))) return;
    const parts = [did(work.edits.length)];
    if (work.skipped > 0) parts.push(w.paste.skipped(work.skipped));
    if (work.beyond > 0) parts.push(w.paste.beyond(work.beyond));
    said.show(work.beyond + work.skipped > 0 ? 'info' : 'good', parts.join(' '), {
      label: w.tools.undo,
      run: () => void this.desk.undo(),
    });
  }
}
