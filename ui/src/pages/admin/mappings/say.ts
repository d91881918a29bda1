// A mapping in words: what becomes of each column, as a person would say it.
import { fieldName } from '../../../lib/words';
import type { words } from './words';

type Words = ReturnType<typeof words>;

export interface Transform {
  do: string;
  [key: string]: unknown;
}

export interface Mapping {
  fields?: {
    target: string;
    headers?: string[];
    or_headers?: string[][];
    part?: string;
    transforms?: Transform[];
    constant?: string;
    default?: string;
  }[];
  ignored?: string[];
  extra?: string[];
  required_targets?: string[];
}

export interface Rule {
  field: string;
  from: string;
  then: string[];
}

const text = (value: unknown) => (typeof value === 'string' ? value : value === undefined ? '' : String(value));

function transform(one: Transform, w: Words): string {
  const t = w.transforms;
  switch (one.do) {
    case 'concat':
      return t.concat(text(one.before), text(one.after));
    case 'split':
      return t.split(text(one.by) || t.space, text(one.part));
    case 'replace':
      return t.replace(text(one.find), text(one.with));
    case 'replace_pattern':
      return t.pattern;
    case 'pad':
      return t.pad(text(one.width));
    case 'default':
      return t.default(text(one.text));
    case 'constant':
      return t.constant(text(one.text));
    case 'null_if':
      return t.null_if((Array.isArray(one.values) ? one.values : []).map((value) => `« ${text(value)} »`).join(', '));
    case 'value_map':
      return t.value_map(
        Object.entries((one.values ?? {}) as Record<string, string>)
          .map(([from, into]) => `${from} → ${into}`)
          .join(', '),
      );
    case 'date':
      return t.date(text(one.format));
    default: {
      const known = (t as unknown as Record<string, unknown>)[one.do];
      return typeof known === 'string' ? known : t.other(one.do);
    }
  }
}

export function rules(mapping: Mapping, w: Words): Rule[] {
  const r = w.rules;
  const columns = (titles: string[]) => titles.map(r.column).join(' + ') + (titles.length > 1 ? ` (${r.joined})` : '');
  return (mapping.fields ?? []).map((field) => {
    const wordings = [field.headers ?? [], ...(field.or_headers ?? [])].filter((titles) => titles.length > 0);
    const part = { date: r.partDate, place: r.partPlace }[field.part ?? ''];
    const from = field.constant === undefined ? wordings.map(columns).join(` ${r.or} `) : r.constant(field.constant);
    const then = [...(part ? [part] : []), ...(field.transforms ?? []).map((one) => transform(one, w))];
    if (field.default !== undefined) then.push(r.otherwise(field.default));
    return { field: fieldName(field.target), from, then };
  });
}
