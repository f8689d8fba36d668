// A way to prove oneself that was added from a doubtful place, or right after a doubtful sign-in: it lets its owner back in
// after the password was reset. One from the usual place is a new phone.
import { hourMilliseconds } from '../../../instant.js'
import { toUtcText } from '../../../words.js'
import {
  type Doubtful,
  findUsual,
  followsDoubt,
  isFromDoubtful,
  listDoubtful,
  listSuccesses,
  toDistance,
  toShortPlace,
} from '../../places.js'
import { findHeaviest, toSign } from '../../sign.js'
import type { SenderCase, SenderSigns, Sign } from '../../types.js'
import { isLate } from '../../window.js'

export interface MethodChange {
  readonly at: number
  readonly kind: string
  readonly by: 'self' | 'other'
  readonly from?: string | undefined
  readonly checked?: boolean | undefined
  readonly removed?: boolean | undefined
  readonly who?: string | undefined
  readonly ipAddress?: string | undefined
}

const afterHours = 24

/** So near to each other that both tell of the same one. */
const sameMilliseconds = hourMilliseconds

/** Of the last month: what the audit log says, and what methods that it says nothing of say of themselves. */
export function listMethodChanges(given: SenderCase): readonly MethodChange[] {
  const { methodChanges, authentication } = given.evidence
  const dated = authentication.known
    ? authentication.value.methods.flatMap(({ kind, addedAt }) =>
        addedAt === undefined ? [] : [{ at: addedAt, kind, by: 'self' as const }],
      )
    : []
  const logged: readonly MethodChange[] = methodChanges?.known === true ? methodChanges.value : []
  const unlogged = dated.filter(
    (one) => !logged.some(({ at, removed }) => removed !== true && Math.abs(at - one.at) <= sameMilliseconds),
  )
  const all: readonly MethodChange[] = [...logged, ...unlogged]
  return all.filter(({ at }) => isLate(at, given))
}

/** The points of one: 5 from a doubtful place or hour, 4 when somebody else let a stranger in, 2 without anything to hold it against. */
export function weighMethod(change: MethodChange, doubtful: readonly Doubtful[], given: SenderCase): number {
  // Taking one away lets nobody in; what was put in its place counts.
  if (change.removed === true) return 0
  if (change.by === 'other') {
    if (isFromFar(change, doubtful)) return 5
    const reached = doubtful.some(
      (one) =>
        (one.isHidden || one.distance === 'foreign') &&
        followsDoubt(one.signIn.at, [toMoment(one, change)], afterHours),
    )
    return reached ? 4 : 0
  }
  if (isFromFar(change, doubtful)) return 5
  const usual = findUsual(given)
  const distance = change.from === undefined ? 'not-comparable' : toDistance(change.from, usual)
  if (distance === 'foreign') return isKnownTraveller(change, given) ? 0 : 5
  if (followsDoubt(change.at, doubtful)) return 5
  if (distance === 'usual' || distance === 'elsewhere') return 0
  return listSuccesses(given).length > 0 && usual !== undefined && doubtful.length === 0 ? 1 : 2
}

/** From the very address of a sign-in that is far from usual. */
function isFromFar({ ipAddress }: MethodChange, doubtful: readonly Doubtful[]): boolean {
  const far = doubtful.filter(({ distance, isHidden }) => distance === 'foreign' || isHidden)
  return isFromDoubtful(ipAddress, far)
}

/** The hours after a change are looked at as those after a doubtful sign-in are. */
function toMoment(one: Doubtful, { at }: MethodChange): Doubtful {
  return { ...one, signIn: { ...one.signIn, at } }
}

/** Somebody on a journey with a device of the organisation may get a new phone there. */
function isKnownTraveller({ from }: MethodChange, given: SenderCase): boolean {
  return listSuccesses(given).some((signIn) => signIn.from === from && signIn.device === 'known')
}

export const newMethod: SenderSigns = (given) => {
  const doubtful = listDoubtful(given)
  return findHeaviest(
    listMethodChanges(given)
      .map((change) => ({ change, weight: weighMethod(change, doubtful, given) }))
      .filter(({ weight }) => weight > 0)
      .map(({ change, weight }) => toMethodSign(change, weight, given)),
  )
}

function toMethodSign(change: MethodChange, weight: number, given: SenderCase): Sign {
  const { at, kind, by, from, who, ipAddress } = change
  const distance = from === undefined ? 'not-comparable' : toDistance(from, findUsual(given))
  const where = from === undefined ? '' : ` from ${from}`
  const isFrom = from !== undefined && distance === 'foreign' && by === 'self'
  return toSign({
    key: 'new-method',
    side: 'takeover',
    weight,
    short:
      by === 'other'
        ? ['MFA reset', 'then a doubtful sign-in']
        : ['New MFA method', isFrom ? `from ${toShortPlace(from, distance, given)}` : ''],
    at,
    words: `${kind} was added ${toUtcText(at)}${where}${
      by === 'other'
        ? `, by ${who ?? 'somebody else'}${ipAddress === undefined ? '' : ` (${ipAddress})`}, and doubtful sign-ins are near`
        : weight === 5
          ? ', together with a doubtful sign-in'
          : ''
    }.${toReplacedText(change, given)} It still lets its owner in after a password reset.`,
  })
}

/** One more and one less leave their number as it was. */
function toReplacedText({ at }: MethodChange, given: SenderCase): string {
  const gone = listMethodChanges(given).find(
    (one) => one.removed === true && Math.abs(one.at - at) <= afterHours * hourMilliseconds,
  )
  return gone === undefined ? '' : ` ${gone.kind} was removed ${toUtcText(gone.at)}: one replaced the other.`
}
