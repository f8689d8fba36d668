import { type EventTable, toDatum, toNumber } from '../../domain/event-words.js'
import type { JournalEvent } from '../../domain/journal.js'

export const escalationEvents = {
  'escalation.step': {
    timeline: (event) => `Nobody was on it after ${toNumber(event, 'afterMinutes')} min: ${toTold(event)}`,
    report: (event, { outside }) =>
      `Nobody was on it after ${toNumber(event, 'afterMinutes')} min: ${toDid(event)} ${outside(toDatum(event, 'name'))}`.trim(),
  },
} as const satisfies EventTable

function toTold(event: JournalEvent): string {
  return `${toDid(event)} ${toDatum(event, 'name')}`.trim()
}

function toDid(event: JournalEvent): string {
  switch (toDatum(event, 'kind')) {
    case 'mention':
      return 'asked'
    case 'channel':
      return 'shown in'
    default:
      return 'paged'
  }
}
