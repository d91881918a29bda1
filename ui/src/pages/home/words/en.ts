import type { Shape } from '../../../lib/words';
import { plural } from '../../../lib/words/plural';
import type { fr } from './fr';

export const en: Shape<typeof fr> = {
  title: 'Your lists',
  line: 'Drop the list as it is, Excel or CSV, whatever its columns. Nothing is written before you agree.',
  recent: 'Lists sent so far',
  empty: 'No list yet',
  emptyLine: 'The first one that you drop above will appear here.',
  template: 'The school’s Excel template',
  columns: { file: 'List', status: 'Where it stands', counts: 'Students', when: 'Sent' },
  students: (n: number) => plural('en', n, '# student', '# students'),
  rows: (n: number) => plural('en', n, '# row', '# rows'),
  created: (n: number) => plural('en', n, '# new', '# new'),
  updated: (n: number) => plural('en', n, '# updated', '# updated'),
  errors: (n: number) => plural('en', n, '# in error', '# in error'),
  open: (name: string) => `Open ${name}`,
  working: 'Being worked on',
  held: 'Waits for a yes',
  purged: 'Data deleted',
  filter: 'Show',
  all: 'All',
  onlyReading: 'Your role lets you look at lists, not send any.',
};
