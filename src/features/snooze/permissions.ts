import type { Permission } from '../../domain/access.js'
import { claimableStatuses } from '../../domain/claim.js'

export const snoozePermissions = {
  snooze: {
    role: 'operator',
    statuses: claimableStatuses,
    mailbox: 'not-own',
    words: 'snooze this',
    overText: 'Nobody has to do anything about this now. The card shows where it stands.',
  },
} as const satisfies Readonly<Record<string, Permission>>
