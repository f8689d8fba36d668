import { z } from 'zod'
import { type ActorRef, actorRefSchema } from '../../domain/actor.js'
import type { Instant } from '../../domain/instant.js'
import { type Task, toTask } from '../../domain/task.js'

export const doctorDuty = z.object({ kind: z.literal('doctor'), askedAt: z.number(), by: actorRefSchema })

/** One lane: the doctor is never at it twice at once. */
export function toDoctorTask(askedAt: Instant, by: ActorRef): Task {
  return toTask({ key: 'doctor', lane: 'doctor', dueAt: askedAt, duty: { kind: 'doctor', askedAt, by } })
}
