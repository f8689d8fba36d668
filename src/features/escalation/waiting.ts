// Whether an incident waits for anybody at all, which is what its ladder is for.
import { findTaken } from '../../domain/claim.js'
import type { Escalation } from '../../domain/escalation.js'
import { canBeReviewed, type Incident } from '../../domain/incident.js'
import type { Instant } from '../../domain/instant.js'
import { listAhead } from '../../domain/ladder-plan.js'
import { isResting } from '../../domain/rest.js'
import type { Change } from '../../outbox/change.js'
import { type Parts, toTenant } from '../feature.js'
import { toEscalateTask } from './tasks.js'

/** Nobody is on it who could be, and nothing else is waited for. */
export function isWaiting({ features }: Pick<Parts, 'features'>, incident: Incident): boolean {
  return isFree(incident) && !features.some(({ isQuiet }) => isQuiet?.(incident) === true)
}

/** Somebody should look at it now, and nobody does. One that is over, or that only has to pass, is not pressing. */
export function isFree(incident: Incident): boolean {
  return canBeReviewed(incident) && findTaken(incident) === undefined && !isResting(incident)
}

/** Nobody is on it from now on, and nobody has been told yet. */
function beginRound(now: Instant): Escalation {
  return { since: now, steps: [] }
}

/** Whoever ends a claim or a snooze, or lets an unblock fail: the ladder begins anew. */
export async function followWaiting(parts: Parts, before: Incident, change: Change): Promise<Change> {
  if (!isWaiting(parts, change.next)) return change
  const hasWaited = isWaiting(parts, before)
  const next = hasWaited ? change.next : { ...change.next, escalation: beginRound(parts.clock.now()) }
  const tenant = toTenant(parts, next.tenantId)
  const [step] = listAhead(tenant, next)
  const [former] = hasWaited ? listAhead(tenant, before) : []
  // Waited for already.
  if (step === undefined || step.at === former?.at) return { ...change, next }
  return { ...change, next, tasks: [...(change.tasks ?? []), toEscalateTask(next, step.at)] }
}

export function followOpening(parts: Parts, { next: opened, ...change }: Change): Change {
  if (!isWaiting(parts, opened)) return { ...change, next: opened }
  const next = { ...opened, escalation: beginRound(opened.changedAt) }
  const [step] = listAhead(toTenant(parts, next.tenantId), next)
  const tasks = step === undefined ? [] : [toEscalateTask(next, step.at)]
  return { ...change, next, tasks: [...(change.tasks ?? []), ...tasks] }
}

/** The settings may have steps that they had not when it began. */
export async function listAtStart(parts: Parts) {
  const live = await parts.store.listLive({})
  return live
    .filter((incident) => isWaiting(parts, incident))
    .flatMap((incident) => {
      const [step] = listAhead(toTenant(parts, incident.tenantId), incident)
      return step === undefined ? [] : [toEscalateTask(incident, step.at)]
    })
}
