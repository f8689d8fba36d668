// One person's signature under a finished review. Some unblocks take two: then the first one waits for the second, for a
// while and only for what was signed, and whoever signs second has to be known to be somebody else.
import { z } from 'zod'
import { actorRefSchema, identitySchema } from './actor.js'

export const signatureSchema = z
  .object({
    by: actorRefSchema,
    /** To judge them once more when it counts; undefined in what older versions wrote, and then it does not. */
    identity: identitySchema.optional(),
    at: z.number(),
    /** When it stops counting unless a second one has come. */
    until: z.number(),
    /** Of the incident, as it was signed. */
    revision: z.number(),
    /** Whose review was signed, and which: an author who changes it takes the signature away. */
    reviewer: actorRefSchema,
    reviewedAt: z.number(),
    /** Why it takes two, as it was shown. */
    reasons: z.array(z.string()).readonly(),
  })
  .readonly()
export type Signature = z.infer<typeof signatureSchema>
