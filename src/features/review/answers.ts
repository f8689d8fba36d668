// What was answered to what, by whom and when: the rows of the form and of the Yes, and why answers did not count.

import type { ActorRef } from '../../domain/actor.js'
import {
  findApprovable,
  findKept,
  findOthersReview,
  findOwnReview,
  isContradicted,
  isCurrent,
  type Seen,
  toByHandId,
  toByHandValue,
  toQuestionId,
} from '../../domain/answers.js'
import { isSign } from '../../domain/checks.js'
import { toFindingId } from '../../domain/finding.js'
import type { Incident } from '../../domain/incident.js'
import type { Bindings } from '../../domain/person.js'
import { toPortalUrl } from '../../domain/portals.js'
import { isDoubt, listQuestions } from '../../domain/questions.js'
import type { Recommendation, Stage } from '../../domain/recommendation.js'
import type { Attestation, AttestedAnswer, QuestionAnswer, Review } from '../../domain/review.js'
import { recommend } from '../../domain/rules/index.js'
import { say, tellClock, type Words } from '../../domain/said.js'
import { listSteps } from '../../domain/steps.js'
import type { Tenant } from '../../domain/tenant.js'
import type { EvidenceRow, QuestionRow, RecommendationRow } from '../cards.js'
import { toBasisWords } from '../evidence/rows.js'
import { toContradictedLines, toGroups } from './brief.js'
import { listOpenSteps, listUnread, toReadText, toStepRow } from './steps.js'

const stageTitles: Readonly<Record<Stage, string>> = {
  contain: 'Take it back',
  investigate: 'What happened',
}

const answerWords: Readonly<Record<AttestedAnswer, string>> = {
  done: 'done',
  'not-needed': 'not needed',
  'not-done': 'not done',
}

/** Whose answers there are. */
export interface Answers {
  readonly own: Review | undefined
  /** Of somebody else, about exactly what is known now: whoever may say Yes can approve it as it is. */
  readonly approvable: Review | undefined
  /** Of somebody else; the latest that is finished. */
  readonly others: Review | undefined
}

export function findAnswers(
  incident: Incident,
  {
    actor,
    bindings,
    canUnblock,
  }: { readonly actor: ActorRef; readonly bindings: Bindings; readonly canUnblock: boolean },
): Answers {
  return {
    own: findOwnReview(incident, actor, bindings),
    others: findOthersReview(incident, actor, bindings),
    approvable: canUnblock ? findApprovable(incident, actor, bindings) : undefined,
  }
}

interface Listing {
  readonly tenant: Tenant
  readonly seen: Seen
  readonly now: number
}

/** Microsoft's recommendations with where each stands; what is new to the reader first. */
export function toRecommendationRows(
  incident: Incident,
  { tenant, seen, now }: Listing,
): readonly RecommendationRow[] {
  const steps = new Map(listSteps(incident).map((step) => [step.ruleId, step]))
  const rows = recommend(incident).map((one): RecommendationRow & { readonly stage: Stage } => {
    const step = steps.get(one.ruleId)
    const words = step === undefined ? undefined : toStepRow(step, now)
    return {
      ruleId: one.ruleId,
      stage: one.stage,
      title: one.title,
      advice: one.advice,
      ...toBasisWords(one.basis),
      ...(words === undefined ? {} : { icon: words.icon, word: words.word }),
      finding: one.finding,
      linkTitle: one.link.title,
      linkUrl: 'url' in one.link ? one.link.url : toPortalUrl(tenant, one.link),
      stageTitle: '',
      changeText: toChangeText(one, seen),
    }
  })
  const sorted = rows.toSorted(
    (one, other) => Number(other.changeText !== '') - Number(one.changeText !== ''),
  )
  return sorted.map(({ stage, ...row }, index) => ({
    ...row,
    stageTitle: sorted[index - 1]?.stage === stage ? '' : stageTitles[stage],
  }))
}

function toChangeText(one: Recommendation, seen: Seen): Words {
  if (seen === undefined || seen.findings.get(one.ruleId) === toFindingId(one)) return ''
  const since = seen.at === undefined ? 'since you looked' : say`since ${tellClock(seen.at)}`
  return say`${seen.findings.has(one.ruleId) ? 'changed' : 'new'} ${since}`
}

/** All of them empty, but for what this person has answered to the very same before. */
export function toQuestionRows(incident: Incident, own: Review | undefined): readonly QuestionRow[] {
  const { answers } = findKept(own, incident)
  return listQuestions(incident).map((one) => ({
    inputId: toQuestionId(one.id, incident),
    questionId: one.id,
    words: one.words,
    answer: answers.get(one.id) ?? '',
    options: one.answers.map(({ value, words }) => ({ choiceId: value, title: words })),
  }))
}

/** The open steps, to be ticked by whoever did them elsewhere. */
export function toByHand(incident: Incident, own: Review | undefined) {
  const open = listOpenSteps(incident)
  const { byHand } = findKept(own, incident)
  const options = open.map((step) => ({
    choiceId: toByHandValue(step),
    title: step.title,
    ruleId: step.ruleId,
  }))
  const ticked = options.filter(({ choiceId }) => byHand.includes(choiceId))
  return {
    byHandId: toByHandId(incident),
    byHand: options,
    ticked: ticked.map(({ choiceId, title }) => ({ choiceId, title })),
    tickedText: ticked.map(({ choiceId }) => choiceId).join(','),
  }
}

export function toUncheckedText(incident: Incident): string {
  const unread = listUnread(incident)
  return unread.length === 0
    ? ''
    : `Not checked: ${unread.join(', ')}. Say in the note why it is safe all the same.`
}

export function toReviewText({ approvable, others }: Answers, incident: Incident): Words {
  if (others === undefined) return ''
  const finished = say`${others.by.name} finished a review at ${tellClock(others.at)}`
  if (approvable !== undefined)
    return say`${finished}. Approve it as it is on the page before; what you answer here is a review of your own.`
  return isCurrent(others, incident) ? say`${finished}.` : say`${finished}. Something has changed since.`
}

export function toOthersNote({ others }: Answers): string {
  return others === undefined || others.note === '' ? '' : `${others.by.name} noted: ${others.note}`
}

interface AttestedRows {
  readonly attested: readonly EvidenceRow[]
  readonly answerLines: readonly EvidenceRow[]
  readonly contradicted: readonly EvidenceRow[]
  readonly contradictedLines: readonly EvidenceRow[]
  readonly readText: string
}

/** What was said to be done and is still seen, and all else that was answered. */
export function toAttestedRows(review: Review, incident: Incident): AttestedRows {
  const isFound = (one: Attestation) => isContradicted(one, incident)
  const attested = review.attestations.filter((one) => !isFound(one) && isWorthALine(one))
  const against = review.attestations.filter(isFound)
  const questions = (review.questions ?? []).map(toAnsweredRow)
  const reads = new Set(against.map(({ ruleId }) => toReadText(ruleId, incident)))
  // What is open or found was not answered; both have lines of their own.
  const few = attested
    .filter(({ how }) => how !== 'open' && how !== 'finding')
    .map((one) => toAttestedRow(one, review))
  return {
    attested: [...attested.map((one) => toAttestedRow(one, review)), ...questions],
    answerLines: [...toGroups(few), ...questions],
    contradicted: against.map((one) => toContradictedRow(one, incident)),
    contradictedLines: toContradictedLines(
      against.map(({ title: label, ruleId, finding = '' }) => ({
        icon: '❗',
        word: reads.size === 1 ? '' : toReadText(ruleId, incident),
        label,
        finding,
      })),
    ),
    readText: reads.size === 1 ? ([...reads][0] ?? '') : '',
  }
}

/** Of what older versions kept, all of it; else signs, and steps that are done. What is open or unread has a line of its own. */
function isWorthALine(one: Attestation): boolean {
  switch (one.how) {
    case undefined:
    case 'ours':
    case 'said':
    case 'contradicted':
      return true
    case 'seen':
      return one.basis === undefined
    case 'finding':
    case 'open':
      return isSign(one)
    case 'not-checked':
      return false
    default:
      return one.how satisfies never
  }
}

const answerIcons: Readonly<Record<AttestedAnswer, string>> = {
  done: '✅',
  'not-needed': '➖',
  'not-done': '⚠️',
}

function toAttestedRow(one: Attestation, { by }: Pick<Review, 'by'>): EvidenceRow {
  const { title: label, answer, basis, finding = '', how } = one
  switch (how) {
    case undefined: {
      const seen = basis === undefined ? '' : `${toBasisWords(basis).word}: ${finding}`
      return { icon: answerIcons[answer], word: answerWords[answer], label, finding: seen }
    }
    case 'ours':
      return { icon: '✅', word: say`by ${one.doneBy ?? 'Reprieve'}${toAtText(one)}`, label, finding: '' }
    case 'seen':
      return { icon: '✅', word: say`seen${toAtText(one)}`, label, finding: '' }
    case 'said':
      return { icon: '🗣️', word: `said by ${by.name}`, label, finding: '' }
    case 'contradicted':
      return { icon: '❗', word: `said done by ${by.name}, and still seen`, label, finding }
    case 'open':
      return { icon: '⬜', word: 'not done', label, finding }
    case 'not-checked':
      return { icon: '❔', word: 'not checked', label, finding }
    case 'finding':
      return { icon: '⚠️', word: 'found', label, finding }
    default:
      return how satisfies never
  }
}

/** All that was answered, and how each step was known: what a record shows of the review it went by. */
export function toRecordedRows(review: Review): readonly EvidenceRow[] {
  return [
    ...(review.questions ?? []).map(toAnsweredRow),
    ...toGroups(review.attestations.map((one) => ({ ...toAttestedRow(one, review), finding: '' }))),
  ]
}

function toAtText({ knownAt }: Attestation): Words {
  return knownAt === undefined ? '' : say` ${tellClock(knownAt)}`
}

function toAnsweredRow({ words, answer, answerWords: said }: QuestionAnswer): EvidenceRow {
  return { icon: isDoubt({ answer }) ? '⚠️' : '✅', label: words, word: said, finding: '' }
}

function toContradictedRow({ title, ruleId, finding = '' }: Attestation, incident: Incident): EvidenceRow {
  const read = toReadText(ruleId, incident)
  return {
    icon: '❗',
    word: 'said done; Reprieve still sees',
    label: title,
    finding: read === '' ? finding : `${finding} (${read})`,
  }
}

/** "Not done: Block sign-in, Change password."; of what older versions kept, how many. */
export function toNotDoneText({ attestations }: Review): string {
  const open = attestations.filter(({ how, answer }) =>
    how === undefined ? answer === 'not-done' : how === 'open',
  )
  return open.length === 0 ? '' : `Not done: ${open.map(({ title }) => title).join(', ')}.`
}

/** "Not checked: Check recent sign-ins." */
export function toNotCheckedText({ attestations }: Review): string {
  const unread = attestations.filter(({ how }) => how === 'not-checked')
  return unread.length === 0 ? '' : `Not checked: ${unread.map(({ title }) => title).join(', ')}.`
}

/** Why a page or a Yes did not count. */
export function toStaleProblem(incident: Incident, seen: Seen): string {
  const isNew = recommend(incident).some((one) => toChangeText(one, seen) !== '')
  const why =
    seen === undefined
      ? 'It is not known what the page you answered showed.'
      : isNew
        ? 'Something was found or done since you looked; it is marked below.'
        : 'This changed while you were reading: Exchange changed the entry, the account or the review was changed from here, the owner answered, or an unblock failed.'
  return `${why} Nothing was unblocked. Read it again and submit again; what you said of the same is kept.`
}
