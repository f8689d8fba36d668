// How the points make a verdict. Signs of a takeover and of strange mail are added up, each by itself; wanted mail is only
// believed when nothing vital is missing.
import { readSent } from './mail.js'
import { isOrdinary } from './rules/both/ordinary-volume.js'
import type { ConnectorCase, ReasonKey, SenderCase, Side, VerdictKind, VerdictReason } from './types.js'

/** As many points of takeover decide by themselves, when one sign of `leastStrong` is among them. */
export const decisive = 5
/** With so many of strange mail beside them, `leastStrong` are enough. */
export const leastStrong = 3
export const leastStrange = 2
/** What may be left over when somebody is cleared. */
const mostDoubt = 1
/** What speaks for wanted mail: about the mail and about the account, one each. */
export const leastWanted = 4
const leastTelling = 2

export interface Points {
  readonly takeover: number
  readonly mail: number
  readonly wanted: number
  /** The heaviest of what is missing: two small gaps are no vital one. */
  readonly missing: number
}

export function toPoints(reasons: readonly VerdictReason[]): Points {
  const sum = (side: Side) =>
    reasons.filter((one) => one.side === side).reduce((total, { weight }) => total + weight, 0)
  const missing = reasons.filter(({ side }) => side === 'missing').map(({ weight }) => weight)
  return {
    takeover: sum('takeover'),
    mail: sum('mail'),
    wanted: sum('wanted'),
    missing: Math.max(0, ...missing),
  }
}

const aboutMail: readonly ReasonKey[] = ['same-rhythm', 'known-recipients', 'ordinary-volume', 'ask-owner']
const aboutAccount: readonly ReasonKey[] = [
  'usual-place',
  'no-account',
  'app-explained',
  'connector-unchanged',
]

/** Speaks for the account itself, not for its mail. */
export function isAboutAccount({ side, key, weight }: VerdictReason): boolean {
  return side === 'wanted' && weight >= leastTelling && aboutAccount.includes(key)
}

function isAboutMail({ side, key, weight }: VerdictReason): boolean {
  return side === 'wanted' && weight >= leastTelling && aboutMail.includes(key)
}

export function decide(reasons: readonly VerdictReason[], given: SenderCase | ConnectorCase): VerdictKind {
  const points = toPoints(reasons)
  const isStrong = reasons.some(({ side, weight }) => side === 'takeover' && weight >= leastStrong)
  if (isStrong && (points.takeover >= decisive || points.mail >= leastStrange)) return 'compromised'
  const { takeover, mail, missing, wanted } = points
  if (takeover > mostDoubt || mail > mostDoubt || missing > mostDoubt) return 'unclear'
  if (wanted < leastWanted || !reasons.some(isAboutMail) || !reasons.some(isAboutAccount)) return 'unclear'
  return isLimitOnly(given) ? 'limit-only' : 'bulk'
}

/** Few messages to many groups are no mailing either. */
const fewMessages = 100
/** People who write by hand write about many things. */
const leastVaried = 0.1

function isLimitOnly(given: SenderCase | ConnectorCase): boolean {
  const sent = readSent(given.evidence)
  if (given.restriction.reason.cause !== 'limit' || sent === undefined) return false
  const isOneText = (sent.distinctSubjects ?? 0) < sent.recipients * leastVaried
  return sent.messages < fewMessages || (isOrdinary(given) && !isOneText)
}
