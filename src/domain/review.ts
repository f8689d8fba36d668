import { z } from 'zod'
import { actorRefSchema } from './actor.js'
import { basisSchema } from './recommendation.js'

export const attestedAnswers = ['done', 'not-needed', 'not-done'] as const

const attestationSchema = z
  .object({
    ruleId: z.string(),
    title: z.string(),
    answer: z.enum(attestedAnswers),
    /** What was on the screen. Undefined in what older versions wrote: such an answer counts for no finding of today. */
    findingId: z.string().optional(),
    basis: basisSchema.optional(),
    finding: z.string().optional(),
  })
  .readonly()

/** What a reviewer stated about each recommendation, with a note for the record. */
export const reviewSchema = z
  .object({
    by: actorRefSchema,
    at: z.number(),
    attestations: z.array(attestationSchema).readonly(),
    note: z.string(),
    /** Of the incident, as it was on the screen. */
    revision: z.number().optional(),
    /** When the evidence on the screen was gathered; undefined when there was none. */
    gatheredAt: z.number().optional(),
    /** Kept for the next try of the same person; nobody else is shown it and nobody can approve it. */
    isDraft: z.boolean().optional(),
  })
  .readonly()

export type AttestedAnswer = (typeof attestedAnswers)[number]
export type Attestation = z.infer<typeof attestationSchema>
export type Review = z.infer<typeof reviewSchema>

/** Longest note that is kept, in characters; longer ones are refused, never cut. */
export const longestNote = 1_000
