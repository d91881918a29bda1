import { book } from '../../../../lib/words';
import { en } from './en';
import { fr } from './fr';

export const words = book({ fr, en });
