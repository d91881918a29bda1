// Where in the grid one is, and what is selected from there. Rows and columns are counted as they are shown.
export interface Spot {
  row: number;
  col: number;
}

export interface Range {
  top: number;
  bottom: number;
  left: number;
  right: number;
}

export class Cursor {
  row = $state(0);
  col = $state(0);
  private fromRow = $state(0);
  private fromCol = $state(0);

  get spot(): Spot {
    return { row: this.row, col: this.col };
  }

  get range(): Range {
    return {
      top: Math.min(this.row, this.fromRow),
      bottom: Math.max(this.row, this.fromRow),
      left: Math.min(this.col, this.fromCol),
      right: Math.max(this.col, this.fromCol),
    };
  }

  get single(): boolean {
    return this.row === this.fromRow && this.col === this.fromCol;
  }

  has(row: number, col: number): boolean {
    const { top, bottom, left, right } = this.range;
    return row >= top && row <= bottom && col >= left && col <= right;
  }

  go(row: number, col: number, extend = false): void {
    this.row = row;
    this.col = col;
    if (extend) return;
    this.fromRow = row;
    this.fromCol = col;
  }

  /** Selects without going anywhere. */
  select(range: Range): void {
    this.fromRow = range.top;
    this.fromCol = range.left;
    this.row = range.bottom;
    this.col = range.right;
  }

  within(rows: number, cols: number): void {
    const fit = (at: number, count: number) => Math.min(at, Math.max(0, count - 1));
    this.row = fit(this.row, rows);
    this.fromRow = fit(this.fromRow, rows);
    this.col = fit(this.col, cols);
    this.fromCol = fit(this.fromCol, cols);
  }
}

/** Where a key leads. `undefined`: the key is none of ours. */
export function step(
  key: { name: string; ctrl: boolean; rtl: boolean },
  from: Spot,
  { rows, cols, page }: { rows: number; cols: number; page: number },
): Spot | undefined {
  const [lastRow, lastCol] = [Math.max(0, rows - 1), Math.max(0, cols - 1)];
  const fit = (row: number, col: number) => ({ row: Math.min(Math.max(0, row), lastRow), col: Math.min(Math.max(0, col), lastCol) });
  const forward = key.rtl ? -1 : 1;
  switch (key.name) {
    case 'ArrowDown':
      return key.ctrl ? fit(lastRow, from.col) : fit(from.row + 1, from.col);
    case 'ArrowUp':
      return key.ctrl ? fit(0, from.col) : fit(from.row - 1, from.col);
    case 'ArrowRight':
      return key.ctrl ? fit(from.row, forward > 0 ? lastCol : 0) : fit(from.row, from.col + forward);
    case 'ArrowLeft':
      return key.ctrl ? fit(from.row, forward > 0 ? 0 : lastCol) : fit(from.row, from.col - forward);
    case 'Home':
      return key.ctrl ? fit(0, 0) : fit(from.row, 0);
    case 'End':
      return key.ctrl ? fit(lastRow, lastCol) : fit(from.row, lastCol);
    case 'PageDown':
      return fit(from.row + page, from.col);
    case 'PageUp':
      return fit(from.row - page, from.col);
    default:
      return undefined;
  }
}

/** The cell after this one in reading order; `undefined` behind the last and before the first. */
export function tab(from: Spot, { rows, cols }: { rows: number; cols: number }, back: boolean): Spot | undefined {
  const at = from.row * cols + from.col + (back ? -1 : 1);
  return at < 0 || at >= rows * cols ? undefined : { row: Math.floor(at / cols), col: at % cols };
}
