// A first signature ends when no second one has come.
import { dropSignatures } from '../../domain/signatures.js'
import { changeIncident, getIncident } from '../../outbox/change.js'
import type { Claim } from '../../ports.js'
import { type Parts, toTenant } from '../feature.js'
import { toLineTasks, toUpdateTasks } from '../incident/tasks.js'
import { toIncidentEvent } from '../watch/settle.js'
import { toSignatureEndTask } from './tasks.js'

export async function endSignature(
  parts: Parts,
  { incidentId }: { readonly incidentId: string },
  claim: Claim,
): Promise<void> {
  const found = await getIncident(parts, incidentId)
  const [waiting] = (found.signatures ?? []).toSorted((one, other) => one.until - other.until)
  // Signed anew since: that one is waited for.
  if (waiting !== undefined && parts.clock.now() < waiting.until)
    return void (await parts.store.commit({ settle: { claim }, tasks: [toSignatureEndTask(found, waiting)] }))
  await changeIncident(parts, { incidentId, claim }, (incident) => {
    const now = parts.clock.now()
    const ended = (incident.signatures ?? []).filter(({ until }) => now >= until)
    const [first] = ended
    if (first === undefined) return undefined
    const next = { ...dropSignatures(incident, (one) => !ended.includes(one)), changedAt: now }
    const tenant = toTenant(parts, next.tenantId)
    const who = first.by.name
    return {
      next,
      events: [toIncidentEvent(next, 'approval.ended', now, { fromName: who })],
      tasks: [
        ...toUpdateTasks(next, tenant, now),
        ...toLineTasks({ incident: next, tenant, notice: 'signature-ended', dueAt: now, who }),
      ],
    }
  })
}
