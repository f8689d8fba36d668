// When each tenant's list is polled, and when it is asked who took an entry off it.
import { z } from 'zod'
import type { Incident } from '../../domain/incident.js'
import { dayMilliseconds, hourMilliseconds, type Instant, minuteMilliseconds } from '../../domain/instant.js'
import { type Task, toTask } from '../../domain/task.js'

/** The first polls of a thousand tenants begin within a quarter of a minute, not in one moment. */
const firstPolls = { atOnce: 32, everyMilliseconds: 500 }

export const watchDuty = z.object({ kind: z.literal('watch'), tenantId: z.string() })

export function toWatchTask(tenantId: string, dueAt: Instant): Task {
  const key = `watch:${tenantId}`
  return toTask({ key, lane: key, dueAt, duty: { kind: 'watch', tenantId } })
}

/** @param tenantIds those that are to be polled at once. */
export function toSpreadWatchTasks(tenantIds: readonly string[], from: Instant): readonly Task[] {
  const { atOnce, everyMilliseconds } = firstPolls
  return tenantIds.map((tenantId, index) =>
    toWatchTask(tenantId, from + Math.floor(index / atOnce) * everyMilliseconds),
  )
}

/** From the end to each search of the audit log, which is up to a day late. */
const waits = [5 * minuteMilliseconds, 45 * minuteMilliseconds, 4 * hourMilliseconds, dayMilliseconds]

export const liftedDuty = z.object({
  kind: z.literal('lifted'),
  tenantId: z.string(),
  incidentId: z.string(),
  /** How often it was asked. */
  tries: z.number(),
})

/** The next search; none after the last. */
export function toLiftedTasks(
  { id: incidentId, tenantId }: Pick<Incident, 'id' | 'tenantId'>,
  endedAt: Instant,
  tries = 0,
): readonly Task[] {
  const wait = waits[tries]
  if (wait === undefined) return []
  const key = `lifted:${incidentId}`
  return [
    toTask({ key, lane: key, dueAt: endedAt + wait, duty: { kind: 'lifted', tenantId, incidentId, tries } }),
  ]
}
