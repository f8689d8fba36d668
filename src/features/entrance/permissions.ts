import { always, type Permission } from '../../domain/access.js'

export const entrancePermissions = {
  help: { role: 'anyone', statuses: always, mailbox: 'nothing', words: 'ask for help' },
  read: { role: 'viewer', statuses: always, mailbox: 'nothing', words: 'see this' },
} as const satisfies Readonly<Record<string, Permission>>
