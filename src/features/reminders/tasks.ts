import { z } from 'zod'
import type { Incident } from '../../domain/incident.js'
import type { Instant } from '../../domain/instant.js'
import { type Task, toTask } from '../../domain/task.js'

export const remindDuty = z.object({ kind: z.literal('remind'), incidentId: z.string() })

export function toRemindTask({ id }: Incident, dueAt: Instant): Task {
  const key = `remind:${id}`
  return toTask({ key, lane: key, dueAt, duty: { kind: 'remind', incidentId: id } })
}
