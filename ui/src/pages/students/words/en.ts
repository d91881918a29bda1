import type { Shape } from '../../../lib/words';
import type { fr } from './fr';

export const en: Shape<typeof fr> = {
  title: 'Students',
};
