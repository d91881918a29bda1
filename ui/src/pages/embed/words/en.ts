import type { Shape } from '../../../lib/words';
import type { fr } from './fr';

export const en: Shape<typeof fr> = {
  title: 'Import a list of students',
  line: 'Drop the list as it is, Excel or CSV. Nothing is written before you agree.',
  another: 'Another list',
  close: 'Close',
  ended: {
    title: 'This window was open for too long',
    line: 'To protect the students’ data, access ends after some minutes. What was saved is still saved: reload your platform’s page to go on.',
  },
  missing: {
    title: 'This page opens inside your platform',
    line: 'It cannot be opened alone, nor reloaded apart. Reload your platform’s page.',
  },
  closed: {
    title: 'All done',
    line: 'You can go on in your platform.',
    reopen: 'Import another list',
  },
};
