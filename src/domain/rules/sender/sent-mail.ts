// What left the mailbox, held against what Exchange counted. Mail that shows under no address of the account's own was
// sent under another one or by another way; it says nothing about who is in the account.
import type { SenderEvidence } from '../../evidence.js'
import type { Recommendation, SenderRule } from '../../recommendation.js'
import { toAmountText, toUtcText } from '../../words.js'
import { found, notChecked, type Step } from '../advise.js'
import { toUntracedText } from '../counted.js'
import { messageTraceLink } from '../links.js'
import { isHighVolume, toVolumeSubject, toVolumeText } from '../volume.js'

const step = {
  ruleId: 'sent-mail',
  stage: 'investigate',
  title: 'Check the mail that was sent',
  advice: 'Look at recipients and subjects in message trace, and ask the user whether the mail is theirs.',
  link: messageTraceLink,
} as const

const untracedStep: Step = {
  ...step,
  advice:
    'Look further back, and for mail sent as another address (Send As, on behalf), through a connector or by an app. Reset the password all the same: this account may be what sends it.',
}

type SentMail = Extract<SenderEvidence['sentMail'], { known: true }>['value']

export const sentMail: SenderRule = (
  { sentMail: sent, gatheredAt },
  restriction,
): Recommendation | undefined => {
  if (!sent.known) return notChecked(step, sent.why)
  const untraced = toUntracedText(restriction, { ...sent.value, gatheredAt })
  const volume = isHighVolume(sent.value) ? toBusyText(sent.value) : ''
  const own = untraced === '' ? '' : `${untraced} Only mail under the account's own addresses is traced.`
  if (own !== '')
    return found(untracedStep, volume === '' ? own : `${volume} ${own}`, [
      'untraced',
      toVolumeSubject(sent.value),
    ])
  if (sent.value.messages === 0)
    return found(
      untracedStep,
      `Message trace shows no mail under the account's own addresses in ${toAmountText(sent.value.hours, 'hour')}.`,
      ['nothing'],
    )
  return volume === '' ? undefined : found(step, volume, [toVolumeSubject(sent.value)])
}

function toBusyText(sent: SentMail): string {
  const { busiestHour } = sent
  const busiest =
    busiestHour === undefined
      ? ''
      : `; ${toAmountText(busiestHour.messages, 'message')} in the hour from ${toUtcText(busiestHour.startsAt)}`
  return `${toVolumeText(sent)}${busiest}.`
}
