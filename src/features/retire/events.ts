import type { ActorRef } from '../../domain/actor.js'
import { type EventTable, toDatum, toNumber, withDetail } from '../../domain/event-words.js'
import type { Instant } from '../../domain/instant.js'
import type { JournalEvent } from '../../domain/journal.js'
import type { Outstanding } from './outstanding.js'

export const retireEvents = {
  'tenant.retired': {
    report: (event, { outside }) =>
      withDetail(
        `No longer watched, on purpose; ${toNumber(event, 'steps')} changes on accounts were left as they were`,
        outside(toDatum(event, 'tenantId')),
      ),
  },
} as const satisfies EventTable

/** Who ended it, and what was left then: ids and counts, so that it may stay for ever. */
export function toRetiredEvent(
  { tenantId, steps, underWay, open, snoozed, mutes }: Outstanding,
  { by, at }: { readonly by: ActorRef; readonly at: Instant },
): JournalEvent {
  const counts = { steps, underWay, open, snoozed, mutes }
  const data = Object.fromEntries(Object.entries(counts).map(([name, list]) => [name, list.length]))
  return { at, type: 'tenant.retired', by, data: { tenantId, ...data } }
}
