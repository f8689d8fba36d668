import { z } from 'zod'
import type { Incident } from '../../domain/incident.js'
import { type Task, toTask } from '../../domain/task.js'

export const endDuty = z.object({ kind: z.literal('claim-end'), incidentId: z.string() })

/** Due when the claim would end: one that was moved since is waited for anew. */
export function toEndTasks({ id, taken }: Incident): readonly Task[] {
  if (taken === undefined) return []
  const key = `claim-end:${id}`
  return [toTask({ key, lane: key, dueAt: taken.until, duty: { kind: 'claim-end', incidentId: id } })]
}
