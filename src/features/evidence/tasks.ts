// When evidence is gathered.
import { z } from 'zod'
import type { Incident } from '../../domain/incident.js'
import { type Instant, minuteMilliseconds } from '../../domain/instant.js'
import { type Task, toTask } from '../../domain/task.js'
import { toUrgency } from '../../domain/urgency.js'

/** Evidence waits for the card that announces the incident, but not for a platform that is down. */
const announcedMilliseconds = 30_000

/** So long a card says that Reprieve is looking. */
const lookingMilliseconds = minuteMilliseconds

export const gatherDuty = z.object({ kind: z.literal('gather'), incidentId: z.string() })

export const evidenceLateDuty = z.object({ kind: z.literal('evidence-late'), incidentId: z.string() })

/**
 * Whatever waits is begun in the order in which it fell due, so what is to overtake falls due before now. Nobody starves:
 * whoever has waited that long is first.
 */
const aheadMilliseconds = { each: 10 * minuteMilliseconds, asked: 120 * minuteMilliseconds }

/** Somebody waits for it: before all that nobody has asked for. */
export function toGatherTask(incidentId: string, now: Instant): Task {
  return toTaskOf(incidentId, now - aheadMilliseconds.asked)
}

/** Nobody has asked for it: the worst first. */
export function toUnaskedGatherTask(incident: Incident, now: Instant): Task {
  return toTaskOf(incident.id, now - Math.round(toUrgency(incident) * aheadMilliseconds.each))
}

/** The first of an incident. Whoever posts the card asks for it at once; this is for when nobody can. */
export function toFirstGatherTask(incident: Incident, isAnnounced: boolean, now: Instant): Task {
  return isAnnounced ? toTaskOf(incident.id, now + announcedMilliseconds) : toUnaskedGatherTask(incident, now)
}

/** When it is said that nothing has come. */
export function toLateTask(incidentId: string, now: Instant): Task {
  const key = `evidence-late:${incidentId}`
  const duty = { kind: 'evidence-late', incidentId } as const
  return toTask({ key, lane: key, dueAt: now + lookingMilliseconds, duty })
}

function toTaskOf(incidentId: string, dueAt: Instant): Task {
  const key = `gather:${incidentId}`
  return toTask({ key, lane: key, dueAt, duty: { kind: 'gather', incidentId } })
}
