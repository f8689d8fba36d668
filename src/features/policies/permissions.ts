import { always, type Permission } from '../../domain/access.js'

export const policiesPermissions = {
  /** To take changed settings for the new normal. */
  accept: { role: 'approver', statuses: always, mailbox: 'unlisted', words: 'accept this' },
} as const satisfies Readonly<Record<string, Permission>>
