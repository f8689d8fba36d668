// Gathers evidence about the entity of an incident and saves it with the incident.
import { hasReader } from '../../domain/claim.js'
import type { Evidence, Fact } from '../../domain/evidence.js'
import { listHearing } from '../../domain/hearing.js'
import { type Incident, isClosed, toRestriction } from '../../domain/incident.js'
import { hasStanding } from '../../domain/offers.js'
import type { Task } from '../../domain/task.js'
import { saveEvidence } from '../../domain/transitions.js'
import { changeIncident, getIncident } from '../../outbox/change.js'
import type { Claim } from '../../ports.js'
import { askBackend, type Parts, toTenant } from '../feature.js'
import { toUpdateTasks } from '../incident/tasks.js'
import { toIncidentEvent } from '../watch/settle.js'
import { toUnaskedGatherTask } from './tasks.js'

/** Evidence that takes longer is given up for this time, in milliseconds. */
const gatherMilliseconds = 90_000

export async function gatherEvidence(parts: Parts, incidentId: string, claim: Claim): Promise<void> {
  const incident = await getIncident(parts, incidentId)
  // Of a tenant that was taken out nobody can be asked, whatever still stands on the account.
  if (!isOfUse(incident) || !parts.backends.has(incident.tenantId)) {
    parts.gathering.delete(incidentId)
    await parts.store.commit({ settle: { claim } })
    return
  }
  parts.gathering.set(incidentId, claim.token)
  const evidence = await askBackend(parts, {
    tenantId: incident.tenantId,
    milliseconds: gatherMilliseconds,
    call: (backend, signal) => backend.gather(incident.entity, signal, undefined, toRestriction(incident)),
  })
  await changeIncident(parts, { incidentId, claim }, (current) => {
    parts.gathering.delete(incidentId)
    if (!isOfUse(current)) return undefined
    const now = parts.clock.now()
    const next = saveEvidence(current, evidence, now)
    const event = toIncidentEvent(next, 'evidence.gathered', now, countFacts(evidence))
    // In Teams an edit of the card takes half-filled answers off the reviewer's page; a count of findings is not worth
    // that, and the next change of the status shows it.
    if (hasReader(next, now)) return { next, events: [event] }
    return { next, events: [event], tasks: toUpdateTasks(next, toTenant(parts, next.tenantId), now) }
  })
}

/** When all is over, evidence still tells whether what Reprieve changed on the account is so. */
export function isOfUse(incident: Incident): boolean {
  return !isClosed(incident) || hasStanding(incident)
}

/** The evidence of incidents that people can see from now on; once, whichever channel was first. */
export function toAnnouncedTasks(
  { clock, gathering }: Parts,
  { token }: Claim,
  incidents: readonly Incident[],
): readonly Task[] {
  const first = incidents.filter(
    (incident) =>
      !isClosed(incident) &&
      incident.evidence === undefined &&
      (gathering.get(incident.id) ?? token) === token,
  )
  for (const { id } of first) gathering.set(id, token)
  return first.map((incident) => toUnaskedGatherTask(incident, clock.now()))
}

/**
 * When no platform takes the card just now, nobody is kept waiting by evidence: it is gathered for whoever is at the
 * console, who could not be told from the owner without it.
 */
export async function toUnannouncedTasks(parts: Parts, claim: Claim): Promise<readonly Task[]> {
  const incident = await parts.store.findIncident(claim.task.duty.incidentId ?? '')
  if (incident === undefined) return []
  const channels = listHearing(toTenant(parts, incident.tenantId).routes, incident)
  const isTaken = channels.some(({ platform }) => parts.platforms.get(platform)?.health().ok === true)
  return isTaken ? [] : toAnnouncedTasks(parts, claim, [incident])
}

export function countFacts(evidence: Evidence): { known: number; unknown: number } {
  const facts: readonly unknown[] = Object.values(evidence)
  const count = (known: boolean) => facts.filter((fact) => isFact(fact) && fact.known === known).length
  return { known: count(true), unknown: count(false) }
}

function isFact(value: unknown): value is Pick<Fact<unknown>, 'known'> {
  return typeof value === 'object' && value !== null && 'known' in value
}
