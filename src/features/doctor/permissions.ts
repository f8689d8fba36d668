import { always, type Permission } from '../../domain/access.js'

export const doctorPermissions = {
  examine: {
    role: 'operator',
    isForAll: true,
    statuses: always,
    mailbox: 'unlisted',
    words: 'call the doctor',
  },
} as const satisfies Readonly<Record<string, Permission>>
