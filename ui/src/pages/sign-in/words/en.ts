import type { Shape } from '../../../lib/words';
import type { fr } from './fr';

export const en: Shape<typeof fr> = {
  title: 'Sign in',
  line: 'With the address and the password of your school.',
  school: 'School',
  schoolHint: 'Its short name, as your administrator gave it to you: lycee-mbankoue',
  schoolOther: 'I run the service, without a school',
  schoolOwn: 'I work in a school',
  email: 'E-mail address',
  password: 'Password',
  code: 'Code from the telephone',
  codeHint: 'The six digits that your app shows.',
  submit: 'Sign in',
  forgotten: 'Password forgotten? The administrator of your school gives you a new link.',
  link: {
    title: 'Choose your password',
    line: 'This link works once.',
    password: 'New password',
    hint: 'At least 12 characters. A sentence that you remember is better than a complicated word.',
    again: 'The same once more',
    differs: 'The two are not the same.',
    short: 'At least 12 characters are needed.',
    submit: 'Save the password',
    done: 'Password saved. You can sign in.',
    missing: 'This link is not complete. Open the whole of it, as you received it.',
  },
  invitation: {
    from: (school: string) => `${school} invites you.`,
    until: (day: string) => `This link works once, until ${day}.`,
    doneTitle: 'Password saved',
    done: 'You can close this page. Your school will tell you where to use it.',
  },
};
