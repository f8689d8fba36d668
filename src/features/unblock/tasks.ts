// The unblock, and the looks after it.
import { z } from 'zod'
import { type Instant, minuteMilliseconds } from '../../domain/instant.js'
import { type Task, toTask } from '../../domain/task.js'
import { verifyMinutes } from '../../domain/transitions.js'

export const unblockDuty = z.object({ kind: z.literal('unblock'), incidentId: z.string() })
export const verifyDuty = z.object({ kind: z.literal('verify'), incidentId: z.string(), minutes: z.number() })

export function toUnblockTask(incidentId: string, dueAt: Instant): Task {
  const key = `unblock:${incidentId}`
  return toTask({ key, lane: key, dueAt, duty: { kind: 'unblock', incidentId } })
}

export function toVerifyTasks(incidentId: string, from: Instant): readonly Task[] {
  return verifyMinutes.map((minutes) =>
    toVerifyTask(incidentId, minutes, from + minutes * minuteMilliseconds),
  )
}

/** @param minutes since the unblock. */
export function toVerifyTask(incidentId: string, minutes: number, dueAt: Instant): Task {
  return toTask({
    key: `verify:${incidentId}:${minutes}`,
    lane: `verify:${incidentId}`,
    dueAt,
    duty: { kind: 'verify', incidentId, minutes },
  })
}
