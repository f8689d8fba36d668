// Forwarding on the mailbox sends the attacker a copy of whatever still comes in.
import { withoutSmtp } from '../../address.js'
import type { SenderRule } from '../../recommendation.js'
import { toUtcText } from '../../words.js'
import { doneByUs, found, notChecked } from '../advise.js'
import { findCredit } from '../credit.js'
import { mailboxesLink } from '../links.js'

const step = {
  ruleId: 'forwarding',
  stage: 'contain',
  title: 'Remove unknown forwarding',
  advice: 'Remove forwarding the user did not set up. An inbox rule can forward too.',
  link: mailboxesLink,
} as const

export const forwarding: SenderRule = ({ forwarding: target, gatheredAt }, _, done) => {
  const credit = findCredit('stop-forwarding', done)
  const isNone = target.known && target.value === null
  if (isNone) return credit && doneByUs(step, credit, { text: 'Nothing is forwarded.' })
  // Evidence from before the step shows what has been taken off since.
  if (credit !== undefined && gatheredAt <= credit.at) return doneByUs(step, credit)
  if (!target.known)
    return notChecked(step, credit === undefined ? target.why : `${credit.text} ${target.why}`)
  if (target.value === null) return undefined
  const { to, keepsCopy, through, setAt, setBy } = target.value
  const contact = through === undefined ? '' : ` by the contact "${through}"`
  const set = setAt === undefined ? '' : ` Set ${toUtcText(setAt)}${setBy ? ` by ${setBy}` : ''}.`
  const seen = `Mail is forwarded to ${withoutSmtp(to)}${contact}, ${keepsCopy ? 'with' : 'without'} a copy in the mailbox.${set}`
  return found(step, credit === undefined ? seen : `${credit.text} Since then: ${seen}`)
}
