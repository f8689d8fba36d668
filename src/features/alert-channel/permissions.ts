import { always, type Permission } from '../../domain/access.js'

export const alertChannelPermissions = {
  pin: {
    role: 'approver',
    statuses: always,
    mailbox: 'unlisted',
    isForAll: true,
    words: 'say which channel gets the alerts',
  },
} as const satisfies Readonly<Record<string, Permission>>
