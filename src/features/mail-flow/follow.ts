// Whoever moves an incident: once it is watched after an unblock, message trace is read.
import type { Incident } from '../../domain/incident.js'
import { toNextTraceAt } from '../../domain/mail-flow.js'
import type { Change } from '../../outbox/change.js'
import type { Parts } from '../feature.js'
import { toTraceTask } from './tasks.js'

export async function followUnblock(parts: Parts, before: Incident, change: Change): Promise<Change> {
  const { id, state } = change.next
  if (state.status !== 'watching') return change
  const isNew = before.state.status !== 'watching'
  const hasGone =
    state.goneAt !== undefined && !('goneAt' in before.state && before.state.goneAt !== undefined)
  if (!isNew && !hasGone) return change
  // Mail that flows now shows in the trace minutes later; one that waits for a later read is not kept waiting.
  const now = parts.clock.now()
  const dueAt = toNextTraceAt(isNew && !hasGone ? state.unblockedAt : now, now)
  return { ...change, tasks: [...(change.tasks ?? []), toTraceTask(id, dueAt)] }
}
