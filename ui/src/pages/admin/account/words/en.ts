import type { Shape } from '../../../../lib/words';
import type { fr } from './fr';

export const en: Shape<typeof fr> = {
  who: 'You are signed in as',
  role: 'Your role',
  until: (when: string) => `You are signed out ${when} at the latest, or after thirty minutes without activity.`,
  title: 'Change your password',
  old: 'Present password',
  new: 'New password',
  hint: 'At least twelve characters: some words that you remember are better than signs.',
  again: 'The same, once more',
  short: 'At least twelve characters.',
  differs: 'The two are not the same.',
  needed: 'To be filled in.',
  submit: 'Change the password',
  done: 'The password is changed. You are signed out elsewhere.',
};
