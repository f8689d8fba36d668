import { z } from 'zod'
import { actorRefSchema } from './actor.js'

export const attestedAnswers = ['done', 'not-needed', 'not-done'] as const

const attestationSchema = z
  .object({ ruleId: z.string(), title: z.string(), answer: z.enum(attestedAnswers) })
  .readonly()

/** What a reviewer stated about each recommendation, with a note for the record. */
export const reviewSchema = z
  .object({
    by: actorRefSchema,
    at: z.number(),
    attestations: z.array(attestationSchema).readonly(),
    note: z.string(),
  })
  .readonly()

export type AttestedAnswer = (typeof attestedAnswers)[number]
export type Attestation = z.infer<typeof attestationSchema>
export type Review = z.infer<typeof reviewSchema>

/** Longest note that is kept, in characters; longer ones are refused, never cut. */
export const longestNote = 1_000
