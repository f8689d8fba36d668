// How much of what came through was spam, and from whom, held against what Exchange counted.
import type { ConnectorRule } from '../../recommendation.js'
import { toAmountText, toCountText } from '../../words.js'
import { found, notChecked, toMagnitude } from '../advise.js'
import { toUntracedText } from '../counted.js'
import { messageTraceLink } from '../links.js'

const step = {
  ruleId: 'message-trace',
  stage: 'investigate',
  title: 'Check the mail that came through it',
  advice:
    "Trace messages by the connector's domain and address, and find the senders of those that were filtered as spam.",
  link: messageTraceLink,
} as const

export const messageTrace: ConnectorRule = ({ mail, gatheredAt }, restriction) => {
  if (!mail.known) return notChecked(step, mail.why)
  const { hours, messages, markedAsSpam } = mail.value
  const untraced = toUntracedText(restriction, { hours, messages, gatheredAt })
  const much = `${toCountText(markedAsSpam)} of ${toAmountText(messages, 'message')}`
  const spam = markedAsSpam === 0 ? '' : `${much} in ${toAmountText(hours, 'hour')} were marked as spam.`
  const finding = [spam, untraced].filter((part) => part !== '').join(' ')
  const subject = [toMagnitude(markedAsSpam), ...(untraced === '' ? [] : ['untraced'])]
  return finding === '' ? undefined : found(step, finding, subject)
}
