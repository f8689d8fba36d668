// How it is remembered who read what is known of somebody: one entry an hour and person, after the first.
import type { ActorRef } from './actor.js'
import { type Counting, countRepeats } from './counted.js'
import type { Instant } from './instant.js'
import type { JournalEvent } from './journal.js'

export interface Read {
  readonly at: Instant
  readonly by: ActorRef
  /** The name of the button or command. */
  readonly action: string
  readonly incidentId: string
  readonly tenantId: string
}

/** Incidents that one entry names; how many there were it says in any case. */
const mostNamed = 100

export const readCounting: Counting<Read> = {
  toKey: ({ by }) => JSON.stringify([by.platform, by.id]),
  toSort: ({ incidentId }) => incidentId,
  tellsNewSorts: false,
  toOthers: (read) => read,
  logName: () => 'read.not-journalled',
  toEvent: ({ at, by, action, incidentId, tenantId }) => ({
    at,
    type: 'reads.counted',
    tenantId,
    incidentId,
    by,
    data: { times: 1, action },
  }),
  toRepeatedEvent(count, now): JournalEvent {
    const { from, until, repeats, first } = count
    const data = {
      times: countRepeats(count),
      from,
      until,
      incidents: Object.fromEntries([...repeats].slice(0, mostNamed)),
    }
    return { at: now, type: 'reads.counted', by: first.by, data }
  },
}
