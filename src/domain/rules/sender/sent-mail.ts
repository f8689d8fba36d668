// What left the mailbox, held against what Exchange counted. Mail that shows under no address of the account's own was
// sent under another one or by another way; it says nothing about who is in the account.
import type { SenderEvidence } from '../../evidence.js'
import type { Recommendation, SenderRule } from '../../recommendation.js'
import { listDoubtful } from '../../verdict/places.js'
import { countMailFrom } from '../../verdict/sequence.js'
import type { SenderCase } from '../../verdict/types.js'
import { toAmountText, toListText, toUtcText } from '../../words.js'
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

export const sentMail: SenderRule = (evidence, restriction): Recommendation | undefined => {
  const { sentMail: sent, gatheredAt } = evidence
  if (!sent.known) return notChecked(step, sent.why)
  const { asAnother, before } = sent.value
  const seen = {
    ...sent.value,
    messages: Math.max(sent.value.messages, before?.messages ?? 0) + (asAnother?.messages ?? 0),
  }
  const untraced = toUntracedText(restriction, { ...seen, gatheredAt })
  const another = asAnother === undefined ? '' : toAnotherText(sent.value)
  const volume = isHighVolume(sent.value) ? toBusyText(sent.value) : ''
  const source = toSourceText({ evidence, restriction })
  const traced = asAnother === undefined ? " Only mail under the account's own addresses is traced." : ''
  const own = untraced === '' ? '' : `${untraced}${traced}`
  const parts = [volume, another, source, own].filter((part) => part !== '')
  const subject = [
    ...(own === '' ? [] : ['untraced']),
    ...(another === '' ? [] : [`as ${asAnother?.address ?? ''}`]),
    ...(source === '' ? [] : [source]),
    toVolumeSubject(sent.value),
  ]
  if (own !== '' || another !== '') return found(untracedStep, parts.join(' '), subject)
  if (sent.value.messages === 0)
    return found(
      untracedStep,
      `Message trace shows no mail under the account's own addresses in ${toAmountText(sent.value.hours, 'hour')}.`,
      ['nothing'],
    )
  return parts.length === 0 ? undefined : found(step, parts.join(' '), subject)
}

function toAnotherText({ asAnother, messages }: SentMail): string {
  if (asAnother === undefined) return ''
  return `${toAmountText(asAnother.messages, 'message')} left as ${asAnother.address}, which is not its own address; ${toAmountText(messages, 'message')} under its own.`
}

/** Only what a doubtful sign-in shares with the mail: everybody's mail comes from somewhere. */
function toSourceText(given: SenderCase): string {
  const doubtful = toDoubtfulText(given)
  return doubtful === '' ? toNewText(given.evidence.sentMail) : doubtful
}

/** Few are a phone on the way. */
const fewest = 5

function toNewText(sent: SenderCase['evidence']['sentMail']): string {
  if (!sent.known) return ''
  const isNew = (sent.value.sources ?? []).filter((one) => one.isNew === true)
  const messages = isNew.reduce((sum, one) => sum + one.messages, 0)
  if (messages < fewest || messages * 2 < sent.value.messages) return ''
  const addresses = toListText(isNew.map(({ ipAddress }) => ipAddress))
  return `${toAmountText(messages, 'message')} came from ${addresses}, from where it neither sent nor signed in before.`
}

function toDoubtfulText(given: SenderCase): string {
  const { sentMail: sent } = given.evidence
  const one = listDoubtful(given).findLast(({ signIn }) => countMailFrom(signIn, given) > 0)
  if (one === undefined || !sent.known) return ''
  const { from, ipAddress } = one.signIn
  return `${toAmountText(countMailFrom(one.signIn, given), 'message')} came from ${ipAddress}, where somebody signed in from ${from} as never before.`
}

function toBusyText(sent: SentMail): string {
  const { busiestHour } = sent
  const busiest =
    busiestHour === undefined
      ? ''
      : `; ${toAmountText(busiestHour.messages, 'message')} in the hour from ${toUtcText(busiestHour.startsAt)}`
  return `${toVolumeText(sent)}${busiest}.`
}
