import { type EventTable, toDatum, withDetail } from '../../domain/event-words.js'
import type { JournalEvent } from '../../domain/journal.js'

export const breakGlassEvents = {
  'unblock.break-glass': {
    timeline: (event) => `The glass was broken ${toWho(event)}: ${toDatum(event, 'reason')}`,
    saysWho: true,
    report: (event, { strong, outside }) =>
      withDetail(strong(`The glass was broken ${toWho(event)}`), outside(toDatum(event, 'reason'))),
  },
} as const satisfies EventTable

/** Whose word the machine took for it. */
function toWho(event: JournalEvent): string {
  return `by ${toDatum(event, 'user')}@${toDatum(event, 'host')}, without review, signatures and limits`
}
