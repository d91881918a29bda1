// Every text exists in both languages, is one of its own, and the same kind of thing. (That it has the same shape, the compiler says already.)
import { expect, test } from 'vitest';

const books = import.meta.glob<Record<string, unknown>>('../src/**/words/{fr,en}.ts', { eager: true });
const folders = [...new Set(Object.keys(books).map((path) => path.replace(/\/(fr|en)\.ts$/, '')))];

function texts(of: unknown, path: string, into = new Map<string, string>()): Map<string, string> {
  for (const [key, value] of Object.entries(of as Record<string, unknown>)) {
    const here = path ? `${path}.${key}` : key;
    if (typeof value === 'string') into.set(here, value);
    else if (typeof value === 'function') into.set(here, `(${value.length})`);
    else texts(value, here, into);
  }
  return into;
}

test.each(folders)('%s says the same in both languages', (folder) => {
  const fr = texts(books[`${folder}/fr.ts`]?.fr, '');
  const en = texts(books[`${folder}/en.ts`]?.en, '');
  expect([...en.keys()].sort()).toEqual([...fr.keys()].sort());
  for (const [key, text] of [...fr, ...en]) expect(text, key).not.toBe('');
});

test('French is for a school office: nobody is called "tu", and no straight apostrophe is left', () => {
  for (const folder of folders) {
    for (const [key, text] of texts(books[`${folder}/fr.ts`]?.fr, '')) {
      expect(text, `${folder} ${key}`).not.toMatch(/(?<!\p{L})(tu|ton|ta|tes|toi)(?!\p{L})/iu);
      expect(text, `${folder} ${key}`).not.toMatch(/\w'\w/);
    }
  }
});
