// Answers count for the findings they were given to, and for whom they were given by. A page carries the revision it was drawn
// at and what was found then. At one revision the findings only ever become fewer, so what was drawn at the present one
// showed no less than there is; and the names of the questions carry it too, so that Slack, which keeps what was entered
// under a name when it draws a window anew, forgets an answer to what has changed since.
import { toActorKey, toActorRef } from './actor.js'
import { isUnread } from './checks.js'
import { toDigest } from './digest.js'
import type { Evidence } from './evidence.js'
import { listFindingIds, toFindingId } from './finding.js'
import type { Incident } from './incident.js'
import type { Instant } from './instant.js'
import { type Bindings, isSamePerson, type PersonRef } from './person.js'
import type { Press } from './press.js'
import { listQuestions } from './questions.js'
import type { Recommendation } from './recommendation.js'
import type { Attestation, KnownHow, QuestionAnswer, Review } from './review.js'
import { recommend } from './rules/index.js'
import { listSteps, type Step } from './steps.js'

export function toReviewId(review: Review | undefined): string {
  return review === undefined ? '' : toDigest([toActorKey(review.by), String(review.at)])
}

export function toQuestionId(id: string, { revision }: Pick<Incident, 'revision'>): string {
  return `ask.${id}.${revision}`
}

/** The ticks "done by hand": each names the step and what was found of it. */
export function toByHandId({ revision }: Pick<Incident, 'revision'>): string {
  return `by-hand.${revision}`
}

export const noteId = 'note'

interface Named {
  readonly ruleId: string
  readonly findingId?: string | undefined
}

export function toByHandValue({ ruleId, findingId = '' }: Named): string {
  return `${ruleId}.${findingId}`
}

/** What a page showed. */
export interface Shown {
  readonly at: Instant | undefined
  /** The finding of each rule. */
  readonly findings: ReadonlyMap<string, string>
}

/** Undefined when that is not known. */
export type Seen = Shown | undefined

const seenId = 'seen'

/** What a page carries to say later what it showed. */
export function toSeenText(incident: Incident, now: Instant): string {
  const findings = recommend(incident).map((one) => `${one.ruleId}:${toFindingId(one)}`)
  return [`at:${now}`, ...findings].join(',')
}

export function toSeen(values: Press['values']): Seen {
  const pairs = (values[seenId] ?? '').split(',').flatMap((part) => {
    const [, ruleId, value] = /^([\w-]{1,60}):([\da-f]{1,16})$/.exec(part) ?? []
    return ruleId === undefined || value === undefined ? [] : [[ruleId, value] as const]
  })
  const found = new Map(pairs)
  const at = Number(found.get('at') ?? Number.NaN)
  found.delete('at')
  return pairs.length === 0 ? undefined : { at: Number.isFinite(at) ? at : undefined, findings: found }
}

export function toSeenByReview({ at, attestations }: Review): Seen {
  const read = attestations.flatMap(({ ruleId, findingId }) =>
    findingId === undefined ? [] : [[ruleId, findingId] as const],
  )
  return read.length === 0 ? undefined : { at, findings: new Map(read) }
}

/** Whose it is, whatever they acted by then and act by now: nobody approves what they reviewed themselves. */
export function isBy(review: Review, actor: PersonRef, bindings: Bindings): boolean {
  return isSamePerson(review.by, actor, bindings)
}

/** Their latest. */
export function findOwnReview(
  { reviews }: Incident,
  actor: PersonRef,
  bindings: Bindings,
): Review | undefined {
  return reviews.findLast((review) => isBy(review, actor, bindings))
}

/** The latest that somebody else has finished. */
export function findOthersReview(
  { reviews }: Incident,
  actor: PersonRef,
  bindings: Bindings,
): Review | undefined {
  return reviews.findLast((review) => !isBy(review, actor, bindings) && review.isDraft !== true)
}

/** Whether every finding of now was answered in it, and nothing else has happened since that must be judged anew. */
export function isCurrent(review: Review, incident: Incident): boolean {
  return (
    review.revision === incident.revision &&
    listFindingIds(incident).every((id) => review.attestations.some(({ findingId }) => findingId === id))
  )
}

/**
 * The finished review of somebody else that an approver can sign under: about exactly what is known now, and newer than
 * what the approver has finished. Only the latest: an older one was overtaken.
 */
export function findApprovable(incident: Incident, actor: PersonRef, bindings: Bindings): Review | undefined {
  const others = findOthersReview(incident, actor, bindings)
  if (others === undefined || !isCurrent(others, incident)) return undefined
  const own = findOwnReview(incident, actor, bindings)
  return own === undefined || own.isDraft === true || own.at < others.at ? others : undefined
}

/** Said to be done although the evidence still finds it. */
export function isContradicted({ answer, findingId }: Attestation, incident: Incident): boolean {
  if (answer === 'not-done') return false
  return recommend(incident).some((one) => one.basis === 'found' && toFindingId(one) === findingId)
}

/** What a person said in their last try that still answers what is asked now. */
export function findKept(review: Review | undefined, incident: Incident): Kept {
  if (review === undefined) return { answers: new Map(), byHand: [] }
  const seen = new Set(review.attestations.map(({ findingId }) => findingId))
  // One finding more, and every question is about something else.
  const isAboutAll = recommend(incident).every((one) => one.basis !== 'found' || seen.has(toFindingId(one)))
  const answers = (isAboutAll ? (review.questions ?? []) : []).map(({ id, answer }) => [id, answer] as const)
  const said = review.attestations.filter(({ how }) => how === 'said' || how === 'contradicted')
  return { answers: new Map(answers), byHand: said.map(toByHandValue) }
}

interface Kept {
  readonly answers: ReadonlyMap<string, string>
  /** As the inputs name them. */
  readonly byHand: readonly string[]
}

/**
 * What came of a submitted page. `stale`: it was drawn from something else than what is known now, and counts for nothing.
 * `unanswered`: something was left open. Either way what was said is kept for the next try.
 */
export type Judged =
  | { readonly kind: 'own' | 'approval'; readonly review: Review }
  | { readonly kind: 'stale' | 'unanswered'; readonly kept: Review | undefined }

interface Submitted {
  readonly press: Press
  readonly mayApprove: boolean
  readonly bindings: Bindings
  readonly now: number
}

export function judgeAnswers(incident: Incident, { press, mayApprove, bindings, now }: Submitted): Judged {
  const { actor, values, revision, reviewId = '' } = press
  const hasAnswers = Object.keys(values).some((name) => name.startsWith('ask.') || name.startsWith('attest.'))
  const approved = mayApprove ? findApprovable(incident, actor, bindings) : undefined
  if (reviewId !== '' && !hasAnswers)
    return revision === incident.revision && approved !== undefined && toReviewId(approved) === reviewId
      ? { kind: 'approval', review: approved }
      : { kind: 'stale', kept: undefined }
  const review = toReview(incident, { press, now })
  if (revision !== incident.revision || toSeen(values) === undefined)
    return { kind: 'stale', kept: toStaleKept(review, toSeen(values)) }
  const asked = listQuestions(incident)
  return review.questions?.length === asked.length
    ? { kind: 'own', review }
    : { kind: 'unanswered', kept: review }
}

/** Of a page that showed something else: the note, and what was said of findings that it did show. */
function toStaleKept(review: Review, seen: Seen): Review {
  const shown = new Set(seen?.findings.values())
  const attestations = review.attestations.filter(({ findingId = '' }) => shown.has(findingId))
  return { ...review, attestations }
}

interface Given {
  readonly press: Press
  readonly now: number
}

function toReview(incident: Incident, { press: { actor, values, revision }, now }: Given): Review {
  const { evidence } = incident
  const ticked = new Set((values[toByHandId({ revision: revision ?? 0 })] ?? '').split(','))
  return {
    by: toActorRef(actor),
    at: now,
    attestations: toAttestations(incident, ticked),
    questions: toQuestionAnswers(incident, values, revision),
    note: (values[noteId] ?? '').trim(),
    revision: incident.revision,
    ...(evidence === undefined ? {} : { gatheredAt: evidence.gatheredAt }),
    ...(values.wholesale === 'yes' ? { isWholesale: true } : {}),
  }
}

/** With nothing ticked by hand. */
export function toPlainReview(
  incident: Incident,
  given: Pick<Review, 'by' | 'at' | 'questions' | 'note'>,
): Review {
  const { revision, evidence } = incident
  return {
    ...given,
    attestations: toAttestations(incident, new Set()),
    revision,
    ...(evidence === undefined ? {} : { gatheredAt: evidence.gatheredAt }),
  }
}

function toQuestionAnswers(
  incident: Incident,
  values: Press['values'],
  revision = 0,
): readonly QuestionAnswer[] {
  return listQuestions(incident).flatMap(({ id, words, answers }) => {
    const given = answers.find(({ value }) => value === values[toQuestionId(id, { revision })])
    return given === undefined ? [] : [{ id, words, answer: given.value, answerWords: given.words }]
  })
}

/** Everything that is found now, each with how it is known; and the steps that are done so well that nothing is found. */
function toAttestations(incident: Incident, ticked: ReadonlySet<string>): readonly Attestation[] {
  const steps = new Map(listSteps(incident).map((step) => [step.ruleId, step]))
  const advised = recommend(incident).map((one) =>
    toAttestation(one, { step: steps.get(one.ruleId), ticked, evidence: incident.evidence }),
  )
  const vanished = [...steps.values()].filter(({ findingId }) => findingId === undefined)
  return [
    ...advised,
    ...vanished.map((step): Attestation => {
      const { ruleId, title } = step
      return { ruleId, title, answer: 'done', how: 'seen', ...toKnown(step) }
    }),
  ]
}

interface Beside {
  readonly step: Step | undefined
  readonly ticked: ReadonlySet<string>
  readonly evidence: Evidence | undefined
}

function toAttestation(one: Recommendation, { step, ticked, evidence }: Beside): Attestation {
  const { ruleId, title, basis, finding } = one
  const findingId = toFindingId(one)
  const isTicked = step?.how === 'open' && ticked.has(toByHandValue({ ruleId, findingId }))
  const how = isTicked ? toSaidHow(one, step) : (step?.how ?? toReadHow(one, evidence))
  const answer = toAnswer(how)
  const isDone = step !== undefined && answer === 'done'
  const known = step === undefined || isTicked ? {} : toKnown(step)
  return { ruleId, title: isDone ? step.title : title, answer, findingId, basis, finding, how, ...known }
}

function toSaidHow({ basis }: Recommendation, { isVisible }: Step): KnownHow {
  return isVisible && basis === 'found' ? 'contradicted' : 'said'
}

function toReadHow(one: Recommendation, evidence: Evidence | undefined): KnownHow {
  if (one.basis === 'looks-fine') return 'seen'
  return isUnread(one, evidence) ? 'not-checked' : 'finding'
}

function toKnown({ at, by }: Step): Pick<Attestation, 'knownAt' | 'doneBy'> {
  return { ...(at === undefined ? {} : { knownAt: at }), ...(by === '' ? {} : { doneBy: by }) }
}

function toAnswer(how: KnownHow): Attestation['answer'] {
  switch (how) {
    case 'ours':
    case 'seen':
    case 'said':
    case 'contradicted':
      return 'done'
    case 'open':
    case 'not-checked':
    case 'finding':
      return 'not-done'
    default:
      return how satisfies never
  }
}

/** "ok" and "x" are no reason: it takes five letters or digits, of which three differ. Five signs can say much in Chinese. */
export function isOfSubstance(note: string): boolean {
  const signs = note.match(/[\p{L}\p{N}]/gu) ?? []
  return signs.length >= 5 && new Set(signs).size >= 3
}

/** Against what is seen it takes a sentence. */
export const shortestReason = 15

export function isReason(note: string): boolean {
  return isOfSubstance(note) && note.trim().length >= shortestReason
}
