import { always, live, type Permission } from '../../domain/access.js'

export const containmentPermissions = {
  contain: {
    role: 'approver',
    changes: true,
    statuses: live,
    mailbox: 'others',
    words: 'take an account back',
    overText:
      'This is over: nothing new is done from here. What is still to be done to the account is done in the portal.',
  },
  'give-back': {
    role: 'approver',
    changes: true,
    statuses: always,
    mailbox: 'others',
    words: 'give back what was changed',
  },
} as const satisfies Readonly<Record<string, Permission>>
