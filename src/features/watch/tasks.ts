// When each tenant's list is polled.
import { z } from 'zod'
import type { Instant } from '../../domain/instant.js'
import { type Task, toTask } from '../../domain/task.js'

/** The first polls of a thousand tenants begin within a quarter of a minute, not in one moment. */
const firstPolls = { atOnce: 32, everyMilliseconds: 500 }

export const watchDuty = z.object({ kind: z.literal('watch'), tenantId: z.string() })

export function toWatchTask(tenantId: string, dueAt: Instant): Task {
  const key = `watch:${tenantId}`
  return toTask({ key, lane: key, dueAt, duty: { kind: 'watch', tenantId } })
}

export function toSpreadWatchTasks(tenantIds: readonly string[], from: Instant): readonly Task[] {
  const { atOnce, everyMilliseconds } = firstPolls
  return tenantIds.map((tenantId, index) =>
    toWatchTask(tenantId, from + Math.floor(index / atOnce) * everyMilliseconds),
  )
}
