import { z } from 'zod'
import type { Incident } from '../../domain/incident.js'
import type { Instant } from '../../domain/instant.js'
import { type Task, toTask } from '../../domain/task.js'

export const alertDuty = z.object({
  kind: z.literal('defender-alert'),
  tenantId: z.string(),
  incidentId: z.string(),
})
export type AlertDuty = z.infer<typeof alertDuty>

/** One waits for each incident: what is to be said and heard is found out then. */
export function toAlertTask({ id, tenantId }: Pick<Incident, 'id' | 'tenantId'>, dueAt: Instant): Task {
  const key = `defender-alert:${id}`
  return toTask({ key, lane: key, dueAt, duty: { kind: 'defender-alert', tenantId, incidentId: id } })
}
