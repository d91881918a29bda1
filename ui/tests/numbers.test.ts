import { expect, test } from 'vitest';
import { ago, bytes, language, number, plural } from '../src/lib/words';

test('numbers, sizes and plurals are those of the language', () => {
  language.set('fr', false);
  expect(number(1234567)).toBe('1\u202f234\u202f567');
  expect(bytes(1_540_000)).toBe('1,5\u00a0Mo');
  expect(plural('fr', 0, '# ligne', '# lignes')).toBe('0 ligne');
  expect(plural('fr', 2, '# ligne', '# lignes')).toBe('2 lignes');
  language.set('en', false);
  expect(bytes(512)).toBe('512\u00a0bytes');
  expect(plural('en', 0, '# row', '# rows')).toBe('0 rows');
  expect(ago('2025-10-15T10:00:00Z', Date.parse('2025-10-15T10:03:10Z'))).toBe('3 minutes ago');
});
