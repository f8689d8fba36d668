import { z } from 'zod'
import type { Incident } from '../../domain/incident.js'
import { type Task, toTask } from '../../domain/task.js'

export const snoozeEndDuty = z.object({ kind: z.literal('snooze-end'), incidentId: z.string() })

/** Due when it wakes: one that was snoozed anew since is waited for anew. */
export function toSnoozeEndTasks({ id, snoozed }: Incident): readonly Task[] {
  if (snoozed === undefined) return []
  const key = `snooze-end:${id}`
  return [toTask({ key, lane: key, dueAt: snoozed.until, duty: { kind: 'snooze-end', incidentId: id } })]
}
