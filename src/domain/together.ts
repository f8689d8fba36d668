// That somebody has signed for an incident together with others of its storm, and a second signature is waited for.
import { z } from 'zod'
import { actorRefSchema } from './actor.js'

export const togetherSchema = z
  .object({
    stormReviewId: z.string(),
    by: actorRefSchema,
    at: z.number(),
    /** When the signature ends without a second one. */
    until: z.number(),
  })
  .readonly()
export type Together = z.infer<typeof togetherSchema>
