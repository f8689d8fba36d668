import { z } from 'zod'
import type { Instant } from '../../domain/instant.js'
import { type Task, toTask } from '../../domain/task.js'

export const containDuty = z.object({
  kind: z.literal('contain'),
  incidentId: z.string(),
  containmentId: z.string(),
})

/** Steps on one account run one at a time, so that what is taken back never overtakes what was done. */
export function toContainTask(incidentId: string, containmentId: string, dueAt: Instant): Task {
  return toTask({
    key: `contain:${containmentId}`,
    lane: `contain:${incidentId}`,
    dueAt,
    duty: { kind: 'contain', incidentId, containmentId },
  })
}

export const outstandingDuty = z.object({ kind: z.literal('outstanding'), incidentId: z.string() })

/** Asks whether what is left on an account is still needed. */
export function toOutstandingTask(incidentId: string, dueAt: Instant): Task {
  const key = `outstanding:${incidentId}`
  return toTask({ key, lane: key, dueAt, duty: { kind: 'outstanding', incidentId } })
}
