// When sent mail counts as much. Microsoft does not disclose its spam thresholds, so its own advice for outbound
// policies is the yardstick ("Standard": 500 external recipients an hour, 1,000 recipients a day).
import type { SenderEvidence } from '../evidence.js'
import { toAmountText } from '../words.js'
import { toMagnitude } from './advise.js'

const busyHourMessages = 500
const busyDayRecipients = 1_000

type SentMail = Extract<SenderEvidence['sentMail'], { known: true }>['value']

export function isHighVolume({ hours, recipients, busiestHour }: SentMail): boolean {
  const days = Math.max(1, hours / 24)
  return recipients / days > busyDayRecipients || (busiestHour?.messages ?? 0) > busyHourMessages
}

/** A window that moves on counts a little more or less at every look, and is judged the same. */
export function toVolumeSubject({ messages, recipients }: SentMail): string {
  return `${toMagnitude(messages)} ${toMagnitude(recipients)}`
}

export function toVolumeText({ hours, messages, recipients, distinctSubjects, truncated }: SentMail): string {
  const much = `${truncated === true ? 'At least ' : ''}${toAmountText(messages, 'message')} with ${toAmountText(distinctSubjects, 'subject')}`
  return `${much} to ${toAmountText(recipients, 'recipient')} in ${toAmountText(hours, 'hour')}`
}
