// Blocks of cells as spreadsheets copy them: tabs between cells, lines between rows, quotes around what holds either.
export type Block = string[][];

export function parse(text: string): Block {
  const block: Block = [];
  let row: string[] = [];
  let cell = '';
  let quoted = false;
  const source = text.replace(/\r\n?/g, '\n');
  for (let at = 0; at < source.length; at += 1) {
    const sign = source[at];
    if (quoted) {
      if (sign !== '"') cell += sign;
      else if (source[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else quoted = false;
    } else if (sign === '"' && cell === '' && closes(source, at)) quoted = true;
    else if (sign === '\t') {
      row.push(cell);
      cell = '';
    } else if (sign === '\n') {
      row.push(cell);
      block.push(row);
      [row, cell] = [[], ''];
    } else cell += sign;
  }
  // Spreadsheets end the last line too.
  if (cell !== '' || row.length > 0) {
    row.push(cell);
    block.push(row);
  }
  return block;
}

/** Whether the quote at this place opens a cell that is closed before a tab, a line or the end: `"` may also just stand there. */
function closes(source: string, at: number): boolean {
  for (let next = source.indexOf('"', at + 1); next >= 0; next = source.indexOf('"', next + 1)) {
    if (source[next + 1] === '"') next += 1;
    else return next + 1 >= source.length || source[next + 1] === '\t' || source[next + 1] === '\n';
  }
  return false;
}

export function write(block: Block): string {
  const cell = (text: string) => (/["\t\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return block.map((row) => row.map(cell).join('\t')).join('\n');
}

export const widthOf = (block: Block): number => Math.max(0, ...block.map((row) => row.length));
