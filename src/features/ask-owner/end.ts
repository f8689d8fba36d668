// A question is over when its time is, or when the incident is.
import { endQuestion } from '../../domain/ask-owner.js'
import type { Incident } from '../../domain/incident.js'
import { type Change, changeIncident } from '../../outbox/change.js'
import type { Claim } from '../../ports.js'
import { type Parts, toTenant } from '../feature.js'
import { toUpdateTasks } from '../incident/tasks.js'
import { toIncidentEvent } from '../watch/settle.js'
import { toQuestionTask } from './tasks.js'

export async function endSilent(
  parts: Parts,
  { incidentId }: { readonly incidentId: string },
  claim: Claim,
): Promise<void> {
  await changeIncident(parts, { incidentId, claim }, (current) => {
    const now = parts.clock.now()
    const next = endQuestion(current, now)
    return next === current ? undefined : toEndChange(parts, { next })
  })
}

/** Whoever closes it ends the question in the same write. */
export async function followQuestion(parts: Parts, _before: Incident, change: Change): Promise<Change> {
  const next = endQuestion(change.next, parts.clock.now())
  return next === change.next ? change : toEndChange(parts, { ...change, next })
}

function toEndChange(parts: Parts, change: Change): Change {
  const { next } = change
  const now = parts.clock.now()
  const question = next.ownerWord?.question
  const tasks = question === undefined ? [] : [toQuestionTask(next, question, now)]
  return {
    next,
    events: [...(change.events ?? []), toIncidentEvent(next, 'owner.silent', now)],
    tasks: [...(change.tasks ?? []), ...tasks, ...toUpdateTasks(next, toTenant(parts, next.tenantId), now)],
  }
}
