// Where the account was used from. Programs that send by SMTP show only among the non-interactive sign-ins, and nothing
// in the log is a proof. One place may be the intruder's alone, and no sign-in at all may mean a token from earlier:
// there is nothing to compare with, so it is never said to be fine.
import type { SenderEvidence } from '../../evidence.js'
import { findReasonFact } from '../../reason.js'
import type { Recommendation, SenderRule } from '../../recommendation.js'
import { toAmountText, toListText } from '../../words.js'
import { found, notChecked, type Step } from '../advise.js'
import { toUserLink } from '../links.js'

const manyFailures = 10

type SignIn = Extract<SenderEvidence['signIns'], { known: true }>['value'][number]

export const signIns: SenderRule = ({ account, signIns: log, missingSignIns }, { reason }) => {
  const all = log.known ? log.value : []
  const step = {
    ruleId: 'sign-ins',
    stage: 'investigate',
    title: 'Check recent sign-ins',
    advice: `Ask the user which sign-ins are theirs. ${toProgramAdvice(all)}`,
    link: toUserLink('Sign-ins in Entra', 'SignIns', account),
  } as const
  if (!log.known) return notChecked(step, log.why)
  return judge(step, {
    signIns: all,
    spamAddress: findReasonFact(reason, 'CIP') || undefined,
    missing: missingSignIns?.why ?? '',
  })
}

function toProgramAdvice(all: readonly SignIn[]): string {
  return all.some(({ interactive }) => interactive === false)
    ? 'Those of programs are among them: whatever signs in by SMTP needs an explanation too.'
    : 'Look at the non-interactive ones as well: mail programs that send by SMTP show only there.'
}

interface Log {
  readonly signIns: readonly SignIn[]
  /** Where the restricted mail came from, when Exchange said it. */
  readonly spamAddress: string | undefined
  /** What could not be read, in a sentence; empty when nothing is missing. */
  readonly missing: string
}

function judge(step: Step, { signIns: all, spamAddress, missing }: Log): Recommendation {
  const succeeded = all.filter((signIn) => signIn.succeeded)
  const failures = all.length - succeeded.length
  const places = listPlaces(succeeded)
  const smtpPlaces = listPlaces(succeeded.filter(({ client }) => /\bsmtp\b/i.test(client)))
  const isSpamAddress = succeeded.some(({ ipAddress }) => ipAddress === spamAddress)
  const parts = [
    places.length === 0 ? toNothing(all) : `Signed in from ${toListText(places)}`,
    smtpPlaces.length === 0 ? '' : `by SMTP from ${toListText(smtpPlaces)}`,
    failures === 0 ? '' : toAmountText(failures, 'failed attempt'),
    isSpamAddress ? `one from ${spamAddress}, where the restricted mail came from` : '',
  ]
  const seen = `${parts.filter((part) => part !== '').join('; ')}.`
  const finding = missing === '' ? seen : `${seen} ${missing}`
  // Counts of attempts grow by themselves; where from, and whether they are many, is what is judged.
  const subject = [
    ...places.map((place) => `from ${place}`),
    ...smtpPlaces.map((place) => `by SMTP from ${place}`),
    ...(failures >= manyFailures ? ['many failures'] : []),
    ...(isSpamAddress ? [`from ${spamAddress}, the source of the mail`] : []),
    missing,
  ]
  const isUnusual = places.length > 1 || smtpPlaces.length > 0 || failures >= manyFailures || isSpamAddress
  if (isUnusual) return found(step, finding, subject)
  const doubt = places.length === 0 ? nothingDoubt : onePlaceDoubt
  return notChecked(step, missing === '' ? `${seen} ${doubt}` : finding, subject)
}

const onePlaceDoubt = 'One place proves nothing: only the user knows whether it is theirs.'
const nothingDoubt =
  'That proves nothing: a session from earlier, an app or another account may have sent the mail.'

function toNothing(all: readonly SignIn[]): string {
  return all.some(({ interactive }) => interactive === false)
    ? 'No successful sign-in'
    : 'No interactive sign-in'
}

function listPlaces(signIns: readonly SignIn[]): readonly string[] {
  return [...new Set(signIns.map(({ from }) => from))]
}
