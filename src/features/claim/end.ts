// A claim ends when whoever has it has gone quiet, and the thread is told: now nobody is on it.
import { endClaim, isClaimable } from '../../domain/claim.js'
import { isClosed } from '../../domain/incident.js'
import { changeIncident, getIncident } from '../../outbox/change.js'
import type { Claim } from '../../ports.js'
import { type Parts, toTenant } from '../feature.js'
import { toLineTasks, toUpdateTasks } from '../incident/tasks.js'
import { toIncidentEvent } from '../watch/settle.js'
import { toEndTasks } from './tasks.js'

export async function endQuietClaim(
  parts: Parts,
  { incidentId }: { readonly incidentId: string },
  claim: Claim,
): Promise<void> {
  const found = await getIncident(parts, incidentId)
  // Moved since by a press: waited for anew.
  if (found.taken !== undefined && parts.clock.now() < found.taken.until)
    return void (await parts.store.commit({ settle: { claim }, tasks: toEndTasks(found) }))
  await changeIncident(parts, { incidentId, claim }, (incident) => {
    const { taken } = incident
    const now = parts.clock.now()
    if (taken === undefined || now < taken.until) return undefined
    const next = endClaim(incident, now)
    // Nothing waits for anybody: then nobody needs to hear that nobody is there.
    if (isClosed(next) || !isClaimable(next)) return { next }
    const tenant = toTenant(parts, next.tenantId)
    const who = taken.by.name
    return {
      next,
      events: [toIncidentEvent(next, 'claim.ended', now, { fromName: who })],
      tasks: [
        ...toUpdateTasks(next, tenant, now),
        ...toLineTasks({ incident: next, tenant, notice: 'claim-ended', dueAt: now, who }),
      ],
    }
  })
}
