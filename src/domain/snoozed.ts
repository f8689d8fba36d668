// That an incident sleeps, as it is kept on it. The moves: snooze.ts.
import { z } from 'zod'
import { actorRefSchema } from './actor.js'
import { verdictKindSchema } from './verdict/types.js'

export const snoozedSchema = z
  .object({
    by: actorRefSchema,
    at: z.number(),
    until: z.number(),
    /** The time zone in which the end is said. */
    zone: z.string(),
    /** Outside text. */
    reason: z.string(),
    /** What it looked like then; undefined when nobody knew yet. */
    verdict: verdictKindSchema.optional(),
  })
  .readonly()
export type Snoozed = z.infer<typeof snoozedSchema>
