import { always, type Permission } from '../../domain/access.js'

export const blindnessPermissions = {
  mend: {
    role: 'operator',
    statuses: always,
    mailbox: 'unlisted',
    words: 'take this on or read the list at once',
  },
} as const satisfies Readonly<Record<string, Permission>>
