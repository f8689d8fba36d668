// An unblock that was one of many has ended: the next one's turn comes in the same write.
import { findUnblock } from '../../domain/attempts.js'
import type { Incident } from '../../domain/incident.js'
import type { Change } from '../../outbox/change.js'
import type { Parts } from '../feature.js'
import { pauseMilliseconds, toStormStepTask } from './tasks.js'

export async function followStorm(parts: Parts, before: Incident, change: Change): Promise<Change> {
  const id = before.state.status === 'unblocking' ? findUnblock(before)?.stormReviewId : undefined
  if (id === undefined || change.next.state.status === 'unblocking') return change
  const step = toStormStepTask(id, parts.clock.now() + pauseMilliseconds)
  return { ...change, tasks: [...(change.tasks ?? []), step] }
}
