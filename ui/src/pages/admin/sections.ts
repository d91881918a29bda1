// The parts of a school's settings, and the right that each wants. One line here, one page in `routes.ts`.
import type { IconName } from '../../lib/ui';

export const SECTIONS = [
  { id: 'levels', icon: 'building', action: 'school.show' },
  { id: 'mappings', icon: 'columns', action: 'mappings.show' },
  { id: 'rules', icon: 'gear', action: 'school.show' },
  { id: 'people', icon: 'people', action: 'users.manage' },
  { id: 'keys', icon: 'key', action: 'keys.manage' },
  { id: 'invitations', icon: 'mail', action: 'invitations.show' },
  { id: 'webhooks', icon: 'bell', action: 'webhooks.manage' },
  { id: 'trail', icon: 'book', action: 'audit.show' },
  { id: 'privacy', icon: 'shield', action: 'purges.show' },
  { id: 'account', icon: 'lock', action: '' },
] as const satisfies readonly { id: string; icon: IconName; action: string }[];

export type SectionId = (typeof SECTIONS)[number]['id'];
