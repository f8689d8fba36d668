import { z } from 'zod'
import { platformNameSchema } from '../../domain/actor.js'
import type { Blindness, BlindPlace } from '../../domain/blindness.js'
import { type Instant, minuteMilliseconds } from '../../domain/instant.js'
import { channelRefSchema, type Task, toTask } from '../../domain/task.js'

/** From one look to the next, and from one sign of life to the next. */
export const lookMilliseconds = minuteMilliseconds

export const lookoutDuty = z.object({ kind: z.literal('lookout') })
export const blindCardDuty = z.object({
  kind: z.literal('blind-card'),
  blindnessId: z.string(),
  platform: platformNameSchema,
  channel: channelRefSchema.optional(),
  /** By the id of the access list, where no channel can be told. */
  personId: z.string().optional(),
})
export type BlindCardDuty = z.infer<typeof blindCardDuty>

export const lookoutKey = 'lookout'

/** There is one, however many processes there are. */
export function toLookoutTask(dueAt: Instant): Task {
  return toTask({ key: lookoutKey, lane: lookoutKey, dueAt, duty: { kind: 'lookout' } })
}

export function toBlindCardTasks({ id, places }: Blindness, dueAt: Instant): readonly Task[] {
  return places.map((place) => {
    const key = `blind-card:${id}:${place.platform}:${place.id}`
    return toTask({
      key,
      lane: key,
      dueAt,
      duty: { kind: 'blind-card', blindnessId: id, ...toWhere(place) },
    })
  })
}

function toWhere({ platform, id, isPerson }: BlindPlace) {
  return isPerson === true ? { platform, personId: id } : { platform, channel: { platform, channel: id } }
}
