// The columns of the grid: those of the list in their own order, the fields that stand outside of it, what will be done. A list of several
// sheets has each field once, wherever its column stands.
import type { Schemas } from '../../lib/api';

export type Mapping = Schemas['MappingView'];
export type Row = Schemas['RowView'];

export interface Column {
  id: string;
  kind: 'plan' | 'sheet' | 'field' | 'extra' | 'ignored' | 'outside';
  /** The field that it gives. */
  field: string | undefined;
  /** Its title in the list. */
  header: string;
  /** Letter in the first sheet that has it. */
  letter: string;
  /** Where it stands, by sheet; -1 where it does not. */
  places: Map<string, number>;
  /** Its texts become more than one field, or only a part of one. */
  shared: boolean;
  width: number;
}

export const sheetOf = (sheet: string | null | undefined): string => sheet ?? '';

const WIDTHS: Record<string, number> = {
  full_name: 220,
  first_name: 160,
  last_name: 170,
  email: 240,
  phone: 172,
  matricule: 140,
  current_school_year: 136,
  level_code: 120,
  level_name: 144,
  department_code: 100,
  department_name: 170,
  date_of_birth: 150,
  place_of_birth: 150,
  gender: 84,
  nationality: 130,
  address: 190,
};

const widthOf = (field: string | undefined, header: string): number =>
  (field && (WIDTHS[field] ?? (field.includes('email') ? 220 : field.includes('phone') ? 172 : 180))) ||
  Math.min(200, Math.max(96, header.length * 8 + 40));

/** Fields whose other writing is shown by the same column. */
const TWINS: Record<string, string> = {
  level_code: 'level_name',
  level_name: 'level_code',
  department_code: 'department_name',
  department_name: 'department_code',
};

export function columnsOf(mapping: Mapping): Column[] {
  const columns = new Map<string, Column>();
  for (const table of mapping.tables) {
    const times = new Map<string, number>();
    for (const one of table.columns) {
      const field = one.target ?? undefined;
      const kind = field ? 'field' : one.extra ? 'extra' : 'ignored';
      // A column without a title and without a text is the spreadsheet's, not the school's.
      if (kind === 'ignored' && one.header === '' && one.fill === 0) continue;
      const name = field ?? one.header;
      const nth = times.get(`${kind}:${name}`) ?? 0;
      times.set(`${kind}:${name}`, nth + 1);
      const id = `${kind}:${name}:${nth}`;
      let column = columns.get(id);
      if (!column) {
        const [header, letter, places] = [one.header, one.letter, new Map<string, number>()];
        column = { id, kind, field, header, letter, places, shared: false, width: widthOf(field, header) };
        columns.set(id, column);
      }
      column.places.set(sheetOf(table.sheet), one.column);
      if (one.also.length > 0) column.shared = true;
    }
    for (const [key, times_] of times) {
      if (times_ > 1 && key.startsWith('field:')) {
        for (const column of columns.values()) if (column.id.startsWith(`${key}:`)) column.shared = true;
      }
    }
    for (const constant of table.constants) {
      const id = `outside:${constant.field}`;
      if (!columns.has(id)) {
        columns.set(id, {
          ...{ id, kind: 'outside', field: constant.field, header: '', letter: '', shared: false },
          ...{ places: new Map(), width: widthOf(constant.field, '') },
        });
      }
    }
  }
  const all = [...columns.values()];
  // A field that one sheet has as a column and another outside of it is one column.
  const merged = all.filter((one) => one.kind !== 'outside' || !all.some((other) => other.kind === 'field' && same(other.field, one.field)));
  const rank = (one: Column) => (one.kind === 'outside' ? 1 : 0);
  const plan: Column = { id: 'plan', kind: 'plan', field: undefined, header: '', letter: '', places: new Map(), shared: false, width: 164 };
  const sheet: Column = { ...plan, id: 'sheet', kind: 'sheet', width: 120, places: new Map() };
  const sheets = new Set(mapping.tables.map((table) => table.sheet));
  return [plan, ...(sheets.size > 1 ? [sheet] : []), ...merged.sort((one, other) => rank(one) - rank(other))];
}

export const same = (one: string | undefined, other: string | undefined): boolean =>
  one !== undefined && other !== undefined && (one === other || TWINS[one] === other);

/** The place of a column in a row's own cells; -1 when its sheet has no such column. */
export const placeIn = (column: Column, row: Row): number => column.places.get(sheetOf(row.sheet)) ?? -1;

export function letters(column: number): string {
  let text = '';
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) text = String.fromCharCode(65 + ((rest - 1) % 26)) + text;
  return text;
}

/** `AA` is 26. */
export function numberOf(letter: string): number {
  return [...letter].reduce((sum, one) => sum * 26 + one.charCodeAt(0) - 64, 0) - 1;
}
