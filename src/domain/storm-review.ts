// A storm review: many incidents of one storm that look alike are judged on one page, signed for by one person and by a
// second one, and unblocked one after the other. What may be among them, in words: only what looks like bulk mail or met a
// sending limit, by evidence that is no older than a quarter of an hour and of which nothing is unchecked; nobody who has a
// role in the directory or is protected by the settings; nothing that asks for an answer of its own, was refused by Exchange
// before, waits for a moment, or is signed for already. Who may is asked of each of them as for an unblock alone.
import { z } from 'zod'
import { type ActorRef, actorRefSchema, identitySchema } from './actor.js'
import { toPlainReview } from './answers.js'
import type { Approval } from './approval.js'
import type { Incident } from './incident.js'
import { type Instant, isAhead, minuteMilliseconds } from './instant.js'
import { keepUnknown } from './keep-unknown.js'
import { findVerdict } from './outlook.js'
import { listQuestions } from './questions.js'
import { questionAnswerSchema, type Review } from './review.js'
import { findProtected } from './two-people.js'
import { isWorse, type VerdictKind, verdictKindSchema } from './verdict/index.js'

/** As many as two people can look at on one page. */
export const mostStormRows = 25

/** Older evidence is read once more before a signature. */
const freshMilliseconds = 15 * minuteMilliseconds

const signerSchema = z
  .object({
    by: actorRefSchema,
    /** Only until it is over. */
    identity: identitySchema.optional(),
    at: z.number(),
  })
  .readonly()
export type StormSigner = z.infer<typeof signerSchema>

const rowEnds = ['unblocked', 'gone', 'refused', 'unknown', 'out'] as const

const rowSchema = z
  .object({
    incidentId: z.string(),
    /** Of the incident, as it was signed. */
    revision: z.number(),
    verdict: verdictKindSchema,
    /** Undefined as long as its turn has not come, or is under way. */
    end: z
      .object({
        at: z.number(),
        /** `gone`: off the list before its turn; `out`: not unblocked here after all. */
        kind: z.enum(rowEnds),
        why: z.string(),
      })
      .readonly()
      .optional(),
  })
  .readonly()
export type StormRow = z.infer<typeof rowSchema>

const stopReasons = [
  /** Exchange said no, or was not to be asked. */
  'refused',
  /** What became of one is not known. */
  'unknown',
  /** Somebody pressed Stop. */
  'person',
  /** One of the two might not sign any more. */
  'lapsed',
  /** No second signature came in time. */
  'expired',
  /** The tenant is no longer in the settings. */
  'unwatched',
] as const

export const stormReviewSchema = keepUnknown(
  z
    .object({
      id: z.string(),
      tenantId: z.string(),
      digestId: z.string(),
      /** What they have in common, as the digest groups them. */
      group: z.string(),
      verdict: verdictKindSchema,
      rows: z.array(rowSchema).readonly(),
      answers: z.array(questionAnswerSchema).readonly(),
      note: z.string(),
      first: signerSchema,
      /** When the first signature ends without a second one. */
      until: z.number(),
      /** Pages with the Yes that were opened, one for each actor. */
      leaves: z
        .array(z.object({ id: z.string(), by: actorRefSchema, expiresAt: z.number() }).readonly())
        .readonly(),
      second: signerSchema.optional(),
      stopped: z
        .object({
          at: z.number(),
          reason: z.enum(stopReasons),
          why: z.string(),
          by: actorRefSchema.optional(),
        })
        .readonly()
        .optional(),
      endedAt: z.number().optional(),
    })
    .readonly(),
)
export type StormReview = z.infer<typeof stormReviewSchema>

const reviewable: ReadonlySet<VerdictKind> = new Set(['bulk', 'limit-only'])

/** Whether those that look so are reviewed together; any other verdict needs a look of its own. */
export function isStormVerdict(kind: VerdictKind): boolean {
  return reviewable.has(kind)
}

/** What it has in common with others of its storm: what it looks like and, where they are reviewed together, the cause. */
export function toStormGroup(incident: Incident): string | undefined {
  const kind = findVerdict(incident)?.verdict
  if (kind === undefined) return undefined
  return isStormVerdict(kind) ? `${kind}-${incident.restriction.reason.cause}` : kind
}

/** Why an incident is not among those that are unblocked together. */
export type StormBar =
  | 'not-open'
  | 'refused-before'
  | 'looking'
  | 'other-verdict'
  | 'signed'
  | 'snoozed'
  | 'protected'
  | 'role'
  | 'unchecked'
  | 'questions'
  | 'changed'
  | 'stale'

interface Question {
  readonly approval: Approval
  readonly now: Instant
  /** Of the one that is about it, and as what it was signed; undefined before it is signed. */
  readonly signed?: Pick<StormRow, 'revision' | 'verdict'> & { readonly stormReviewId: string }
}

/** Whether it may be among them, whoever asks; `stale` comes last: all else is as it should be. */
export function findStormBar(incident: Incident, { approval, now, signed }: Question): StormBar | undefined {
  const { state, evidence, together, snoozed } = incident
  if (state.status === 'failed' || state.status === 'uncertain') return 'refused-before'
  if (state.status !== 'open' && state.status !== 'reviewing') return 'not-open'
  const kind = findVerdict(incident)?.verdict
  if (evidence === undefined || kind === undefined) return 'looking'
  if (!isStormVerdict(kind) || (signed !== undefined && isWorse(kind, signed.verdict))) return 'other-verdict'
  if (together !== undefined && together.stormReviewId !== signed?.stormReviewId) return 'signed'
  if (snoozed !== undefined) return 'snoozed'
  if (signed !== undefined && signed.revision !== incident.revision) return 'changed'
  return findSpecial(incident, approval) ?? (isFresh(incident, now) ? undefined : 'stale')
}

/** What takes more than a look at many. */
function findSpecial(incident: Incident, approval: Approval): StormBar | undefined {
  if (findProtected(incident, approval.protected) !== undefined) return 'protected'
  const { evidence } = incident
  if (evidence?.kind === 'sender') {
    if (!evidence.roles.known) return 'unchecked'
    if (evidence.roles.value.length > 0) return 'role'
  }
  const [question, ...others] = listQuestions(incident)
  if (question?.id !== stormQuestionId || others.length > 0) return 'questions'
  const { attestations } = toPlainReview(incident, blank)
  return attestations.some(({ how }) => how === 'not-checked') ? 'unchecked' : undefined
}

/** The one question that is answered for all of them. */
export const stormQuestionId = 'wanted'

const blank = { by: { platform: 'none', id: 'none', name: '' }, at: 0, note: '' }

/** Evidence of a moment that has yet to come says nothing of now: the clock was set back. */
export function isFresh({ evidence }: Incident, now: Instant): boolean {
  if (evidence === undefined || isAhead(evidence.gatheredAt, now)) return false
  return now - evidence.gatheredAt < freshMilliseconds
}

/** The review of one of them, as whoever signed first gave it for all. */
export function toRowReview(incident: Incident, { first, answers, note }: StormReview): Review {
  return toPlainReview(incident, { by: first.by, at: first.at, questions: answers, note })
}

export type StormStage = 'signed' | 'running' | 'over'

export function toStormStage({ second, endedAt }: StormReview): StormStage {
  if (endedAt !== undefined) return 'over'
  return second === undefined ? 'signed' : 'running'
}

/** Whether a second signature would count at this moment. */
export function isWaitingForSecond(review: StormReview, now: Instant): boolean {
  const { stopped, first, until } = review
  return toStormStage(review) === 'signed' && stopped === undefined && now < until && !isAhead(first.at, now)
}

/** Those whose turn has not come. */
export function listLeft({ rows }: StormReview): readonly StormRow[] {
  return rows.filter(({ end }) => end === undefined)
}

/** The first word about a row is the last: what has ended stays so. */
export function endRow(
  review: StormReview,
  incidentId: string,
  end: NonNullable<StormRow['end']>,
): StormReview {
  const rows = review.rows.map((row) =>
    row.incidentId === incidentId && row.end === undefined ? { ...row, end } : row,
  )
  return { ...review, rows }
}

/** Stopped once, by whatever came first. */
export function stopStorm(review: StormReview, stopped: NonNullable<StormReview['stopped']>): StormReview {
  return review.stopped === undefined ? { ...review, stopped } : review
}

/** Nothing is left to do: who they are is kept, what tells their mailboxes is not. */
export function endStorm(review: StormReview, now: Instant): StormReview {
  const { first, second } = review
  const withoutIdentity = ({ by, at }: StormSigner): StormSigner => ({ by, at })
  return {
    ...review,
    first: withoutIdentity(first),
    ...(second === undefined ? {} : { second: withoutIdentity(second) }),
    leaves: [],
    endedAt: now,
  }
}

/** One page with the Yes at a time for each actor. */
export function addLeave(
  review: StormReview,
  leave: StormReview['leaves'][number],
  now: Instant,
): StormReview {
  const others = review.leaves.filter(({ by, expiresAt }) => !isSameActor(by, leave.by) && now < expiresAt)
  return { ...review, leaves: [...others, leave] }
}

function isSameActor(one: ActorRef, other: ActorRef): boolean {
  return one.platform === other.platform && one.id === other.id
}
