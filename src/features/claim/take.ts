// "I'm on it": whoever presses has the incident, and the card says so on every platform.

import { type Actor, toActorRef } from '../../domain/actor.js'
import { findClaimant, findTaken, isClaimedBy, keepClaim, takeClaim } from '../../domain/claim.js'
import type { Incident } from '../../domain/incident.js'
import type { JournalEvent } from '../../domain/journal.js'
import type { Press } from '../../domain/press.js'
import { say, tellClock } from '../../domain/said.js'
import { changeIncident } from '../../outbox/change.js'
import type { Answer } from '../../ports.js'
import { requireTurn } from '../entrance/gate.js'
import { type Parts, toTenant } from '../feature.js'
import { toLineTasks, toUpdateTasks } from '../incident/tasks.js'
import { toIncidentEvent } from '../watch/settle.js'
import { toTone } from '../words/words.js'
import { toEndTasks } from './tasks.js'

export async function takeOn(parts: Parts, press: Press): Promise<Answer> {
  return toTakenCard(await takeIncident(parts, press))
}

/** Whoever had it before. @throws RefusedError, StaleError */
export function takeIncident(
  parts: Parts,
  { actor, incidentId }: Pick<Press, 'actor' | 'incidentId'>,
): Promise<Incident> {
  return changeIncident(parts, { incidentId }, (current) => {
    requireTurn(parts, { actor, permission: 'claim', incident: current })
    const now = parts.clock.now()
    const next = takeClaim(current, actor, now)
    if (isClaimedBy(current, actor, { now, bindings: parts.access })) return { next, tasks: toEndTasks(next) }
    const tenant = toTenant(parts, next.tenantId)
    const who = actor.name
    return {
      next,
      events: [toTakenEvent({ before: current, next, by: actor, now })],
      tasks: [
        ...toUpdateTasks(next, tenant, now),
        ...toLineTasks({ incident: next, tenant, notice: 'claimed', dueAt: now, who }),
        ...toEndTasks(next),
      ],
    }
  })
}

interface Taking {
  readonly before: Incident
  readonly next: Incident
  readonly by: Actor
  readonly now: number
}

function toTakenEvent({ before, next, by, now }: Taking): JournalEvent {
  const former = findClaimant(before, now)
  const data = former === undefined ? {} : { fromName: former.by.name }
  return { ...toIncidentEvent(next, 'claim.taken', now, data), by: toActorRef(by) }
}

function toTakenCard(incident: Incident): Answer {
  const taken = findTaken(incident)
  const until = taken === undefined ? '' : say` until ${tellClock(taken.until)}`
  const text = say`You are on it${until}; each press of yours moves that. Somebody else takes over with a press.`
  return {
    name: 'notice',
    view: { ...toTone('calm'), icon: '🙋', title: 'You are on it', text, incidentId: incident.id },
  }
}

/** After any press about an incident: whoever is on it has not gone quiet. */
export async function keepOn(parts: Parts, { actor, incidentId }: Press): Promise<void> {
  const now = parts.clock.now()
  const moment = { now, bindings: parts.access }
  const incident = incidentId === '' ? undefined : await parts.store.findIncident(incidentId)
  if (incident === undefined || keepClaim(incident, actor, moment) === incident) return
  await changeIncident(parts, { incidentId }, (current) => {
    const next = keepClaim(current, actor, moment)
    return next === current
      ? undefined
      : { next, tasks: toUpdateTasks(next, toTenant(parts, next.tenantId), now) }
  })
}
