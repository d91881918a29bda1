// The language of the pages: what was chosen before, else what the browser wants, else French. Every text goes through `book`.
//
//   const words = book({ fr, en });        // en has the shape of fr, or it does not compile
//   words().title                          // follows the language wherever it is read

export type Language = 'fr' | 'en';

/** The shape of a book of words: texts, and functions that give texts. */
export type Shape<T> = {
  readonly [K in keyof T]: T[K] extends string
    ? string
    : T[K] extends (...args: infer A) => string
      ? (...args: A) => string
      : Shape<T[K]>;
};

const KEPT = 'rentree.language';

function first(): Language {
  try {
    const kept = localStorage.getItem(KEPT);
    if (kept === 'fr' || kept === 'en') return kept;
  } catch {
    // Without storage the browser's wish counts.
  }
  const wished = typeof navigator === 'undefined' ? [] : navigator.languages;
  for (const one of wished) {
    if (one.startsWith('fr')) return 'fr';
    if (one.startsWith('en')) return 'en';
  }
  return 'fr';
}

let current = $state<Language>(first());

export const language = {
  get now(): Language {
    return current;
  },
  set(wanted: Language, keep = true) {
    current = wanted;
    if (!keep) return;
    try {
      localStorage.setItem(KEPT, wanted);
    } catch {
      // It is asked again next time.
    }
  },
};

export function book<T>(books: { fr: T; en: Shape<T> }): () => Shape<T> {
  return () => (current === 'fr' ? (books.fr as Shape<T>) : books.en);
}
