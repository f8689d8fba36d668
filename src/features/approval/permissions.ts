import type { Permission } from '../../domain/access.js'
import { reviewableStatuses } from '../../domain/incident.js'

export const approvalPermissions = {
  'send-back': {
    role: 'approver',
    changes: true,
    ofRestriction: true,
    statuses: reviewableStatuses,
    mailbox: 'others',
    words: 'send a review back',
  },
} as const satisfies Readonly<Record<string, Permission>>
