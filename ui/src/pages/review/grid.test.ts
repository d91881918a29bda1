import { expect, test } from 'vitest';
import * as blocks from './blocks';
import { look, placeOf, readonly } from './cells';
import { columnsOf, letters, type Mapping, numberOf, type Row } from './columns';
import { step, tab } from './cursor.svelte';
import { Scale, TALLEST } from './scale';
import { asDay, pieces, visible } from './text';
import { parse, write } from './tsv';

test('a list that fits is scrolled as it is', () => {
  const scale = new Scale();
  scale.resize(3_600, 400);
  expect(scale.height).toBe(3_600);
  expect(scale.scrolled(1_234)).toBe(1_234);
  expect(scale.go(10_000)).toBe(3_200);
});

test('a million rows fit into an element that a browser allows, and every row can be reached', () => {
  const [row, rows, view] = [36, 1_000_000, 500];
  const scale = new Scale();
  scale.resize(row * rows, view);
  expect(scale.height).toBe(TALLEST);
  // The bar at its end is the end of the list.
  expect(scale.scrolled(TALLEST - view)).toBe(row * rows - view);
  // In the middle, the middle.
  expect(scale.scrolled((TALLEST - view) / 2)).toBeCloseTo((row * rows - view) / 2);
  // A small move is a small move, not six times as much.
  const before = scale.top;
  expect(scale.scrolled((TALLEST - view) / 2 + 100)).toBeCloseTo(before + 100);
  // Any row can be gone to exactly.
  scale.go(777_777 * row);
  expect(scale.top).toBe(777_777 * row);
  // And the bar never leaves its share for long.
  expect(scale.settle()).toBe(scale.bar());
});

test.each([
  ['a\tb\nc\td', [['a', 'b'], ['c', 'd']]],
  ['a\tb\r\nc\td\r\n', [['a', 'b'], ['c', 'd']]],
  ['"deux\nlignes"\t"un ""mot"""', [['deux\nlignes', 'un "mot"']]],
  ['12" de long\tb', [['12" de long', 'b']]],
  ['"pas fermé\tb', [['"pas fermé', 'b']]],
  ['a\t\tb\n\n', [['a', '', 'b'], ['']]],
  ['', []],
])('%j is read as a spreadsheet wrote it', (text, block) => {
  expect(parse(text)).toEqual(block);
});

test('a block that is written is read back', () => {
  const block = [['a\tb', 'c"d'], ['e\nf', '']];
  expect(parse(`${write(block)}\n`)).toEqual(block);
});

test('what steers a text is shown by a sign, and what is endless is cut', () => {
  expect(visible('a\u0000b\tc\nd')).toBe('a␀b⇥c⏎d');
  expect(visible('x\u202egnp.exe')).toBe('x⍰gnp.exe');
  expect(visible('<script>alert(1)</script>')).toBe('<script>alert(1)</script>');
  expect(visible('é'.repeat(1_000), 10)).toBe(`${'é'.repeat(10)}…`);
});

test('what a search found is marked whatever the case and the accents', () => {
  const hits = (text: string, wanted: string) => pieces(text, wanted).filter((one) => one.hit).map((one) => one.text);
  expect(hits('Ngo Hélène, HELENE', 'hélène')).toEqual(['Hélène', 'HELENE']);
  expect(hits('e\u0301tude', 'étude')).toEqual(['e\u0301tude']);
  expect(hits('abc', 'x')).toEqual([]);
  expect(pieces('abc', '').map((one) => one.text)).toEqual(['abc']);
});

test('days are written as an office writes them', () => {
  expect(asDay('2009-02-28')).toBe('28/02/2009');
  expect(asDay('vers 2008')).toBe('vers 2008');
});

test('letters of columns are those of a spreadsheet', () => {
  for (const [at, letter] of [[0, 'A'], [25, 'Z'], [26, 'AA'], [511, 'SR']] as const) {
    expect(letters(at)).toBe(letter);
    expect(numberOf(letter)).toBe(at);
  }
});

const column = (at: number, header: string, target: string | null, more: object = {}) => ({
  ...{ column: at, letter: letters(at), header, target, also: [], samples: [], fill: 1, distinct: 1, proposed: null, band: 'exact', reason: '' },
  ...{ alternatives: [], open: false, extra: false },
  ...more,
});

const mapping = (tables: object[]) => ({ status: 'validated', accept: {}, tables, mapping: {}, missing: [], notices: [] }) as unknown as Mapping;

const one = mapping([
  {
    sheet: null,
    columns: [
      column(0, 'N°', null),
      column(1, 'Matricule', 'matricule'),
      column(2, 'Classe', 'level_name'),
      column(3, 'Né le', 'date_of_birth'),
      column(4, 'Transport', null, { extra: true }),
      column(5, '', null, { fill: 0 }),
    ],
    constants: [{ field: 'current_school_year', text: '2025-2026', origin: {} }],
  },
]);

const row = (more: Partial<Row> = {}): Row => ({
  ...{ key: '7', sheet: null, row: 9, raw: ['1', 'A1', 'TLE C', '28/02/2009', 'bus'], extra: { Transport: 'bus' }, status: 'ok', issues: [] },
  ...{ values: { matricule: 'A1', level_code: 'TLE', level_name: 'Terminale', department_code: 'C', date_of_birth: '2009-02-28', current_school_year: '2025-2026' } },
  ...{ plan: { action: 'create', changes: [] }, outcome: 'created', student: null, corrections: [] },
  ...more,
});

const named = (id: string) => {
  const columns = columnsOf(one);
  const found = columns.find((other) => other.id.startsWith(id));
  if (!found) throw new Error(`no column ${id}`);
  return { columns, column: found };
};

test('columns stand in the order of the list, what is outside of it behind them, empty ones nowhere', () => {
  expect(columnsOf(one).map((other) => other.id)).toEqual([
    'plan',
    'ignored:N°:0',
    'field:matricule:0',
    'field:level_name:0',
    'field:date_of_birth:0',
    'extra:Transport:0',
    'outside:current_school_year',
  ]);
});

test('a field of several sheets is one column, wherever it stands in each', () => {
  const columns = columnsOf(
    mapping([
      { sheet: 'A', columns: [column(1, 'Nom', 'last_name')], constants: [{ field: 'level_code', text: 'SIL', origin: {} }] },
      { sheet: 'B', columns: [column(0, 'NOM', 'last_name'), column(1, 'Classe', 'level_name')], constants: [] },
    ]),
  );
  expect(columns.map((other) => other.id)).toEqual(['plan', 'sheet', 'field:last_name:0', 'field:level_name:0']);
  expect([...(columns[2]?.places ?? [])]).toEqual([['A', 1], ['B', 0]]);
});

test('a cell shows what a rule made of it, and says so', () => {
  const level = named('field:level_name');
  expect(look(row(), level.column, level.columns)).toMatchObject({ text: 'Terminale C', source: 'TLE C', cleaned: true, edited: false });
  const day = named('field:date_of_birth');
  expect(look(row(), day.column, day.columns)).toMatchObject({ text: '28/02/2009', cleaned: false });
});

test('a cell that is no value keeps its text and shows what is wrong', () => {
  const { columns, column: day } = named('field:date_of_birth');
  const issue = { code: 'DOB_INVALID', severity: 'warning', field: 'date_of_birth', column: 'D', message: '', hint: '', fixes: [] };
  const bad = row({ raw: ['1', 'A1', 'TLE C', '30/02/2009', 'bus'], values: {}, issues: [issue] as unknown as Row['issues'] });
  expect(look(bad, day, columns)).toMatchObject({ text: '30/02/2009', severity: 'warning', cleaned: false });
});

test('an issue of no cell stands beside what will be done', () => {
  const { columns, column: plan } = named('plan');
  const issue = { code: 'STRONG_ID_MISSING', severity: 'error', field: null, column: null, message: '', hint: '', fixes: [] };
  expect(look(row({ issues: [issue] as unknown as Row['issues'] }), plan, columns).severity).toBe('error');
});

test('an edit names the cell of the list and what was seen there', () => {
  expect(placeOf(row(), named('field:date_of_birth').column)).toEqual({ column: 'D', expected: '28/02/2009' });
  expect(placeOf(row(), named('outside:').column)).toEqual({ field: 'current_school_year', expected: '2025-2026' });
  expect(placeOf(row(), named('plan').column)).toBeUndefined();
  expect(readonly(named('ignored:').column)).toBe(true);
  const corrected = row({ corrections: [{ column: 'D', field: null, excluded: false, value: '01/03/2009', before: null, change: 1 }] });
  expect(placeOf(corrected, named('field:date_of_birth').column)).toEqual({ column: 'D', expected: '01/03/2009' });
});

test('a paste writes cells that can be written, adds no column, and says what did not fit', () => {
  const columns = columnsOf(one);
  const rows = [row(), row({ key: '8', row: 10 })];
  const at = (id: string) => columns.findIndex((other) => other.id.startsWith(id));
  const spot = { top: 0, bottom: 0, left: at('ignored:'), right: at('ignored:') };
  // N° cannot be written; the last line has no row.
  const work = blocks.paste([['x', 'B1'], ['y', 'B2'], ['z', 'B3']], spot, rows, columns);
  expect(work.edits).toEqual([
    { row: '7', column: 'B', expected: 'A1', value: 'B1' },
    { row: '8', column: 'B', expected: 'A1', value: 'B2' },
  ]);
  expect(work).toMatchObject({ skipped: 2, beyond: 2 });
  const end = { top: 0, bottom: 0, left: columns.length - 1, right: columns.length - 1 };
  expect(blocks.paste([['2024-2025', 'too', 'many']], end, rows, columns)).toMatchObject({ beyond: 2, edits: [{ field: 'current_school_year' }] });
});

test('one cell fills the whole selection, and what stands there already is not written', () => {
  const columns = columnsOf(one);
  const left = columns.findIndex((other) => other.id.startsWith('field:matricule'));
  const rows = [row(), row({ key: '8' }), row({ key: '9', raw: ['3', 'Z'] })];
  const work = blocks.paste([['Z']], { top: 0, bottom: 2, left, right: left }, rows, columns);
  expect(work.edits.map((edit) => edit.row)).toEqual(['7', '8']);
  const filled = blocks.fillDown({ top: 0, bottom: 2, left, right: left }, rows, columns);
  expect(filled.edits).toEqual([{ row: '9', column: 'B', expected: 'Z', value: 'A1' }]);
});

test.each([
  ['ArrowDown', false, { row: 6, col: 2 }],
  ['ArrowUp', false, { row: 4, col: 2 }],
  ['ArrowRight', false, { row: 5, col: 3 }],
  ['ArrowLeft', false, { row: 5, col: 1 }],
  ['Home', false, { row: 5, col: 0 }],
  ['End', false, { row: 5, col: 3 }],
  ['PageDown', false, { row: 9, col: 2 }],
  ['PageUp', false, { row: 0, col: 2 }],
  ['Home', true, { row: 0, col: 0 }],
  ['End', true, { row: 9, col: 3 }],
])('%s (Ctrl: %s) leads where a spreadsheet leads', (name, ctrl, to) => {
  expect(step({ name, ctrl, rtl: false }, { row: 5, col: 2 }, { rows: 10, cols: 4, page: 8 })).toEqual(to);
});

test('from right to left the arrows go the other way', () => {
  const size = { rows: 10, cols: 4, page: 8 };
  expect(step({ name: 'ArrowRight', ctrl: false, rtl: true }, { row: 5, col: 2 }, size)).toEqual({ row: 5, col: 1 });
  expect(step({ name: 'x', ctrl: false, rtl: false }, { row: 5, col: 2 }, size)).toBeUndefined();
});

test('Tab goes through the cells and out at the end', () => {
  const size = { rows: 2, cols: 3 };
  expect(tab({ row: 0, col: 2 }, size, false)).toEqual({ row: 1, col: 0 });
  expect(tab({ row: 1, col: 0 }, size, true)).toEqual({ row: 0, col: 2 });
  expect(tab({ row: 1, col: 2 }, size, false)).toBeUndefined();
  expect(tab({ row: 0, col: 0 }, size, true)).toBeUndefined();
});
