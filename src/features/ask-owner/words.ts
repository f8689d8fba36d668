// What is asked and what was said, in words: on the cards, in the review, in the personal chat.

import { toEntityName } from '../../domain/entity.js'
import type { Incident } from '../../domain/incident.js'
import type { Instant } from '../../domain/instant.js'
import type { OwnerAnswer, OwnerQuestion, OwnerTold } from '../../domain/owner-word.js'
import { say, tellClock, tellZoned, type Words } from '../../domain/said.js'
import { toZonedDayText } from '../../domain/time-zone.js'
import { readSent } from '../../domain/verdict/index.js'
import type { ToLine } from '../feature.js'
import type { TextRow } from '../words/views.js'
import { toCountText, toTitle } from '../words/words.js'

export const answerWords: Readonly<Record<OwnerAnswer, string>> = {
  yes: 'Yes, that was me',
  no: 'No, that was not me',
  unsure: 'I am not sure',
}

const answerIcons: Readonly<Record<OwnerAnswer, string>> = { yes: '🗣️', no: '❗', unsure: '🗣️' }

interface Asked {
  readonly now: Instant
  readonly zone: string
}

/** "Did you send 1,203 messages today (30 Nov)?" The day is named: it may be read on another one. */
export function toQuestionText({ evidence, restriction, openedAt }: Incident, { now, zone }: Asked): string {
  const began = toZonedDayText(restriction.createdAt ?? openedAt, zone)
  const day = began === toZonedDayText(now, zone) ? `today (${began})` : `on ${began}`
  const sent = evidence === undefined ? undefined : readSent(evidence)
  const what =
    sent === undefined || sent.messages === 0
      ? 'an unusual lot of mail'
      : toCountText(sent.messages, 'message')
  return `Did you send ${what} ${day}?`
}

/** Why they are asked. It says nothing that whoever is in the account could use. */
export function toWhyText({ entity }: Incident): string {
  return `Microsoft stopped ${toEntityName(entity)} from sending mail.`
}

export function toUntilText({ by, at, until }: OwnerQuestion, zone: string): Words {
  return say`${by.name} asks, through Reprieve. An answer counts until ${tellZoned(until, at, zone)}. Nobody asks you for a password.`
}

/** What was asked and answered so far, oldest first. */
export function toWordRows({ ownerWord }: Incident): readonly TextRow[] {
  const { question, told = [] } = ownerWord ?? {}
  return [...(question === undefined ? [] : [toQuestionRow(question)]), ...told.map(toToldRow)]
}

function toQuestionRow(question: OwnerQuestion): TextRow {
  const { by, at, platform, sent, unsent, answer, endedAt } = question
  const where = toTitle(platform)
  if (answer !== undefined) {
    const text = say`Owner on ${where} ${tellClock(answer.at)}: “${answerWords[answer.says]}”`
    return { text: say`${answerIcons[answer.says]} ${text}` }
  }
  if (unsent !== undefined) return { text: `📵 The owner cannot be asked on ${where}: ask by phone` }
  const begun = say`❓ ${by.name} asked the owner on ${where} ${tellClock(at)}`
  if (endedAt !== undefined) return { text: say`${begun}: no answer came` }
  return { text: sent === undefined ? say`${begun}: on its way` : say`${begun}: no answer yet` }
}

function toToldRow({ says, at, by }: OwnerTold): TextRow {
  const text = say`Owner by phone, noted by ${by.name} ${tellClock(at)}: “${answerWords[says]}”`
  return { text: say`${answerIcons[says]} ${text}` }
}

/** The same for whoever decides: with what it is worth. */
export function toReviewRows(incident: Incident): readonly TextRow[] {
  const { question, told = [] } = incident.ownerWord ?? {}
  const notes = told.map((one) => ({ text: say`${toToldRow(one).text}. ${one.by.name} noted: ${one.note}` }))
  return [
    ...(question === undefined ? [] : [{ text: say`${toQuestionRow(question).text}${toWorth(question)}` }]),
    ...notes,
  ]
}

function toWorth({ answer, isSameAccount }: OwnerQuestion): string {
  if (answer === undefined) return ''
  return isSameAccount
    ? '. That is the account’s own chat, which an intruder may hold too.'
    : '. That is a personal chat, which an intruder may hold too.'
}

/** An edit of the card tells nobody. */
export const toAnsweredLine: ToLine = ({ ownerWord, entity }) => {
  const answer = ownerWord?.question?.answer
  const name = toEntityName(entity)
  const where = toTitle(ownerWord?.question?.platform ?? '')
  const text =
    answer === undefined
      ? `The owner of ${name} has answered.`
      : `The owner of ${name} answered on ${where}: “${answerWords[answer.says]}”. Somebody else may hold that chat.`
  return { name: 'line', view: { icon: answer?.says === 'no' ? '❗' : '🗣️', text, mentions: [] } }
}

export const toUnreachedLine: ToLine = ({ ownerWord, entity }) => {
  const question = ownerWord?.question
  const why = question?.unsent === undefined ? '' : ` (${question.unsent.why.replace(/\.$/, '')})`
  const text = `The owner of ${toEntityName(entity)} cannot be asked on ${toTitle(question?.platform ?? '')}${why}. Ask by phone.`
  return { name: 'line', view: { icon: '📵', text, mentions: [] } }
}
