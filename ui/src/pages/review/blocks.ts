// Work on many cells at once: what is pasted, emptied or filled down, as one change. Cells that cannot be written stay as they are, and columns
// are never added.
import { draft, look, placeOf } from './cells';
import type { Column, Row } from './columns';
import type { Range } from './cursor.svelte';
import type { Edit } from './desk.svelte';
import { type Block, widthOf } from './tsv';

export interface Work {
  edits: Edit[];
  /** What the cells show while it is being written, by row and column. */
  shown: [string, string][];
  /** Cells that cannot be written. */
  skipped: number;
  /** Cells of the block that lie outside of the grid. */
  beyond: number;
}

const nothing = (): Work => ({ edits: [], shown: [], skipped: 0, beyond: 0 });

function put(work: Work, row: Row, column: Column, value: string): void {
  const place = placeOf(row, column);
  if (!place) {
    work.skipped += 1;
    return;
  }
  if (value === draft(row, column)) return;
  work.edits.push({ row: row.key, ...place, value });
  work.shown.push([`${row.key} ${column.id}`, value]);
}

/** How far a block reaches from where it is pasted: one cell fills the selection, and so does a block that fits into it several times. */
export function reach(block: Block, range: Range): { rows: number; cols: number } {
  const [tall, wide] = [range.bottom - range.top + 1, range.right - range.left + 1];
  const [height, width] = [block.length, widthOf(block)];
  const fills = height > 0 && width > 0 && tall % height === 0 && wide % width === 0;
  return fills ? { rows: tall, cols: wide } : { rows: height, cols: width };
}

/** `rows` begin at the top of the range, `columns` are those that are shown. */
export function paste(block: Block, range: Range, rows: Row[], columns: Column[]): Work {
  const work = nothing();
  const { rows: tall, cols: wide } = reach(block, range);
  const width = widthOf(block);
  for (let down = 0; down < tall; down += 1) {
    const line = block[down % block.length] ?? [];
    for (let along = 0; along < wide; along += 1) {
      // A line that is shorter than the block says nothing about the cells behind its end.
      const value = line[along % width];
      if (value === undefined) continue;
      const [row, column] = [rows[down], columns[range.left + along]];
      if (!row || !column) work.beyond += 1;
      else put(work, row, column, value.trim());
    }
  }
  return work;
}

export function empty(range: Range, rows: Row[], columns: Column[]): Work {
  const work = nothing();
  for (const row of rows) {
    for (const column of columns.slice(range.left, range.right + 1)) put(work, row, column, '');
  }
  return work;
}

/** The first row's texts into all rows below it. */
export function fillDown(range: Range, rows: Row[], columns: Column[]): Work {
  const work = nothing();
  const [first, ...rest] = rows;
  if (!first) return work;
  for (const row of rest) {
    for (const column of columns.slice(range.left, range.right + 1)) put(work, row, column, draft(first, column));
  }
  return work;
}

/** What is seen, as a block. `said` gives the words for what is no text of the list. */
export function copy(range: Range, rows: Row[], columns: Column[], all: Column[], said: (row: Row, column: Column) => string | undefined): Block {
  const chosen = columns.slice(range.left, range.right + 1);
  return rows.map((row) => chosen.map((column) => said(row, column) ?? look(row, column, all).text));
}

export const cellsIn = (range: Range): number => (range.bottom - range.top + 1) * (range.right - range.left + 1);
