import { type EventTable, toDatum, toNumber, type Writer, withDetail } from '../../domain/event-words.js'
import type { JournalEvent } from '../../domain/journal.js'

export const blindnessEvents = {
  'blindness.begun': {
    report: (event, writer) => withDetail('Told that something goes unseen', toWhat(event, writer)),
  },
  'blindness.taken': {
    report: (event, writer) => withDetail('Somebody is on what goes unseen', toWhat(event, writer)),
  },
  'blindness.left': {
    report: (event, writer) => withDetail('Nobody is on what goes unseen any more', toWhat(event, writer)),
  },
  'blindness.unanswered': {
    report: (event, writer) => withDetail('Nobody took on what goes unseen', toWhat(event, writer)),
  },
  'blindness.over': {
    report: (event, writer) =>
      withDetail(`Seen again, ${toNumber(event, 'fresh')} new meanwhile`, toWhat(event, writer)),
  },
} as const satisfies EventTable

function toWhat(event: JournalEvent, { plain }: Writer): string {
  return [toDatum(event, 'cause'), toDatum(event, 'platform')]
    .filter((text) => text !== '')
    .map(plain)
    .join(' ')
}
