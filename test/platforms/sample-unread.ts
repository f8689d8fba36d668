// An entry of the list that could not be read, and its end.
import type { Card, UnreadView } from '../../src/features/cards.js'
import { portalUrl, restrictedAt, told, toTone } from './sample-rows.js'

const unread: UnreadView = {
  ...toTone('bad'),
  tenantName: 'Contoso',
  statusIcon: '🔴',
  statusWord: 'Unreadable on the list',
  headline: '1 entry of the Restricted entities list could not be read',
  entries: [
    {
      text: 'A sender: SenderAddress is of the type object: {"Ref":8471}. Outbound spam: 318 of 402 messages in 24 hours were marked as spam',
    },
  ],
  moreText: '',
  advice:
    'Somebody may be restricted whom Reprieve cannot name. Look at Restricted entities in Defender, or run Get-BlockedSenderAddress | Format-List. Until all can be read, nobody is said to be off the list.',
  outcomeText: '',
  seenAt: restrictedAt,
  portalUrl,
}

export const unreads: Readonly<Record<string, Card>> = {
  unread: { name: 'unread', view: unread },
  'unread.many': {
    name: 'unread',
    view: {
      ...unread,
      headline: '14 entries of the Restricted entities list could not be read',
      entries: [
        { text: 'A connector: ConnectorId is empty (10 entries)' },
        { text: 'A connector: Reason is of the type object' },
        { text: 'A connector: ConnectorId is of the type number: 8471' },
      ],
      moreText: 'and 2 more',
    },
  },
  'unread.over': {
    name: 'unread',
    view: {
      ...unread,
      ...toTone('good'),
      statusIcon: '🟢',
      statusWord: 'All of the list can be read',
      headline: '1 entry of the Restricted entities list could not be read for a while',
      advice: '',
      outcomeText: told('Read in whole again, or off the list, seen 2026-11-22 03:31 UTC.'),
    },
  },
}
