import { expect, test } from 'vitest';
import { merged, read } from './lines';

test('cells from a spreadsheet, a CSV and a bare list are read alike', () => {
  const wanted = [
    { code: '6E', name: 'Sixième', aliases: [] },
    { code: 'TLE', name: 'Terminale', aliases: ['Term', 'Tle'] },
  ];
  expect(read('Code\tNom\tAutres\n6E\tSixième\nTLE\tTerminale\tTerm / Tle\n')).toEqual(wanted);
  expect(read('\uFEFFcode;libellé\r\n6E;Sixième\r\n\r\nTLE;Terminale;Term|Tle')).toEqual(wanted);
  expect(read('6E\n5E')).toEqual([
    { code: '6E', name: '6E', aliases: [] },
    { code: '5E', name: '5E', aliases: [] },
  ]);
  expect(read('"A4";"Lettres; philosophie ""A"""')).toEqual([{ code: 'A4', name: 'Lettres; philosophie "A"', aliases: [] }]);
});

test('what is there stays, what is new is added, spellings gather', () => {
  const known = [{ code: '6E', name: 'Sixième', aliases: ['6ème'], departments: [] }];
  const { items, fates } = merged(known, read('6e\tSixième\t6EME\n5E\tCinquième\n6E\tSixième\n\t'));
  expect(fates).toEqual(['same', 'new', 'same']);
  expect(items).toEqual([known[0], { code: '5E', name: 'Cinquième', aliases: [] }]);
  expect(merged(known, read('6E\tSixième année\tsixth')).items[0]).toEqual({
    code: '6E',
    name: 'Sixième année',
    aliases: ['6ème', 'sixth'],
    departments: [],
  });
});
