// Mail handed over by SMTP from where this account never sends: no browser, no second factor, only the password.
import { hourMilliseconds } from '../../../instant.js'
import { toListText } from '../../../words.js'
import { findUsual, isSmtp, listDoubtful, listSuccesses, toDistance, toShortPlace } from '../../places.js'
import { toSequenceText } from '../../sequence.js'
import { toSign } from '../../sign.js'
import type { SenderCase, SenderSigns } from '../../types.js'

const besideHours = 6

export const smtpForeign: SenderSigns = (given) => {
  const odd = listDoubtful(given).filter(({ signIn }) => isSmtp(signIn))
  const [first] = odd.toSorted(
    (one, other) => Number(other.distance === 'foreign') - Number(one.distance === 'foreign'),
  )
  if (first === undefined) return []
  const { signIn, distance } = first
  const usual = findUsual(given)
  const hasUsual = usual !== undefined && usual.places.length > 0
  const places = [...new Set(odd.map((one) => one.signIn.from))]
  const isNever = given.evidence.rhythm?.known === true && given.evidence.rhythm.value.smtp === false
  const isBeside = odd.some((one) => isBesideUsual(one.signIn.at, given))
  const more = isNever || isBeside || places.length > 1 ? 1 : 0
  return [
    toSign({
      key: 'smtp-foreign',
      side: 'takeover',
      weight: distance === 'foreign' && hasUsual ? 4 + more : 2,
      short: [`First SMTP from ${toShortPlace(signIn.from, distance, given)}`],
      at: signIn.at,
      words: `Mail was handed over by SMTP from ${toListText(places)}${isBeside ? ', beside the place it always comes from' : ''}. ${
        hasUsual
          ? `In ${usual.memory}: ${toListText(usual.places)}.`
          : 'There is nothing earlier to compare it with.'
      }${isNever ? ' It never sent by SMTP before.' : ''}${toSequenceText(signIn, given)}`,
    }),
  ]
}

/** Somebody who moved a program stops the old one: two at once are two. */
function isBesideUsual(at: number, given: SenderCase): boolean {
  const usual = findUsual(given)
  return listSuccesses(given).some(
    (one) =>
      isSmtp(one) &&
      toDistance(one.from, usual) === 'usual' &&
      Math.abs(one.at - at) <= besideHours * hourMilliseconds,
  )
}
