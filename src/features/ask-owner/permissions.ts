import { live, type Permission } from '../../domain/access.js'
import { claimableStatuses } from '../../domain/claim.js'

export const askOwnerPermissions = {
  'ask-owner': {
    role: 'approver',
    statuses: claimableStatuses,
    mailbox: 'others',
    words: 'ask the owner',
    overText:
      'Nobody has to decide about this now, so the owner is not asked. The card shows where it stands.',
  },
  /** Whose mailbox it is, is asked of the press itself. */
  'answer-owner': {
    role: 'anyone',
    statuses: live,
    mailbox: 'nothing',
    words: 'answer this',
    overText: 'This is over: no answer is needed any more.',
  },
} as const satisfies Readonly<Record<string, Permission>>
