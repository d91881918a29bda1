// What a person decides about the columns of a list, written into the mapping that the server gave. A mapping names titles, never places: the
// columns of all sheets with one title are one column here.
import type { Schemas } from '../../lib/api';

export type Mapping = Schemas['MappingDocument'];
export type MappingView = Schemas['MappingView'];
export type ColumnView = Schemas['ColumnView'];

/** What a column becomes. */
export type Choice =
  | { kind: 'field'; field: string }
  /** One column that holds the date and the place of birth. */
  | { kind: 'birth' }
  | { kind: 'extra' }
  | { kind: 'ignore' }
  | { kind: 'open' };

export interface Column {
  header: string;
  letter: string;
  /** In how many sheets it stands. */
  sheets: number;
  samples: string[];
  fill: number;
  distinct: number;
  proposed: string | undefined;
  band: string;
  reason: string;
  alternatives: string[];
  open: boolean;
  choice: Choice;
}

/** Several columns of one of these are joined by a space; of the others, one column gives the field. */
const JOINED = new Set([
  'full_name', 'last_name', 'first_name', 'address', 'place_of_birth', 'parent_name_1', 'parent_name_2', 'level_name', 'department_name', 'level_code',
]);

export const GROUPS = {
  student: ['last_name', 'first_name', 'full_name', 'matricule', 'phone', 'email', 'gender', 'date_of_birth', 'place_of_birth', 'nationality', 'address'],
  schooling: ['level_name', 'level_code', 'department_name', 'department_code', 'current_school_year'],
  parents: ['parent_name_1', 'parent_phone_1', 'parent_email_1', 'parent_name_2', 'parent_phone_2', 'parent_email_2'],
} as const;

export const NAMES = ['full_name', 'last_name', 'first_name'];
export const IDENTIFIERS = ['matricule', 'phone', 'email'];

/** As the server compares titles: without case, accents, punctuation and line breaks. */
export const fold = (title: string): string =>
  title.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ').trim();

const same = (one: string, other: string) => one === other || fold(one) === fold(other);
const has = (titles: string[] | undefined, title: string) => (titles ?? []).some((one) => same(one, title));

export function sameChoice(one: Choice, other: Choice): boolean {
  return one.kind === other.kind && (one.kind !== 'field' || other.kind !== 'field' || one.field === other.field);
}

function choiceOf(column: ColumnView): Choice {
  if (column.open) return { kind: 'open' };
  const gives = [column.target, ...column.also].filter((one): one is string => one != null);
  if (gives.includes('date_of_birth') && gives.includes('place_of_birth')) return { kind: 'birth' };
  if (gives[0] !== undefined) return { kind: 'field', field: gives[0] };
  return column.extra ? { kind: 'extra' } : { kind: 'ignore' };
}

/** The columns by title, in the order of the list; those without title or value are only counted. */
export function columnsOf(view: MappingView): { columns: Column[]; empties: number; untitled: Column[] } {
  const columns = new Map<string, Column>();
  const untitled: Column[] = [];
  let empties = 0;
  for (const table of view.tables) {
    for (const one of table.columns) {
      if (one.header === '' && one.distinct === 0) {
        empties += 1;
        continue;
      }
      const known = one.header === '' ? undefined : columns.get(fold(one.header));
      if (known) {
        known.sheets += 1;
        known.fill += one.fill;
        known.distinct = Math.max(known.distinct, one.distinct);
        known.samples = [...new Set([...known.samples, ...one.samples])];
        if (one.open) [known.open, known.choice] = [true, { kind: 'open' }];
        continue;
      }
      const column: Column = {
        header: one.header,
        letter: one.letter,
        sheets: 1,
        samples: one.samples,
        fill: one.fill,
        distinct: one.distinct,
        proposed: one.proposed ?? undefined,
        band: one.band,
        reason: one.reason,
        alternatives: one.alternatives,
        open: one.open,
        choice: choiceOf(one),
      };
      if (one.header === '') untitled.push(column);
      else columns.set(fold(one.header), column);
    }
  }
  for (const column of columns.values()) {
    column.fill /= column.sheets;
    column.samples = column.samples.filter((text) => text.trim() !== '').slice(0, 5);
  }
  return { columns: [...columns.values()], empties, untitled };
}

type Field = Mapping['fields'][number];

/** A mapping without what these titles gave. */
function without(mapping: Mapping, header: string): Mapping {
  const others = (titles: string[] | undefined) => (titles ?? []).filter((title) => !same(title, header));
  const fields = mapping.fields.flatMap((field): Field[] => {
    let headers = others(field.headers);
    let wordings = (field.or_headers ?? []).map(others).filter((titles) => titles.length > 0);
    if (headers.length === 0 && wordings.length > 0) [headers, wordings] = [wordings[0] ?? [], wordings.slice(1)];
    if (headers.length === 0 && field.constant == null) return [];
    return [{ ...field, headers, ...(field.or_headers ? { or_headers: wordings } : {}) }];
  });
  return { ...mapping, fields, ignored: others(mapping.ignored), extra: others(mapping.extra) };
}

/** Whether two titles stand in one sheet: then they are joined, else one is the other's wording in another sheet. */
function together(view: MappingView, header: string, others: string[]): boolean {
  return view.tables.some((table) => {
    const titles = table.columns.map((one) => one.header);
    return has(titles, header) && others.some((other) => has(titles, other));
  });
}

function give(mapping: Mapping, view: MappingView, field: string, header: string, part: Field['part'] = 'whole' as Field['part']): Mapping {
  const fresh = { target: field, headers: [header], part, transforms: [] } as unknown as Field;
  const known = mapping.fields.find((one) => one.target === field);
  if (!known || known.constant != null) {
    return { ...mapping, fields: [...mapping.fields.filter((one) => one.target !== field), fresh] };
  }
  const replaced = (by: Field) => ({ ...mapping, fields: mapping.fields.map((one) => (one.target === field ? by : one)) });
  const headers = known.headers ?? [];
  if (!together(view, header, headers)) return replaced({ ...known, or_headers: [...(known.or_headers ?? []), [header]] });
  if (JOINED.has(field) && part === 'whole') return replaced({ ...known, headers: inOrder(view, [...headers, header]) });
  // One column gives it, and it is this one now; the other is left out.
  const freed = headers.filter((title) => !same(title, header));
  return { ...replaced({ ...known, headers: [header], part: part ?? 'whole' }), ignored: [...new Set([...(mapping.ignored ?? []), ...freed])] };
}

function inOrder(view: MappingView, headers: string[]): string[] {
  const order = view.tables.flatMap((table) => table.columns.map((one) => one.header));
  return [...new Set(headers)].sort((one, other) => order.indexOf(one) - order.indexOf(other));
}

/** The mapping with one column decided. A proposal that was cleared stays cleared: the title is left out by name. */
export function decide(mapping: Mapping, view: MappingView, header: string, choice: Choice): Mapping {
  const rest = without(mapping, header);
  switch (choice.kind) {
    case 'field':
      return give(rest, view, choice.field, header);
    case 'birth':
      return give(give(rest, view, 'date_of_birth', header, 'date'), view, 'place_of_birth', header, 'place');
    case 'extra':
      return { ...rest, extra: [...(rest.extra ?? []), header] };
    case 'ignore':
      return { ...rest, ignored: [...(rest.ignored ?? []), header] };
    case 'open':
      return rest;
  }
}

/** What a title gives in a mapping. */
export function chosen(mapping: Mapping, header: string): Choice {
  const gives = mapping.fields.filter((field) => [field.headers ?? [], ...(field.or_headers ?? [])].some((titles) => has(titles, header)));
  if (gives.some((field) => field.part === 'date')) return { kind: 'birth' };
  if (gives[0]) return { kind: 'field', field: String(gives[0].target) };
  if (has(mapping.extra, header)) return { kind: 'extra' };
  return has(mapping.ignored, header) ? { kind: 'ignore' } : { kind: 'open' };
}

/** Titles that are joined with this one. */
export function joinedWith(mapping: Mapping, header: string): string[] {
  const field = mapping.fields.find((one) => has(one.headers, header));
  return (field?.headers ?? []).filter((title) => !same(title, header));
}

export function constant(mapping: Mapping, field: string, text: string): Mapping {
  const fields = mapping.fields.filter((one) => one.target !== field);
  const fresh = { target: field, headers: [], part: 'whole', transforms: [], constant: text } as unknown as Field;
  return { ...mapping, fields: text.trim() === '' ? fields : [...fields, fresh] };
}

/** What gives a field, by name: titles, or a constant in the list itself. */
export function givers(mapping: Mapping, view: MappingView, fields: readonly string[]): string[] {
  const titles = mapping.fields.filter((one) => fields.includes(String(one.target))).flatMap((one) => one.headers?.length ? one.headers : one.constant ? [`= ${one.constant}`] : []);
  const constants = view.tables.flatMap((table) => table.constants.filter((one) => fields.includes(one.field)).map((one) => `= ${one.text}`));
  return [...new Set([...titles, ...constants])];
}
