// Reading message trace after an unblock: one task for an incident, due again and again.
import { z } from 'zod'
import type { Instant } from '../../domain/instant.js'
import { type Task, toTask } from '../../domain/task.js'

export const traceDuty = z.object({ kind: z.literal('trace'), incidentId: z.string() })

export function toTraceTask(incidentId: string, dueAt: Instant): Task {
  const key = `trace:${incidentId}`
  return toTask({ key, lane: key, dueAt, duty: { kind: 'trace', incidentId } })
}
