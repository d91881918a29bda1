// `words()` are those of every page; a page makes its own with `book`.
import { en } from './en';
import { fr } from './fr';
import { book } from './language.svelte';

export { book, language, type Language, type Shape } from './language.svelte';
export { ago, bytes, day, list, moment, number, percent } from './numbers';
export { plural } from './plural';

export const words = book({ fr, en });

/** A phrase of the server, alone on its line. */
export const sentence = (phrase: string): string => (phrase ? `${phrase.charAt(0).toLocaleUpperCase()}${phrase.slice(1)}.` : '');

export type FieldName = keyof typeof fr.fields;

/** The name of a field in the page's language; a field that is newer than the page keeps its own name. */
export function fieldName(field: string): string {
  return (words().fields as Record<string, string>)[field] ?? field;
}
