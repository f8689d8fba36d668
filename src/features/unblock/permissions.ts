import type { Permission } from '../../domain/access.js'
import { reviewableStatuses } from '../../domain/incident.js'

export const unblockPermissions = {
  unblock: {
    role: 'approver',
    changes: true,
    ofRestriction: true,
    statuses: reviewableStatuses,
    mailbox: 'others',
    words: 'unblock',
    isForRetry: true,
  },
} as const satisfies Readonly<Record<string, Permission>>
