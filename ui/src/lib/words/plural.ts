// The one thing that files of words need. They know no state, so that tests outside of a browser can read them too.
import type { Language } from './language.svelte';

export const LOCALES: Record<Language, string> = { fr: 'fr-FR', en: 'en-GB' };

const rules: Record<Language, Intl.PluralRules> = { fr: new Intl.PluralRules(LOCALES.fr), en: new Intl.PluralRules(LOCALES.en) };
const numbers: Record<Language, Intl.NumberFormat> = { fr: new Intl.NumberFormat(LOCALES.fr), en: new Intl.NumberFormat(LOCALES.en) };

/** `one` for 1 (and for 0 in French), `other` for the rest; `#` is the number. */
export function plural(of: Language, n: number, one: string, other: string): string {
  const form = rules[of].select(n) === 'one' ? one : other;
  return form.replaceAll('#', numbers[of].format(n));
}
