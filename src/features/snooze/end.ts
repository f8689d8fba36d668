// A snooze ends by itself: when its time is over, and with whatever happens to the incident that should not be slept through.
import type { Incident } from '../../domain/incident.js'
import { findWakeReason, wake } from '../../domain/snooze.js'
import { type Change, changeIncident, getIncident } from '../../outbox/change.js'
import type { Claim } from '../../ports.js'
import { type Parts, toTenant } from '../feature.js'
import { toLineTasks, toUpdateTasks } from '../incident/tasks.js'
import { toIncidentEvent } from '../watch/settle.js'
import { toSnoozeEndTasks } from './tasks.js'

export async function endSnooze(
  parts: Parts,
  { incidentId }: { readonly incidentId: string },
  claim: Claim,
): Promise<void> {
  const found = await getIncident(parts, incidentId)
  // Snoozed anew since.
  if (found.snoozed !== undefined && parts.clock.now() < found.snoozed.until)
    return void (await parts.store.commit({ settle: { claim }, tasks: toSnoozeEndTasks(found) }))
  await changeIncident(parts, { incidentId, claim }, (incident) => {
    const now = parts.clock.now()
    if (incident.snoozed === undefined || now < incident.snoozed.until) return undefined
    const next = wake(incident, now)
    const tenant = toTenant(parts, next.tenantId)
    return {
      next,
      events: [toIncidentEvent(next, 'snooze.ended', now, { because: 'over' })],
      tasks: [
        ...toUpdateTasks(next, tenant, now),
        ...toLineTasks({ incident: next, tenant, notice: 'snooze-over', dueAt: now }),
      ],
    }
  })
}

/** Whoever changes it so wakes it in the same write. Only what people would sleep through is told. */
export async function followSnooze(parts: Parts, before: Incident, change: Change): Promise<Change> {
  const because = findWakeReason(before, change.next)
  if (because === undefined) return change
  const now = parts.clock.now()
  const next = wake(change.next, now)
  const tenant = toTenant(parts, next.tenantId)
  const lines =
    because === 'worse' ? toLineTasks({ incident: next, tenant, notice: 'snooze-worse', dueAt: now }) : []
  return {
    next,
    events: [...(change.events ?? []), toIncidentEvent(next, 'snooze.ended', now, { because })],
    tasks: [...(change.tasks ?? []), ...toUpdateTasks(next, tenant, now), ...lines],
  }
}
