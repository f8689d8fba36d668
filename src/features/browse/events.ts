import { type EventTable, toNumber } from '../../domain/event-words.js'
import type { JournalEvent } from '../../domain/journal.js'

export const browseEvents = {
  'reads.counted': { report: toReads },
} as const satisfies EventTable

/** "Read in full", or of the hour after it "Read in full 7 times, of 3 incidents" */
function toReads(event: JournalEvent): string {
  const { incidents } = event.data
  if (typeof incidents !== 'object' || incidents === null) return 'Read in full'
  return `Read in full ${toNumber(event, 'times')} times, of ${Object.keys(incidents).length} incidents`
}
