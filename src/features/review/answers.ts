// What was answered to what, by whom and when: the rows of the form and of the Yes, and why answers did not count.
import type { ActorRef } from '../../domain/actor.js'
import {
  findAnswer,
  findApprovable,
  findOthersReview,
  findOwnReview,
  isBy,
  isContradicted,
  isCurrent,
  type Seen,
  toInputId,
} from '../../domain/answers.js'
import { toFindingId } from '../../domain/finding.js'
import type { Incident } from '../../domain/incident.js'
import { toPortalUrl } from '../../domain/portals.js'
import type { Recommendation, Stage } from '../../domain/recommendation.js'
import type { Attestation, AttestedAnswer, Review } from '../../domain/review.js'
import { recommend } from '../../domain/rules/index.js'
import type { Tenant } from '../../domain/tenant.js'
import type { EvidenceRow, RecommendationRow } from '../cards.js'
import { toBasisWords } from '../evidence/rows.js'
import { toClockText, toCountText } from '../words/words.js'

const stageTitles: Readonly<Record<Stage, string>> = {
  contain: 'Take it back',
  investigate: 'Find out what happened',
}

const answerWords: Readonly<Record<AttestedAnswer, string>> = {
  done: 'done',
  'not-needed': 'not needed',
  'not-done': 'not done',
}

/** Whose answers a reader of the form sees, and as whose. */
export interface Answers {
  readonly own: Review | undefined
  /** Of somebody else, to be approved as it is: its answers stand in the form. */
  readonly approved: Review | undefined
  /** Of somebody else: its answers stand beside the form, and answer nothing. */
  readonly others: Review | undefined
}

export function findAnswers(
  incident: Incident,
  { actor, canUnblock }: { readonly actor: ActorRef; readonly canUnblock: boolean },
): Answers {
  const own = findOwnReview(incident, actor)
  const others = findOthersReview(incident, actor)
  const approvable = canUnblock ? findApprovable(incident, actor) : undefined
  // A draft goes on where it was left.
  const isOvertaken = own !== undefined && approvable !== undefined && own.at >= approvable.at
  return { own, others, approved: isOvertaken ? undefined : approvable }
}

/** @param seen what the reader's last page showed: only then is it known what is new to them. */
export function toRecommendationRows(
  incident: Incident,
  { tenant, answers, seen }: { readonly tenant: Tenant; readonly answers: Answers; readonly seen: Seen },
): readonly RecommendationRow[] {
  return recommend(incident).map((one, index, all) => {
    const { own, approved, others } = answers
    return {
      inputId: toInputId(one, approved),
      title: one.title,
      advice: one.advice,
      ...toBasisWords(one.basis),
      finding: one.finding,
      linkTitle: one.link.title,
      linkUrl: 'url' in one.link ? one.link.url : toPortalUrl(tenant, one.link),
      stageTitle: all[index - 1]?.stage === one.stage ? '' : stageTitles[one.stage],
      // What Reprieve itself did is done, unless somebody has said otherwise since.
      answer: findAnswer(approved ?? own, one)?.answer ?? (one.doneAt === undefined ? 'not-done' : 'done'),
      changeText: toChangeText(one, seen),
      answeredText: toAnsweredText(one, others),
    }
  })
}

function toChangeText(one: Recommendation, seen: Seen): string {
  if (seen === undefined || seen.get(one.ruleId) === toFindingId(one)) return ''
  return seen.has(one.ruleId) ? 'changed since you looked' : 'new since you looked'
}

function toAnsweredText(one: Recommendation, others: Review | undefined): string {
  const given = findAnswer(others, one)
  if (others === undefined || given === undefined) return ''
  return `${others.by.name} answered ${answerWords[given.answer]}, ${toClockText(others.at)}`
}

export function toReviewText({ approved, others }: Answers, incident: Incident): string {
  if (approved !== undefined)
    return `${approved.by.name} finished a review at ${toClockText(approved.at)}. Approve it as it is: the answers and the note stay theirs. Change one of them, and it becomes a review of your own.`
  if (others === undefined) return ''
  const finished = `${others.by.name} finished a review at ${toClockText(others.at)}`
  return isCurrent(others, incident) ? `${finished}.` : `${finished}. Something has changed since.`
}

/** A note of somebody else that does not stand in the form. */
export function toOthersNote({ approved, others }: Answers): string {
  if (approved !== undefined || others === undefined || others.note === '') return ''
  return `${others.by.name} noted: ${others.note}`
}

/** The answers as they were given, each with what it was given to. */
export function toAttestedRows(
  review: Review,
  incident: Incident,
): { readonly attested: readonly EvidenceRow[]; readonly contradicted: readonly EvidenceRow[] } {
  const isFound = (one: Attestation) => isContradicted(one, incident)
  return {
    attested: review.attestations.filter((one) => !isFound(one)).map(toAttestedRow),
    contradicted: review.attestations.filter(isFound).map((one) => toContradictedRow(one, incident)),
  }
}

const answerIcons: Readonly<Record<AttestedAnswer, string>> = {
  done: '✅',
  'not-needed': '➖',
  'not-done': '⚠️',
}

function toAttestedRow({ title, answer, basis, finding = '' }: Attestation): EvidenceRow {
  const seen = basis === undefined ? '' : `${toBasisWords(basis).word}: ${finding}`
  return { icon: answerIcons[answer], word: answerWords[answer], label: title, finding: seen }
}

function toContradictedRow(
  { title, answer, finding = '' }: Attestation,
  { evidence }: Incident,
): EvidenceRow {
  const read = evidence === undefined ? '' : ` (read ${toClockText(evidence.gatheredAt)})`
  return {
    icon: '❗',
    word: `said ${answerWords[answer]}; Reprieve still sees`,
    label: title,
    finding: `${finding}${read}`,
  }
}

export function toNotDoneText(review: Review, actor: ActorRef): string {
  const count = review.attestations.filter(({ answer }) => answer === 'not-done').length
  return count === 0
    ? ''
    : `${toCountText(count, 'recommendation is', 'recommendations are')} not done. ${toNoteTitle(review, actor)} says why.`
}

export function toContradictedText(count: number, review: Review, actor: ActorRef): string {
  return count === 0
    ? ''
    : `${toCountText(count, 'answer goes', 'answers go')} against what Reprieve still sees. ${toNoteTitle(review, actor)} says why.`
}

export function toNoteTitle(review: Review, actor: ActorRef): string {
  return isBy(review, actor) ? 'Your note' : `The note of ${review.by.name}`
}

interface Wanting {
  readonly open: number
  readonly contradicted: number
  readonly hasNote: boolean
}

/** Why answers need a note, or a better one; empty when they do not. */
export function toAnsweredProblem({ open, contradicted, hasNote }: Wanting): string {
  if (open + contradicted === 0) return ''
  const parts = [
    ...(open === 0
      ? []
      : [`${open === 1 ? 'One recommendation is' : `${open} recommendations are`} not done.`]),
    ...(contradicted === 0
      ? []
      : [
          `${contradicted === 1 ? 'One answer goes' : `${contradicted} answers go`} against what Reprieve still sees.`,
        ]),
    ...(hasNote ? ['The note is too short to say why.'] : []),
  ]
  return `${parts.join(' ')} Say in the note why it is safe to unblock all the same, or do them first and check again.`
}

/** Why a page or a Yes did not count. */
export function toStaleProblem(incident: Incident, seen: Seen): string {
  const isNew = recommend(incident).some((one) => toChangeText(one, seen) !== '')
  const why =
    seen === undefined
      ? 'It is not known what the page you answered showed.'
      : isNew
        ? 'Something was found or done since you looked; it is marked below.'
        : 'This changed while you were reading: Exchange changed the entry, the account or the review was changed from here, or an unblock failed.'
  return `${why} Nothing was unblocked. Read it again and submit again; your answers to what is the same are kept.`
}
