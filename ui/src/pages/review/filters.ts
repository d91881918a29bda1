// Which rows are shown. The counts above the grid are filters; so is a group of issues. What is searched never stands in an address.
import type { Schemas } from '../../lib/api';

export type Counters = Schemas['CountersView'];

export const FILTERS = [
  'all',
  'error',
  'warning',
  'changed',
  'duplicates',
  'create',
  'update',
  'unchanged',
  'skip',
  'conflict',
  'excluded',
] as const;
export type FilterName = (typeof FILTERS)[number];

/** What the API is asked for. */
export interface Wanted {
  status?: 'ok' | 'warning' | 'error';
  action?: 'create' | 'update' | 'unchanged' | 'skip' | 'conflict' | 'error';
  code?: string;
  field?: string;
  changed?: boolean;
}

export interface Filter {
  name: FilterName | 'issue';
  code?: string | undefined;
  field?: string | undefined;
}

/** Codes that say that a student stands in the list twice. */
export const DUPLICATES = ['ROW_DUPLICATE', 'MATRICULE_DUP_FILE', 'EMAIL_DUP_FILE', 'PHONE_DUP_FILE'];

export const duplicateCodes = (counters: Counters | undefined): string[] => DUPLICATES.filter((code) => (counters?.issues[code] ?? 0) > 0);

export function wantedOf(filter: Filter, counters: Counters | undefined): Wanted {
  switch (filter.name) {
    case 'all':
      return {};
    case 'error':
    case 'warning':
      return { status: filter.name };
    case 'changed':
      return { changed: true };
    case 'duplicates':
      return { code: filter.code ?? duplicateCodes(counters)[0] ?? 'ROW_DUPLICATE' };
    case 'excluded':
      return { code: 'ROW_EXCLUDED' };
    case 'issue':
      return { ...(filter.code ? { code: filter.code } : {}), ...(filter.field ? { field: filter.field } : {}) };
    default:
      return { action: filter.name };
  }
}

export function countOf(name: FilterName, counters: Counters): number {
  const counts = counters.counts;
  switch (name) {
    case 'all':
      return counts.read - counts.ignored;
    case 'error':
      return counts.error;
    case 'warning':
      return counts.warning;
    case 'changed':
      return counters.corrected;
    case 'duplicates':
      return duplicateCodes(counters).reduce((sum, code) => sum + (counters.issues[code] ?? 0), 0);
    case 'create':
      return counts.created;
    case 'update':
      return counts.updated;
    case 'unchanged':
      return counts.unchanged;
    case 'skip':
      return counts.skipped;
    case 'conflict':
      return counts.conflict;
    case 'excluded':
      return counters.excluded;
  }
}

/** As an address says it: names and codes, nothing of a student. */
export function fromQuery(query: URLSearchParams): Filter {
  const code = query.get('code') ?? undefined;
  const name = query.get('filter') as FilterName | null;
  if (name && FILTERS.includes(name)) return code ? { name, code } : { name };
  return code ? { name: 'issue', code, field: query.get('field') ?? undefined } : { name: 'all' };
}

export const toQuery = (filter: Filter): Record<string, string | undefined> => ({
  filter: filter.name === 'issue' || filter.name === 'all' ? undefined : filter.name,
  code: filter.code,
  field: filter.field,
});

/** Whether a group of issues is what is shown. */
export const isGroup = (filter: Filter, code: string, field: string | null | undefined): boolean =>
  filter.name === 'issue' && filter.code === code && (filter.field ?? null) === (field ?? null);
