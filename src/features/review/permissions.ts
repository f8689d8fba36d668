import type { Permission } from '../../domain/access.js'
import { reviewableStatuses } from '../../domain/incident.js'

export const reviewPermissions = {
  review: {
    role: 'operator',
    changes: true,
    ofRestriction: true,
    statuses: reviewableStatuses,
    mailbox: 'not-own',
    words: 'review this',
    isForRetry: true,
  },
  /** To answer and be asked for the Yes. */
  confirm: {
    role: 'operator',
    changes: true,
    ofRestriction: true,
    statuses: reviewableStatuses,
    mailbox: 'others',
    words: 'review this',
    isForRetry: true,
  },
} as const satisfies Readonly<Record<string, Permission>>
