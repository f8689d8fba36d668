import { always, live, type Permission } from '../../domain/access.js'

export const drillPermissions = {
  drill: {
    // It rings at whoever would have to come.
    role: 'approver',
    statuses: always,
    mailbox: 'unlisted',
    words: 'begin a drill',
  },
  'end-drill': {
    role: 'operator',
    statuses: live.filter((status) => status !== 'unblocking'),
    mailbox: 'unlisted',
    words: 'end a drill',
    overText: 'This drill is over, or is being unblocked just now.',
  },
} as const satisfies Readonly<Record<string, Permission>>
