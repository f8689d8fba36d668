import { z } from 'zod'
import { type Instant, minuteMilliseconds } from '../../domain/instant.js'
import { type Task, toTask } from '../../domain/task.js'

/** Message trace is minutes behind, and Microsoft lets it be asked 100 times in five of them for a whole tenant. */
export const lookMilliseconds = 5 * minuteMilliseconds

export const earlyDuty = z.object({ kind: z.literal('early'), tenantId: z.string() })
export const earlyJoinDuty = z.object({
  kind: z.literal('early-join'),
  tenantId: z.string(),
  /** The incident of the restriction. */
  incidentId: z.string(),
})

export function toEarlyTask(tenantId: string, dueAt: Instant): Task {
  const key = `early:${tenantId}`
  return toTask({ key, lane: key, dueAt, duty: { kind: 'early', tenantId } })
}

/** In the lane of the looks: none of them begins what is restricted by now. */
export function toJoinTask(tenantId: string, incidentId: string, dueAt: Instant): Task {
  const key = `early-join:${incidentId}`
  return toTask({ key, lane: `early:${tenantId}`, dueAt, duty: { kind: 'early-join', tenantId, incidentId } })
}
