// Nobody is left to wait for a verdict: when nothing has come within a minute, the card says that it is unclear, and why.
import { hasReader } from '../../domain/claim.js'
import { canBeReviewed } from '../../domain/incident.js'
import { changeIncident } from '../../outbox/change.js'
import type { Claim } from '../../ports.js'
import { type Parts, toTenant } from '../feature.js'
import { toUpdateTasks } from '../incident/tasks.js'

export async function noteLate(parts: Parts, incidentId: string, claim: Claim): Promise<void> {
  await changeIncident(parts, { incidentId, claim }, (incident) => {
    if (incident.evidence !== undefined || !canBeReviewed(incident)) return undefined
    const now = parts.clock.now()
    const next = { ...incident, evidenceLateAt: now }
    // Not worth the page of whoever reads already: the next change shows it.
    const tasks = hasReader(next, now) ? [] : toUpdateTasks(next, toTenant(parts, next.tenantId), now)
    return { next, tasks }
  })
}
