// A sign-in from where this account never signs in. By itself it is a journey as often as a thief: it takes mail that does
// not fit, or another sign, to say so. How foreign is counted against this account's own history, never by country.

import { toListText } from '../../../words.js'
import { type Doubtful, findUsual, isSmtp, listDoubtful, toShortPlace } from '../../places.js'
import { countMailFrom, toSequenceText } from '../../sequence.js'
import { findHeaviest, toSign } from '../../sign.js'
import type { SenderCase, SenderSigns, Sign } from '../../types.js'

export const newPlace: SenderSigns = (given) =>
  findHeaviest(
    listDoubtful(given)
      .filter(({ signIn }) => !isSmtp(signIn))
      .map((one) => toPlaceSign(one, given)),
  )

function toPlaceSign(one: Doubtful, given: SenderCase): Sign {
  const { signIn, distance } = one
  const usual = findUsual(given)
  const isNew = distance === 'foreign' || distance === 'elsewhere'
  const compared =
    usual === undefined || usual.places.length === 0
      ? 'There is nothing earlier to compare it with.'
      : `In ${usual.memory}: ${toListText(usual.places)}.`
  const how = [
    signIn.device === 'unknown'
      ? `from a device that is not known${signIn.system === undefined ? '' : ` (${signIn.system})`}`
      : '',
    signIn.network === 'hosting' ? 'over a hosting network' : '',
    signIn.network === 'hidden' ? 'over a network that hides where from' : '',
  ].filter((part) => part !== '')
  const place = toShortPlace(signIn.from, distance, given)
  return toSign({
    key: 'new-place',
    side: 'takeover',
    weight: Math.min(
      5,
      toWeight(one, usual?.places.length === 0) + (countMailFrom(signIn, given) > 0 ? 1 : 0),
    ),
    short: isNew ? [`First sign-in from ${place}`] : [toOddText(one)],
    at: signIn.at,
    words: `Signed in from ${signIn.from}${how.length === 0 ? '' : `, ${how.join(' and ')}`}. ${compared}${toSequenceText(signIn, given)}`,
  })
}

function toOddText({ signIn, isHidden }: Doubtful): string {
  if (!isHidden) return 'Sign-in by an unknown device'
  return signIn.device === 'unknown' ? 'Unknown device, hidden network' : 'Sign-in over a hidden network'
}

function toWeight({ signIn, distance, isHidden }: Doubtful, hasNothingToCompare: boolean): number {
  if (distance === 'foreign') {
    if (signIn.network === 'roaming') return 2
    return (hasNothingToCompare ? 2 : 3) + (isHidden ? 1 : 0)
  }
  const isUnknown = signIn.device === 'unknown'
  if (distance === 'elsewhere' && !isHidden && !isUnknown) return 1
  return isHidden && isUnknown ? 3 : 2
}
