import { z } from 'zod'
import { actorRefSchema } from './actor.js'
import { basisSchema } from './recommendation.js'

const attestedAnswers = ['done', 'not-needed', 'not-done'] as const

/** How a step is known: done from here, seen in the evidence, said by the reviewer, said and still seen to be open. */
const knownHows = [
  'ours',
  'seen',
  'said',
  'contradicted',
  'open',
  'not-checked',
  /** No step: something that was found, or is for the reader to think about. */
  'finding',
] as const

const attestationSchema = z
  .object({
    ruleId: z.string(),
    title: z.string(),
    answer: z.enum(attestedAnswers),
    /** What was on the screen. Undefined in what older versions wrote: such an answer counts for no finding of today. */
    findingId: z.string().optional(),
    basis: basisSchema.optional(),
    finding: z.string().optional(),
    /** Undefined in what older versions wrote: then people answered it themselves. */
    how: z.enum(knownHows).optional(),
    /** When it was done from here, or when what shows it was read. */
    knownAt: z.number().optional(),
    /** Who did it from here. */
    doneBy: z.string().optional(),
  })
  .readonly()

export const questionAnswerSchema = z
  .object({
    id: z.string(),
    /** The question and the answer as they were read. */
    words: z.string(),
    answer: z.string(),
    answerWords: z.string(),
  })
  .readonly()

/** What a reviewer stated about each recommendation, with a note for the record. */
export const reviewSchema = z
  .object({
    by: actorRefSchema,
    at: z.number(),
    attestations: z.array(attestationSchema).readonly(),
    /** What only people can know; undefined in what older versions wrote. */
    questions: z.array(questionAnswerSchema).readonly().optional(),
    note: z.string(),
    /** Of the incident, as it was on the screen. */
    revision: z.number().optional(),
    /** When the evidence on the screen was gathered; undefined when there was none. */
    gatheredAt: z.number().optional(),
    /** Kept for the next try of the same person; nobody else is shown it and nobody can approve it. */
    isDraft: z.boolean().optional(),
    /** Its author may not say Yes: it waits for somebody who may. */
    isForApproval: z.boolean().optional(),
    /** Sent back to its author; then it is a draft again. */
    sentBack: z.object({ by: actorRefSchema, at: z.number(), reason: z.string() }).readonly().optional(),
    /** Recommendations that were called done in one word, without naming them. */
    isWholesale: z.boolean().optional(),
  })
  .readonly()

export type AttestedAnswer = (typeof attestedAnswers)[number]
export type KnownHow = (typeof knownHows)[number]
export type Attestation = z.infer<typeof attestationSchema>
export type QuestionAnswer = z.infer<typeof questionAnswerSchema>
export type Review = z.infer<typeof reviewSchema>

/** Longest note that is kept, in characters; longer ones are refused, never cut. */
export const longestNote = 1_000
