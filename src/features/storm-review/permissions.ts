import type { Permission } from '../../domain/access.js'

export const stormReviewPermissions = {
  /** To begin, to sign under and to stop one; of each incident in it the unblock is asked for besides. */
  'storm-review': {
    role: 'approver',
    changes: true,
    statuses: ['open', 'reviewing'],
    mailbox: 'others',
    words: 'unblock many at once',
  },
} as const satisfies Readonly<Record<string, Permission>>
