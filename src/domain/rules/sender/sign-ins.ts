// Where the account was used from, held against where it is used from otherwise. Programs that send by SMTP show only among
// the non-interactive sign-ins, and nothing in the log is a proof. One place may be the intruder's alone, and no sign-in at
// all may mean a token from earlier: it is never said to be fine.
import type { SenderEvidence } from '../../evidence.js'
import { findReasonFact } from '../../reason.js'
import type { Recommendation, SenderRule } from '../../recommendation.js'
import type { Restriction } from '../../restriction.js'
import { findUsual, listDoubtful } from '../../verdict/places.js'
import { countMailFrom } from '../../verdict/sequence.js'
import type { SenderCase } from '../../verdict/types.js'
import { toAmountText, toListText } from '../../words.js'
import { found, notChecked, type Step } from '../advise.js'
import { toUserLink } from '../links.js'

const manyFailures = 10

type SignIn = Extract<SenderEvidence['signIns'], { known: true }>['value'][number]

export const signIns: SenderRule = (evidence, restriction) => {
  const { account, signIns: log, missingSignIns } = evidence
  const all = log.known ? log.value : []
  const step = {
    ruleId: 'sign-ins',
    stage: 'investigate',
    title: 'Check recent sign-ins',
    advice: `Ask the user which sign-ins are theirs. ${toProgramAdvice(all)}`,
    link: toUserLink('Sign-ins in Entra', 'SignIns', account),
  } as const
  if (!log.known) return notChecked(step, log.why)
  return judge(step, toLog({ evidence, restriction }, all, missingSignIns?.why ?? ''))
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
  /** Doubtful ones from whose address the mail left. */
  readonly mailFrom: readonly string[]
  /** Devices never seen before, in words. */
  readonly devices: readonly string[]
  /** Whether there is a history and everything is in it, or explained. */
  readonly isAsBefore: boolean
  /** One of them, even the only one, is from where the account never was. */
  readonly isDoubtful: boolean
  /** With what it was compared, in a sentence. */
  readonly compared: string
  /** What could not be read, in a sentence; empty when nothing is missing. */
  readonly missing: string
}

function toLog(given: SenderCase, all: readonly SignIn[], missing: string): Log {
  const doubtful = listDoubtful(given)
  const usual = findUsual(given)
  const devices = doubtful
    .filter(({ signIn }) => signIn.device === 'unknown')
    .map(({ signIn: { system, ipAddress } }) => `${system ?? 'of no known kind'} at ${ipAddress}`)
  const sources = doubtful
    .filter(({ signIn }) => countMailFrom(signIn, given) > 0)
    .map(({ signIn }) => signIn.ipAddress)
  return {
    signIns: all,
    spamAddress: findReasonFact(given.restriction.reason, 'CIP') || undefined,
    mailFrom: [...new Set(sources)],
    devices: [...new Set(devices)],
    isAsBefore: doubtful.length === 0 && usual !== undefined && usual.places.length > 0,
    isDoubtful: doubtful.length > 0 && usual !== undefined && usual.places.length > 0,
    compared: toCompared(given, usual),
    missing,
  }
}

function toCompared(
  { evidence: { usualPlaces } }: { readonly evidence: SenderEvidence; readonly restriction: Restriction },
  usual: ReturnType<typeof findUsual>,
): string {
  if (usualPlaces === undefined) return ''
  if (usual !== undefined && usual.places.length > 0)
    return `In ${usual.memory}, or with a device of the organisation: ${toListText(usual.places)}.`
  return usualPlaces.known
    ? 'Nobody signed in during the 30 days before: there is nothing to compare with.'
    : `Not compared with earlier ones: ${usualPlaces.why}`
}

function judge(step: Step, log: Log): Recommendation {
  const { signIns: all, spamAddress, missing, compared } = log
  const succeeded = all.filter((signIn) => signIn.succeeded)
  const failures = all.length - succeeded.length
  const places = listPlaces(succeeded)
  const smtpPlaces = listPlaces(succeeded.filter(({ client }) => /\bsmtp\b/i.test(client)))
  const known = listPlaces(all.filter(({ passwordRight }) => passwordRight === true))
  const isSpamAddress = succeeded.some(({ ipAddress }) => ipAddress === spamAddress)
  const parts = [
    places.length === 0 ? toNothing(all) : `Signed in from ${toListText(places)}`,
    smtpPlaces.length === 0 ? '' : `by SMTP from ${toListText(smtpPlaces)}`,
    log.devices.length === 0 ? '' : `with a device never seen before (${toListText(log.devices)})`,
    failures === 0 ? '' : toAmountText(failures, 'failed attempt'),
    known.length === 0 ? '' : `the password was right in attempts from ${toListText(known)}`,
    isSpamAddress ? `one from ${spamAddress}, where the restricted mail came from` : '',
    log.mailFrom.length === 0 ? '' : `the mail came from ${toListText(log.mailFrom)}, as one of these did`,
    toSharedText(succeeded),
  ]
  const seen = `${parts.filter((part) => part !== '').join('; ')}.${compared === '' ? '' : ` ${compared}`}`
  const finding = missing === '' ? seen : `${seen} ${missing}`
  // Counts of attempts grow by themselves; where from, and whether they are many, is what is judged.
  const subject = [
    ...places.map((place) => `from ${place}`),
    ...smtpPlaces.map((place) => `by SMTP from ${place}`),
    ...log.devices,
    ...known.map((place) => `right password from ${place}`),
    ...log.mailFrom.map((address) => `mail from ${address}`),
    ...(failures >= manyFailures ? ['many failures'] : []),
    ...(isSpamAddress ? [`from ${spamAddress}, the source of the mail`] : []),
    missing,
  ]
  const isElsewhere = places.length > 1 || smtpPlaces.length > 0
  const isUnusual =
    (isElsewhere && !log.isAsBefore) ||
    log.devices.length > 0 ||
    log.mailFrom.length > 0 ||
    known.length > 0 ||
    failures >= manyFailures ||
    (isSpamAddress && !log.isAsBefore) ||
    log.isDoubtful
  if (isUnusual) return found(step, finding, subject)
  const doubt = places.length === 0 ? nothingDoubt : log.isAsBefore ? sameDoubt : onePlaceDoubt
  return notChecked(step, missing === '' ? `${seen} ${doubt}` : finding, subject)
}

const onePlaceDoubt = 'One place proves nothing: only the user knows whether it is theirs.'
const sameDoubt =
  'Nothing new in that, which proves nothing: somebody else may come through the same place or with a session from earlier.'
const nothingDoubt =
  'That proves nothing: a session from earlier, an app or another account may have sent the mail.'

function toSharedText(signIns: readonly SignIn[]): string {
  const shared = signIns.filter(({ sharedBy = 0 }) => sharedBy > 0)
  const texts = shared.map(
    ({ ipAddress, sharedBy = 0 }) => `${ipAddress} is shared by ${toAmountText(sharedBy, 'colleague')}`,
  )
  return toListText([...new Set(texts)])
}

function toNothing(all: readonly SignIn[]): string {
  return all.some(({ interactive }) => interactive === false)
    ? 'No successful sign-in'
    : 'No interactive sign-in'
}

function listPlaces(signIns: readonly SignIn[]): readonly string[] {
  return [...new Set(signIns.map(({ from }) => from))]
}
