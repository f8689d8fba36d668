// Forwarding on the mailbox sends the attacker a copy of whatever still comes in.
import type { SenderRule } from '../../recommendation.js'
import { found, notChecked } from '../advise.js'
import { mailboxesLink } from '../links.js'

const step = {
  ruleId: 'forwarding',
  stage: 'contain',
  title: 'Remove unknown forwarding',
  advice: 'Remove forwarding the user did not set up. An inbox rule can forward too.',
  link: mailboxesLink,
} as const

export const forwarding: SenderRule = ({ forwarding: target }) => {
  if (!target.known) return notChecked(step, target.why)
  if (target.value === null) return undefined
  const { to, keepsCopy } = target.value
  return found(step, `Mail is forwarded to ${to}, ${keepsCopy ? 'with' : 'without'} a copy in the mailbox.`)
}
