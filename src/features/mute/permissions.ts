import { always, type Permission } from '../../domain/access.js'
import { mutableStatuses } from '../../domain/mute.js'

export const mutePermissions = {
  mute: {
    role: 'approver',
    ofRestriction: true,
    statuses: mutableStatuses,
    mailbox: 'others',
    words: 'mute this',
    overText: 'What happens to this now is shown, and not muted. The card shows where it stands.',
  },
  unmute: { role: 'approver', statuses: always, mailbox: 'unlisted', words: 'end a mute' },
} as const satisfies Readonly<Record<string, Permission>>
