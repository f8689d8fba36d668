// A state that is older than what has happened: restored from a backup, or rebuilt. Whoever finds one must say so, and
// act on nothing that was confirmed before.
import { z } from 'zod'

/** Where it is remembered until it has been told. */
export const gapKey = 'gap'

export const gapSchema = z
  .object({
    noticedAt: z.number(),
    /** The latest moment that is known of; undefined when nothing is. */
    knownUntil: z.number().optional(),
    /** `replaced`: another state stands where the last one was left; `rebuilt`: by `reprieve store repair`. */
    why: z.enum(['replaced', 'rebuilt']),
  })
  .readonly()
export type Gap = z.infer<typeof gapSchema>
