// The words of a verdict, and what a rule of it is.
import { z } from 'zod'
import type { ConnectorEvidence, SenderEvidence } from '../evidence.js'
import type { Instant } from '../instant.js'
import type { Restriction } from '../restriction.js'

export const verdictKindSchema = z.enum(['compromised', 'bulk', 'limit-only', 'unclear'])
export type VerdictKind = z.infer<typeof verdictKindSchema>

export const severitySchema = z.enum(['critical', 'high', 'medium', 'low'])

/**
 * What a reason speaks for: `takeover` somebody else is in the account or behind the connector, `mail` the mail is not this
 * sender's, `wanted` it is, `limit` an ordinary sender met a limit, `missing` something cannot be known, `note` worth
 * knowing, whatever the verdict.
 */
const sideSchema = z.enum(['takeover', 'mail', 'wanted', 'limit', 'missing', 'note'])

const reasonKeySchema = z.enum([
  'admin',
  'app-credential',
  'app-explained',
  'app-sent',
  'ask-owner',
  'automatic-reply',
  'back-again',
  'connector-changed',
  'connector-unchanged',
  'delegate-submitted',
  'door-opened',
  'dormant',
  'evidence-missing',
  'foreign-from-domains',
  'forwarding-explained',
  'forwarding-outside',
  'known-recipients',
  'limit-reason',
  'many-failures-then-success',
  'method-explained',
  'new-method',
  'new-place',
  'no-account',
  'no-success',
  'not-its-rhythm',
  'ordinary-volume',
  'password-not-settled',
  'payment-words',
  'risk',
  'rule-explained',
  'rule-hides',
  'same-rhythm',
  'sent-as-another',
  'sign-in-after-reset',
  'smtp-foreign',
  'spam-share',
  'strangers',
  'tenant-limit',
  'token-theft',
  'trace-disagrees',
  'traces-removed',
  'usual-place',
])

const verdictReasonSchema = z
  .object({
    /** The file of the rule that gave it. */
    rule: z.string(),
    key: reasonKeySchema,
    side: sideSchema,
    /** Points, 0 to 5. */
    weight: z.number(),
    /**
     * For a shared card, at most 34 characters where possible: `start` is what is odd, to be set in bold, `rest` follows
     * after a space when it is not empty. Holds no addresses, IPs, subjects, names of rules or apps. Names of places and
     * of directory roles come from outside.
     */
    short: z.object({ start: z.string(), rest: z.string(), at: z.number().optional() }).readonly(),
    /** For the review: a sentence with what it was compared with. May hold outside text. */
    words: z.string(),
  })
  .readonly()
export type VerdictReason = z.infer<typeof verdictReasonSchema>

const badgeKeySchema = z.enum([
  'admin',
  'back-again',
  'delegate',
  'ends-at-midnight',
  'ends-within-a-day',
  'evidence-missing',
  'guest',
  'protected',
  'quiet-not-clean',
  'synced',
  'tenant-limit',
])
export type BadgeKey = z.infer<typeof badgeKeySchema>
export type Side = z.infer<typeof sideSchema>
export type ReasonKey = z.infer<typeof reasonKeySchema>

export const verdictSchema = z
  .object({
    verdict: verdictKindSchema,
    severity: severitySchema,
    /** Strongest first; a card shows the first three. */
    reasons: z.array(verdictReasonSchema).readonly(),
    badges: z.array(z.object({ key: badgeKeySchema, words: z.string() }).readonly()).readonly(),
    /** Why this verdict and not another, in a few sentences, with the points. May hold place names. */
    explanation: z.string(),
  })
  .readonly()
/** As it is stored with an incident, and shown. */
export type Verdict = z.infer<typeof verdictSchema>
export type Badge = Verdict['badges'][number]

/** How a place is said on shared cards: by its name, or as "another country". */
export const placeWords = ['named', 'another-country'] as const
export type PlaceWords = (typeof placeWords)[number]

/** What the verdict needs to know besides the evidence. */
export interface VerdictContext {
  readonly restriction: Restriction
  /** Earlier restrictions of the same entity, as the store knows them. */
  readonly before?: readonly { readonly began: Instant; readonly unblockedAt?: Instant | undefined }[]
  /** What the owner says about the mail; `verified` when somebody spoke with them, not by mail or chat of the account itself. */
  readonly owner?: { readonly says: 'mine' | 'not-mine'; readonly verified: boolean }
  readonly places?: PlaceWords
  /** The settings protect this entity. */
  readonly isProtected?: boolean
}

export type SenderCase = VerdictContext & { readonly evidence: SenderEvidence }
export type ConnectorCase = VerdictContext & { readonly evidence: ConnectorEvidence }

export function isSenderCase(given: SenderCase | ConnectorCase): given is SenderCase {
  return given.evidence.kind === 'sender'
}

export type Sign = Omit<VerdictReason, 'rule'>
/** Pure. Every reason that it sees; none when it has nothing to say, which never means that all is well. */
export type SenderSigns = (given: SenderCase) => readonly Sign[]
export type ConnectorSigns = (given: ConnectorCase) => readonly Sign[]
