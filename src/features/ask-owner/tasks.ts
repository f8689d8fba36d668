import { z } from 'zod'
import { platformNameSchema } from '../../domain/actor.js'
import type { Incident } from '../../domain/incident.js'
import type { Instant } from '../../domain/instant.js'
import type { OwnerQuestion } from '../../domain/owner-word.js'
import { type Task, toTask } from '../../domain/task.js'

export const ownerQuestionDuty = z.object({
  kind: z.literal('owner-question'),
  incidentId: z.string(),
  questionId: z.string(),
  platform: platformNameSchema,
})
export type OwnerQuestionDuty = z.infer<typeof ownerQuestionDuty>

export const ownerQuestionEndDuty = z.object({
  kind: z.literal('owner-question-end'),
  incidentId: z.string(),
})

/** Puts it, and shows from then on what became of it. */
export function toQuestionTask(
  { id }: Pick<Incident, 'id'>,
  { id: questionId, platform }: Pick<OwnerQuestion, 'id' | 'platform'>,
  dueAt: Instant,
): Task {
  const key = `owner-question:${questionId}`
  return toTask({
    key,
    lane: key,
    dueAt,
    duty: { kind: 'owner-question', incidentId: id, questionId, platform },
  })
}

export function toQuestionEndTask({ id }: Pick<Incident, 'id'>, { until }: OwnerQuestion): Task {
  const key = `owner-question-end:${id}`
  return toTask({ key, lane: key, dueAt: until, duty: { kind: 'owner-question-end', incidentId: id } })
}
