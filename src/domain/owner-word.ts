// What the owner of a mailbox said of its mail, as it is kept on the incident. The moves: ask-owner.ts.
import { z } from 'zod'
import { actorRefSchema, platformNameSchema } from './actor.js'

export const ownerAnswers = ['yes', 'no', 'unsure'] as const
export const ownerAnswerSchema = z.enum(ownerAnswers)
/** To "did you send this?". */
export type OwnerAnswer = z.infer<typeof ownerAnswerSchema>

const questionSchema = z
  .object({
    id: z.string(),
    by: actorRefSchema,
    at: z.number(),
    /** No answer counts after this. */
    until: z.number(),
    platform: platformNameSchema,
    /** Whom it is put to, by their id there; empty once it has been erased. */
    personId: z.string(),
    /** Whoever is in the mailbox is signed in to this chat with the same account. */
    isSameAccount: z.boolean(),
    /** As it was put. */
    words: z.string(),
    /** Where it stands; undefined before the platform has taken it. */
    sent: z.object({ at: z.number(), channel: z.string(), message: z.string() }).readonly().optional(),
    /** Why the platform did not take it; then it was never put. */
    unsent: z.object({ at: z.number(), why: z.string() }).readonly().optional(),
    answer: z.object({ says: ownerAnswerSchema, at: z.number(), by: actorRefSchema }).readonly().optional(),
    /** When it was over without an answer. */
    endedAt: z.number().optional(),
  })
  .readonly()
/** One question in the personal chat of the owner. */
export type OwnerQuestion = z.infer<typeof questionSchema>

const toldSchema = z
  .object({
    says: ownerAnswerSchema,
    at: z.number(),
    /** Who noted it: whoever spoke with the owner. */
    by: actorRefSchema,
    /** Whom they reached, and how. */
    note: z.string(),
  })
  .readonly()
/** An answer that was given by voice. */
export type OwnerTold = z.infer<typeof toldSchema>

export const ownerWordSchema = z
  .object({
    question: questionSchema.optional(),
    /** Oldest first. */
    told: z.array(toldSchema).readonly().optional(),
  })
  .readonly()
export type OwnerWord = z.infer<typeof ownerWordSchema>
