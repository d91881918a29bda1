// What a cell shows: its text, what was read, what a rule made of it, what a person wrote, what is wrong. Pure: a row and a column in, a look out.
import type { Schemas } from '../../lib/api';
import { type Column, letters, numberOf, placeIn, type Row, same } from './columns';
import { asDay } from './text';

export type Issue = Schemas['RowIssueView'];

export interface Look {
  /** What is shown. */
  text: string;
  /** What stands in the list, with a person's correction over it; `undefined` when no single cell gives it. */
  source: string | undefined;
  /** What the student has now, when the list would change it. */
  before: string | undefined;
  severity: 'error' | 'warning' | undefined;
  /** A rule made another text of it. */
  cleaned: boolean;
  /** A person wrote over it. */
  edited: boolean;
  issues: Issue[];
}

/** How an edit names its place, and what has to stand there. */
export interface Place {
  column?: string;
  field?: string;
  expected: string;
}

const NAMES = ['full_name', 'last_name', 'first_name'];

/** The column that an issue belongs to. What concerns the row as a whole stands beside what will be done with it. */
function home(issue: Issue, row: Row, columns: Column[]): string {
  if (issue.column) {
    const at = numberOf(issue.column);
    const found = columns.find((one) => placeIn(one, row) === at);
    if (found) return found.id;
  }
  if (issue.field) {
    const field = issue.field;
    const exact = columns.find((one) => one.field === field) ?? columns.find((one) => same(one.field, field));
    // A class says the series too.
    const near = NAMES.includes(field)
      ? columns.find((one) => one.field && NAMES.includes(one.field))
      : field.startsWith('department_')
        ? columns.find((one) => one.field?.startsWith('level_'))
        : undefined;
    const found = exact ?? near;
    if (found) return found.id;
  }
  return 'plan';
}

const homes = new WeakMap<Row, { columns: Column[]; of: Map<string, Issue[]> }>();

function issuesOf(row: Row, columns: Column[]): Map<string, Issue[]> {
  const kept = homes.get(row);
  if (kept?.columns === columns) return kept.of;
  const of = new Map<string, Issue[]>();
  for (const issue of row.issues) {
    const id = home(issue, row, columns);
    of.set(id, [...(of.get(id) ?? []), issue]);
  }
  homes.set(row, { columns, of });
  return of;
}

const worst = (issues: Issue[]): Look['severity'] =>
  issues.some((one) => one.severity === 'error') ? 'error' : issues.length > 0 ? 'warning' : undefined;

/** What a field's value looks like to a reader. */
function shown(row: Row, field: string): string | undefined {
  const value = row.values[field];
  if (field === 'level_code' || field === 'level_name') {
    const level = row.values.level_name ?? row.values.level_code;
    return level === undefined ? undefined : level;
  }
  if (value !== undefined && field === 'date_of_birth') return asDay(value);
  return value;
}

const correctionOf = (row: Row, column: Column, at: number) =>
  row.corrections.find((one) => (one.field ? one.field === column.field : at >= 0 && one.column === letters(at)));

function sourceOf(row: Row, column: Column): string | undefined {
  const at = placeIn(column, row);
  const correction = correctionOf(row, column, at);
  if (correction) return correction.value ?? '';
  if (at >= 0) return row.raw[at] ?? '';
  return undefined;
}

const bare = (text: string): string => text.trim().replace(/\s+/g, ' ');

/** `columns`: all of them, shown or not; an issue keeps its place. */
export function look(row: Row, column: Column, columns: Column[]): Look {
  const issues = issuesOf(row, columns).get(column.id) ?? [];
  const severity = worst(issues);
  const plain = { before: undefined, severity, cleaned: false, edited: false, issues };
  if (column.kind === 'plan') return { ...plain, text: row.plan.action, source: undefined };
  if (column.kind === 'sheet') return { ...plain, text: row.sheet ?? '', source: undefined };
  const source = sourceOf(row, column);
  const edited = correctionOf(row, column, placeIn(column, row)) !== undefined;
  if (column.kind === 'extra') return { ...plain, text: source ?? row.extra[column.header] ?? '', source, edited };
  if (column.kind === 'ignored' || !column.field) return { ...plain, text: source ?? '', source, edited };
  const field = column.field;
  const change = row.plan.changes.find((one) => same(one.field, field));
  const before = change && row.plan.action === 'update' ? asDay(change.before ?? '') : undefined;
  const value = shown(row, field);
  // What several cells or fields share is shown as it stands there.
  if (column.shared && source !== undefined) return { ...plain, text: source, source, before, edited };
  if (value === undefined) return { ...plain, text: source ?? '', source, before, edited };
  let text = value;
  const isLevel = field === 'level_code' || field === 'level_name';
  if (isLevel && row.values.department_code && !columns.some((one) => one.field?.startsWith('department_'))) {
    text = `${value} ${row.values.department_code}`;
  }
  const cleaned = source !== undefined && bare(source) !== '' && bare(source) !== text && source !== row.values[field] && issues.length === 0;
  return { ...plain, text, source, before, cleaned, edited };
}

export const readonly = (column: Column): boolean => column.kind === 'plan' || column.kind === 'sheet' || column.kind === 'ignored';

/** Where a person writes who writes into this cell. */
export function placeOf(row: Row, column: Column): Place | undefined {
  if (readonly(column)) return undefined;
  const at = placeIn(column, row);
  const byField = column.field ? row.corrections.find((one) => one.field === column.field) : undefined;
  if (byField && column.field) return { field: column.field, expected: byField.value ?? '' };
  if (at >= 0) return { column: letters(at), expected: sourceOf(row, column) ?? '' };
  if (column.field) return { field: column.field, expected: row.values[column.field] ?? '' };
  return undefined;
}

/** What an editor begins with: the list's own text, or the value when no cell gives it. */
export const draft = (row: Row, column: Column): string =>
  sourceOf(row, column) ?? (column.field ? (row.values[column.field] ?? '') : '');

/** The student's name, however the list gives it. */
export function nameOf(row: Row): string {
  const { full_name, last_name, first_name } = row.values;
  return full_name ?? [last_name, first_name].filter(Boolean).join(' ');
}

export const rowSeverity = (row: Row): Look['severity'] => (row.status === 'error' ? 'error' : row.status === 'warning' ? 'warning' : undefined);

export const excluded = (row: Row): boolean => row.corrections.some((one) => one.excluded);
