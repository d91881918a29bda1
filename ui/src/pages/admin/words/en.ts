import type { Shape } from '../../../lib/words';
import type { fr } from './fr';

export const en: Shape<typeof fr> = {
  title: 'Settings',
  line: 'What the school decides for itself: its classes, its rules, the people who have access.',
  nav: 'Parts of the settings',
  sections: {
    levels: { name: 'Classes and departments', line: 'The school’s classes, its departments, and other ways to write them.' },
    mappings: { name: 'What lists have taught', line: 'What each column title and each value means in your lists.' },
    rules: { name: 'Rules', line: 'School year, how long data is kept, what needs a second yes.' },
    people: { name: 'People', line: 'Who may sign in, and what for.' },
    keys: { name: 'Access keys', line: 'The programs that work for the school.' },
    invitations: { name: 'Invitations', line: 'How new students get the link that lets them choose a password, and what became of it.' },
    webhooks: { name: 'Webhooks', line: 'The platforms that are told what happens here.' },
    trail: { name: 'Trail', line: 'Who did what, when, and from where.' },
    privacy: { name: 'What was deleted', line: 'Lists that reached their time, and students who were erased because their family asked.' },
    account: { name: 'My account', line: 'Your password and your rights.' },
  },
  forbidden: 'Your role does not allow seeing this part.',
  readOnly: 'Your role lets you look at this part, not change it.',
  stale: 'Somebody changed this page in the meantime. It was just read again: check, then repeat.',
  saved: 'Saved',
  notSaved: 'Some changes are not saved.',
  actors: {
    you: 'You',
    person: 'Somebody of the school',
    key: (name: string) => `Program “${name}”`,
    keyUnknown: 'A program',
    embed: 'Page inside a platform',
    admin: 'Whoever runs the service',
    machine: 'The server, by its command line',
    worker: 'The server',
    nobody: 'Somebody who was not signed in',
  },
  once: {
    copy: 'Copy',
    copied: 'Copied',
    warning: 'This text is shown only once. Copy it now.',
    done: 'I have copied it',
  },
};
