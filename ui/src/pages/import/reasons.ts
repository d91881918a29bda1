// Why the list is read so. The reader says it in English; what it may say is known, and anything new is shown as it is.
import type { Shape } from '../../lib/words';
import type { fr } from './words/fr';

type Words = Shape<typeof fr>['layout']['reasons'];

export function headerReason(said: string, w: Words): string {
  const known = /^(\d+) of its (\d+) cells are titles of columns/.exec(said);
  if (known) return w.titles(Number(known[1]), Number(known[2]));
  const short = /^its (\d+) cells are short texts/.exec(said);
  if (short) return w.shorts(Number(short[1]));
  if (said === 'this row was chosen by a person') return w.person;
  return said;
}
