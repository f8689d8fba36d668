// How much of what came through was spam, and from whom.
import type { ConnectorRule } from '../../recommendation.js'
import { found, notChecked } from '../advise.js'
import { messageTraceLink } from '../links.js'
import { toAmountText, toCountText } from '../words.js'

const step = {
  ruleId: 'message-trace',
  stage: 'investigate',
  title: 'Check the mail that came through it',
  advice:
    "Trace messages by the connector's domain and address, and find the senders of those that were filtered as spam.",
  link: messageTraceLink,
} as const

export const messageTrace: ConnectorRule = ({ mail }) => {
  if (!mail.known) return notChecked(step, mail.why)
  const { hours, messages, markedAsSpam } = mail.value
  if (markedAsSpam === 0) return undefined
  const much = `${toCountText(markedAsSpam)} of ${toAmountText(messages, 'message')}`
  return found(step, `${much} in ${toAmountText(hours, 'hour')} were marked as spam.`)
}
