// Steps that take an account back before its restriction is lifted, and what became of each.
import { z } from 'zod'
import { actorRefSchema, identitySchema } from './actor.js'

/** In Microsoft's order for a compromised account. */
export const containmentSteps = [
  'block-sign-in',
  'revoke-sessions',
  'require-password-change',
  'remove-method',
  'remove-grant',
  'remove-delegate',
  'stop-forwarding',
  'disable-inbox-rules',
] as const
export type ContainmentStep = (typeof containmentSteps)[number]

/** How it was before, in the backend's own terms: enough to take the step back. Never a secret. */
export const undoSchema = z.record(z.string(), z.json())
export type Undo = z.infer<typeof undoSchema>

/** What a backend is asked to do to the account of a sender. */
export interface ContainmentOrder {
  readonly step: ContainmentStep
  /** Ids of inbox rules, or of one grant, as the evidence gave them; empty for steps on the account itself. */
  readonly targets: readonly string[]
  /** Takes back what an earlier step changed, by what that step remembered; undefined to do the step. */
  readonly restore: Undo | undefined
}

export interface ContainmentResult {
  /** One sentence for people: what was changed, or that nothing had to be. May hold outside text. */
  readonly detail: string
  /** Undefined when there is no way back, or nothing to take back. */
  readonly undo: Undo | undefined
  /** What the way back would bring back, by name: the address mail would go to, the rules. Outside text. */
  readonly restores?: readonly string[] | undefined
}

/** An inbox rule or a grant: its id as the evidence gave it, its name for people. */
const targetSchema = z.object({ id: z.string(), name: z.string() }).readonly()
export type ContainmentTarget = z.infer<typeof targetSchema>

export const containmentSchema = z
  .object({
    id: z.string(),
    step: z.enum(containmentSteps),
    targets: z.array(targetSchema).readonly(),
    /** The containment this one takes back; undefined for a step forward. */
    undoes: z.string().optional(),
    /** The Yes it was asked for with, where one covered several steps. */
    setId: z.string().optional(),
    by: actorRefSchema,
    /** From the Yes to the call; undefined also when an older version took the Yes. */
    identity: identitySchema.optional(),
    /** When its confirmation was shown. Without a Yes it is forgotten. */
    askedAt: z.number(),
    /** The Yes. */
    requestedAt: z.number().optional(),
    /** Saved before the call goes out: from then on nothing may repeat it blindly. */
    attemptedAt: z.number().optional(),
    ended: z
      .object({ at: z.number(), result: z.enum(['done', 'failed', 'unknown']), detail: z.string() })
      .readonly()
      .optional(),
    undo: undoSchema.optional(),
    /** What the way back would bring back, by name. Undefined when nothing was named. */
    restores: z.array(z.string()).readonly().optional(),
  })
  .readonly()
/** One step on one incident's account: asked, confirmed, tried, ended. */
export type Containment = z.infer<typeof containmentSchema>

export const keptSchema = z
  .object({
    by: actorRefSchema,
    at: z.number(),
    /** In their words. */
    reason: z.string(),
    /** What was left standing then. */
    containmentIds: z.array(z.string()).readonly(),
  })
  .readonly()
/** Somebody decided that what was changed on the account stays as it is. */
export type Kept = z.infer<typeof keptSchema>

export const setAskSchema = z
  .object({
    id: z.string(),
    by: actorRefSchema,
    askedAt: z.number(),
    /** Of the incident, when the page was drawn: what it offers is what was known then. */
    revision: z.number(),
  })
  .readonly()
/** A page of steps to choose from that waits for its one Yes. */
export type SetAsk = z.infer<typeof setAskSchema>
