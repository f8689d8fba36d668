// Answers count for the findings they were given to, and for whom they were given by. The name of every input says which
// finding it asks about and, on a page that shows somebody else's answers, whose they are. So an answer to what has
// changed since finds no question it belongs to; and Slack, which keeps what was entered under a name when it draws a
// window anew, forgets it where it must.
import { type ActorRef, toActorKey, toActorRef } from './actor.js'
import { toDigest } from './digest.js'
import { toFindingId } from './finding.js'
import type { Incident } from './incident.js'
import type { Press } from './press.js'
import type { Recommendation } from './recommendation.js'
import { type Attestation, attestedAnswers, type Review } from './review.js'
import { recommend } from './rules/index.js'

export function toReviewId(review: Review | undefined): string {
  return review === undefined ? '' : toDigest([toActorKey(review.by), String(review.at)])
}

/** @param approved the review of somebody else whose answers the page shows. */
export function toInputId(one: Recommendation, approved: Review | undefined): string {
  return `attest.${one.ruleId}.${toFindingId(one)}${toSuffix(toReviewId(approved))}`
}

export function toNoteId(approved: Review | undefined): string {
  return `note${toSuffix(toReviewId(approved))}`
}

function toSuffix(reviewId: string): string {
  return reviewId === '' ? '' : `.${reviewId}`
}

/** What a page showed, by rule; undefined when that is not known. */
export type Seen = ReadonlyMap<string, string> | undefined

export function toSeen(values: Press['values']): Seen {
  const read = Object.keys(values).flatMap((name) => {
    const [, ruleId, findingId] = /^attest\.([\w-]+)\.([\da-f]{16})(?:\.|$)/.exec(name) ?? []
    return ruleId === undefined || findingId === undefined ? [] : [[ruleId, findingId] as const]
  })
  return read.length === 0 ? undefined : new Map(read)
}

export function toSeenByReview({ attestations }: Review): Seen {
  const read = attestations.flatMap(({ ruleId, findingId }) =>
    findingId === undefined ? [] : [[ruleId, findingId] as const],
  )
  return read.length === 0 ? undefined : new Map(read)
}

export function isBy(review: Review, actor: ActorRef): boolean {
  return toActorKey(review.by) === toActorKey(actor)
}

export function findOwnReview({ reviews }: Incident, actor: ActorRef): Review | undefined {
  return reviews.find((review) => isBy(review, actor))
}

/** The latest that somebody else has finished. */
export function findOthersReview({ reviews }: Incident, actor: ActorRef): Review | undefined {
  return reviews.findLast((review) => !isBy(review, actor) && review.isDraft !== true)
}

export function findAnswer(review: Review | undefined, one: Recommendation): Attestation | undefined {
  const findingId = toFindingId(one)
  return review?.attestations.find((attestation) => attestation.findingId === findingId)
}

/** Whether every finding of now was answered in it, and nothing else has happened since that must be judged anew. */
export function isCurrent(review: Review, incident: Incident): boolean {
  return (
    review.revision === incident.revision &&
    recommend(incident).every((one) => findAnswer(review, one) !== undefined)
  )
}

/**
 * The finished review of somebody else that an approver can sign under: about exactly what is known now, and newer than
 * what the approver has finished. Only the latest: an older one was overtaken.
 */
export function findApprovable(incident: Incident, actor: ActorRef): Review | undefined {
  const others = findOthersReview(incident, actor)
  if (others === undefined || !isCurrent(others, incident)) return undefined
  const own = findOwnReview(incident, actor)
  return own === undefined || own.isDraft === true || own.at < others.at ? others : undefined
}

/** Answered with done or not needed although the evidence still finds it. */
export function isContradicted({ answer, findingId }: Attestation, incident: Incident): boolean {
  if (answer === 'not-done') return false
  return recommend(incident).some((one) => one.basis === 'found' && toFindingId(one) === findingId)
}

/** What came of a submitted page. `stale`: it was drawn from something else than what is known now, and counts for nothing. */
export type Judged =
  | { readonly kind: 'own' | 'approval'; readonly review: Review }
  | { readonly kind: 'stale'; readonly kept: Review | undefined }

interface Submitted {
  readonly press: Press
  readonly mayApprove: boolean
  readonly now: number
}

export function judgeAnswers(incident: Incident, { press, mayApprove, now }: Submitted): Judged {
  const { actor, values, revision, reviewId = '' } = press
  const shown = incident.reviews.find((review) => toReviewId(review) === reviewId)
  const approved = mayApprove ? findApprovable(incident, actor) : undefined
  const given = toReview(incident, { press, shown, now })
  const isSeen = recommend(incident).every((one) => values[toInputId(one, shown)] !== undefined)
  const isAsItStands = !Object.keys(values).some((name) => name.startsWith('attest.'))
  const isCurrentPage = revision === incident.revision && shown === (reviewId === '' ? undefined : approved)
  if (!isCurrentPage || !(isSeen || (isAsItStands && shown !== undefined)))
    return { kind: 'stale', kept: toKept(given, { shown, reviewId }) }
  if (shown === undefined) return { kind: 'own', review: given }
  return isAsItStands || isUnchanged(given, shown)
    ? { kind: 'approval', review: shown }
    : { kind: 'own', review: given }
}

interface Given {
  readonly press: Press
  /** The review whose answers the page showed. */
  readonly shown: Review | undefined
  readonly now: number
}

function toReview(incident: Incident, { press: { actor, values }, shown, now }: Given): Review {
  const { evidence, revision } = incident
  const attestations = recommend(incident).flatMap((one): readonly Attestation[] => {
    const value = values[toInputId(one, shown)]
    if (value === undefined) return []
    // What was answered in a way that does not exist is not done.
    const answer = attestedAnswers.find((each) => each === value) ?? 'not-done'
    const { ruleId, title, basis, finding } = one
    return [{ ruleId, title, answer, findingId: toFindingId(one), basis, finding }]
  })
  return {
    by: toActorRef(actor),
    at: now,
    attestations,
    note: (values[toNoteId(shown)] ?? '').trim(),
    revision,
    ...(evidence === undefined ? {} : { gatheredAt: evidence.gatheredAt }),
  }
}

/** What the next try begins with. What somebody else answered is theirs: of it only what was changed is kept. */
function toKept(
  given: Review,
  { shown, reviewId }: { readonly shown: Review | undefined; readonly reviewId: string },
): Review | undefined {
  if (shown === undefined) return reviewId === '' ? given : undefined
  const attestations = given.attestations.filter((one) => !isSameAnswer(one, shown))
  const note = toCompared(given.note) === toCompared(shown.note) ? '' : given.note
  return attestations.length === 0 && note === '' ? undefined : { ...given, attestations, note }
}

function isUnchanged(given: Review, shown: Review): boolean {
  return (
    given.attestations.every((one) => isSameAnswer(one, shown)) &&
    toCompared(given.note) === toCompared(shown.note)
  )
}

function isSameAnswer({ findingId, answer }: Attestation, shown: Review): boolean {
  return shown.attestations.some((one) => one.findingId === findingId && one.answer === answer)
}

/** A form gives a text back with other line ends and blanks, and without what nobody can see. */
function toCompared(note: string): string {
  return note.replaceAll(/[\s\p{C}]+/gu, '')
}

/** "ok" and "x" are no reason: it takes five letters or digits, of which three differ. Five signs can say much in Chinese. */
export function isOfSubstance(note: string): boolean {
  const signs = note.match(/[\p{L}\p{N}]/gu) ?? []
  return signs.length >= 5 && new Set(signs).size >= 3
}
