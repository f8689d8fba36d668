// What left the mailbox. Nothing at all is a finding as well: then the mail came through a relay.
import type { SenderRule } from '../../recommendation.js'
import { found, notChecked } from '../advise.js'
import { messageTraceLink } from '../links.js'
import { isHighVolume, toVolumeText } from '../volume.js'
import { toAmountText, toUtcText } from '../words.js'

const step = {
  ruleId: 'sent-mail',
  stage: 'investigate',
  title: 'Check the mail that was sent',
  advice: 'Look at recipients and subjects in message trace, and ask the user whether the mail is theirs.',
  link: messageTraceLink,
} as const

export const sentMail: SenderRule = ({ sentMail: sent }) => {
  if (!sent.known) return notChecked(step, sent.why)
  const { messages, hours, busiestHour } = sent.value
  if (messages === 0) {
    const nothing = `Nothing was sent from the mailbox in ${toAmountText(hours, 'hour')}`
    return found(
      step,
      `${nothing}: the mail may come through a relay, and a password reset will not stop it.`,
    )
  }
  if (!isHighVolume(sent.value)) return undefined
  const busiest =
    busiestHour === undefined
      ? ''
      : `; ${toAmountText(busiestHour.messages, 'message')} in the hour from ${toUtcText(busiestHour.startsAt)}`
  return found(step, `${toVolumeText(sent.value)}${busiest}.`)
}
