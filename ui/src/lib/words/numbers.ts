// Numbers, dates and plurals as the language writes them.
import { language, type Language } from './language.svelte';
import { LOCALES } from './plural';

function cached<T>(make: (locale: string) => T): (of?: Language) => T {
  const made = new Map<Language, T>();
  return (of = language.now) => {
    let one = made.get(of);
    if (!one) {
      one = make(LOCALES[of]);
      made.set(of, one);
    }
    return one;
  };
}

const integers = cached((locale) => new Intl.NumberFormat(locale, { maximumFractionDigits: 0 }));
const decimals = cached((locale) => new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }));
const percents = cached((locale) => new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }));
const days = cached((locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'long' }));
const moments = cached((locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }));
const relatives = cached((locale) => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }));
const lists = cached((locale) => new Intl.ListFormat(locale, { type: 'conjunction' }));

export const number = (n: number, of?: Language): string => integers(of).format(n);
export const percent = (share: number): string => percents().format(share);
export const list = (parts: string[]): string => lists().format(parts);

/** A day (`2025-10-15`) or a moment, as a day. */
export function day(iso: string): string {
  const date = new Date(/^\d{4}-\d{2}-\d{2}$/.test(iso) ? `${iso}T00:00:00` : iso);
  return Number.isNaN(date.getTime()) ? iso : days().format(date);
}

export function moment(iso: string): string {
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? iso : moments().format(date);
}

/** `Intl` says "maintenant", which nobody says of something that was done. */
const NOW: Record<Language, string> = { fr: 'à l’instant', en: 'just now' };

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** "il y a 3 minutes"; the day when it is longer ago than a week. */
export function ago(iso: string, now = Date.now()): string {
  const seconds = Math.round((new Date(iso).getTime() - now) / 1000);
  if (Number.isNaN(seconds)) return iso;
  if (Math.abs(seconds) > 7 * 86_400) return day(iso);
  for (const [unit, length] of STEPS) {
    if (Math.abs(seconds) >= length) return relatives().format(Math.trunc(seconds / length), unit);
  }
  return NOW[language.now];
}

const UNITS: Record<Language, string[]> = { fr: ['octets', 'Ko', 'Mo', 'Go'], en: ['bytes', 'KB', 'MB', 'GB'] };

export function bytes(n: number): string {
  let [size, unit] = [n, 0];
  while (size >= 1024 && unit < 3) {
    size /= 1024;
    unit += 1;
  }
  const shown = unit === 0 || size >= 100 ? integers().format(size) : decimals().format(size);
  return `${shown}\u00a0${UNITS[language.now][unit]}`;
}
