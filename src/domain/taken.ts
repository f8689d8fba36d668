// Who has an incident, as it is kept on it. The moves: claim.ts.
import { z } from 'zod'
import { actorRefSchema } from './actor.js'

export const takenSchema = z
  .object({
    by: actorRefSchema,
    since: z.number(),
    /** When it ends unless there is another press of theirs. */
    until: z.number(),
    /** Since when they have the review open; undefined when they only said that they are on it. */
    reviewingSince: z.number().optional(),
  })
  .readonly()
/** Who has an incident. */
export type Taken = z.infer<typeof takenSchema>
