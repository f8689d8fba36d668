// That Reprieve cannot see, or cannot say, something that people rely on: from when, why, who was told, and who is on it.
import { z } from 'zod'
import { actorRefSchema, platformNameSchema } from './actor.js'
import { type Instant, isAhead, minuteMilliseconds } from './instant.js'
import { keepUnknown } from './keep-unknown.js'

/** A list that is not read; a platform that is not reached; a journal whose files lack something; a clock that was set back. */
export const blindCauses = ['tenant', 'platform', 'journal', 'clock'] as const
export type BlindCause = (typeof blindCauses)[number]

/** What lasts for less is told nobody. */
export const blindMilliseconds = 5 * minuteMilliseconds
/** So many polls in a row have to fail as well. */
export const blindPolls = 3
/** For so long nobody may have it before somebody is woken. */
const unansweredMilliseconds = 30 * minuteMilliseconds

const blindPlaceSchema = z
  .object({
    platform: platformNameSchema,
    /** Of a channel, or of a person by the id of the access list. */
    id: z.string(),
    isPerson: z.boolean().optional(),
  })
  .readonly()
export type BlindPlace = z.infer<typeof blindPlaceSchema>

export const blindnessSchema = keepUnknown(
  z
    .object({
      id: z.string(),
      cause: z.enum(blindCauses),
      /** Of a platform. */
      platform: platformNameSchema.optional(),
      /** All tenants that were ever among it; none where it is about none. */
      tenantIds: z.array(z.string()).readonly(),
      /** Those that are still not watched. */
      left: z.array(z.string()).readonly(),
      /** Since when nothing is known. */
      since: z.number(),
      noticedAt: z.number(),
      /** Code of the failure, where all have the same. */
      code: z.string().optional(),
      /** How many were restricted when it began. */
      restricted: z.number(),
      places: z.array(blindPlaceSchema).readonly(),
      claim: z.object({ by: actorRefSchema, at: z.number() }).readonly().optional(),
      /** When nobody had taken it on for too long. */
      unansweredAt: z.number().optional(),
      endedAt: z.number().optional(),
      /** What was restricted meanwhile, by name. Outside text. */
      fresh: z.array(z.string()).readonly().optional(),
    })
    .readonly(),
)
export type Blindness = z.infer<typeof blindnessSchema>

/** When somebody is woken if nobody takes it on. */
export function toUnansweredAt({ since, noticedAt }: Pick<Blindness, 'since' | 'noticedAt'>): Instant {
  return Math.max(since + unansweredMilliseconds, noticedAt)
}

/** Whether somebody is to be woken: nobody has it, and it goes on. */
export function isUnanswered(blindness: Blindness, now: Instant): boolean {
  const { claim, endedAt, unansweredAt, noticedAt } = blindness
  if (claim !== undefined || endedAt !== undefined || unansweredAt !== undefined) return false
  return !isAhead(noticedAt, now) && now >= toUnansweredAt(blindness)
}
