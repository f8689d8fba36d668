// When evidence is gathered.
import { z } from 'zod'
import type { Instant } from '../../domain/instant.js'
import { type Task, toTask } from '../../domain/task.js'

/** Evidence waits for the card that announces the incident, but not for a platform that is down. */
const announcedMilliseconds = 30_000

export const gatherDuty = z.object({ kind: z.literal('gather'), incidentId: z.string() })

export function toGatherTask(incidentId: string, dueAt: Instant): Task {
  const key = `gather:${incidentId}`
  return toTask({ key, lane: key, dueAt, duty: { kind: 'gather', incidentId } })
}

/** The first of an incident. Whoever posts the card asks for it at once; this is for when nobody can. */
export function toFirstGatherTask(incidentId: string, isAnnounced: boolean, now: Instant): Task {
  return toGatherTask(incidentId, isAnnounced ? now + announcedMilliseconds : now)
}
