// The automatic reply reaches everybody who writes: an intruder tells them another bank account, or where to sign in.
import type { SenderRule } from '../../recommendation.js'
import { toHandText, toListText, toUtcText } from '../../words.js'
import { found, notChecked } from '../advise.js'
import { mailboxesLink } from '../links.js'

const step = {
  ruleId: 'automatic-reply',
  stage: 'contain',
  title: 'Check the automatic reply',
  advice: 'Read it, and turn it off unless the user wrote it.',
  link: mailboxesLink,
} as const

const audiences = {
  inside: 'to people inside',
  contacts: 'to contacts outside',
  everybody: 'to everybody outside',
} as const

export const automaticReply: SenderRule = ({ automaticReply: reply }) => {
  if (reply === undefined) return undefined
  if (!reply.known) return notChecked(step, reply.why)
  if (reply.value === null) return undefined
  const { audience, signs, changedAt, changedBy, changedFrom, unchangedSince } = reply.value
  const set =
    changedAt === undefined
      ? ''
      : `, set ${toUtcText(changedAt)}${toHandText({ by: changedBy, from: changedFrom })}`
  const head = `An automatic reply goes ${audiences[audience]}${set}`
  if (signs.length > 0) return found(step, `${head}. It has ${toListText(signs)}.`, [head, ...signs])
  // Only who wrote it can tell: words that lead somewhere can be written in many ways.
  const since =
    unchangedSince === undefined
      ? ''
      : `, and was not changed since ${toUtcText(unchangedSince)} by the audit log`
  return notChecked(
    step,
    `${head}${since}. It has no link, no address outside and no words about money: read it.`,
  )
}
