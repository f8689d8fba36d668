// Every success came from where this account is always used, or is explained: the organisation's own device or network, an
// address that many colleagues share. It is one sign of several: a thief may come through the owner's own city.
import { toListText } from '../../../words.js'
import { findUsual, listDoubtful, listSuccesses, type SignIn, toDistance } from '../../places.js'
import { toSign } from '../../sign.js'
import type { SenderSigns } from '../../types.js'

export const usualPlace: SenderSigns = (given) => {
  const { evidence } = given
  const successes = listSuccesses(given)
  if (successes.length === 0) {
    if (!evidence.signIns.known || !evidence.account.known || evidence.account.value.signInAllowed) return []
    return [
      toSign({
        key: 'usual-place',
        side: 'wanted',
        weight: 2,
        short: ['Nobody can sign in to it'],
        words: 'Sign-in to this mailbox is off, and nobody got in.',
      }),
    ]
  }
  const usual = findUsual(given)
  if (usual === undefined || usual.places.length === 0) return []
  const isNear = listDoubtful(given).map(
    ({ signIn, distance, isHidden }) => distance === 'elsewhere' && !isHidden && signIn.device !== 'unknown',
  )
  if (isNear.includes(false)) return []
  const away = successes.filter(({ from }) => toDistance(from, usual) === 'foreign')
  const isKnown =
    successes.some(({ device }) => device === 'known') &&
    !successes.some(({ device }) => device === 'unknown')
  const places = toListText([...new Set(successes.map(({ from }) => from))])
  return [
    toSign({
      key: 'usual-place',
      side: 'wanted',
      weight: isKnown || away.length > 0 ? 3 : 2,
      short:
        away.length > 0 ? [toAwayText(away)] : isKnown ? ['Own device, usual place'] : ['Usual place only'],
      words: `Used from ${places}${isKnown ? ', with a device of the organisation' : ''}${
        away.length > 0 ? `; ${toAwayWords(away)}` : `; in ${usual.memory}: ${toListText(usual.places)}`
      }.`,
    }),
  ]
}

function toAwayText(away: readonly SignIn[]): string {
  const shared = Math.max(0, ...away.map(({ sharedBy = 0 }) => sharedBy))
  if (shared > 0) return `${shared} colleagues come from there`
  return away.every(({ device }) => device === 'known')
    ? 'Away with its own device'
    : 'Network of the organisation'
}

function toAwayWords(away: readonly SignIn[]): string {
  const shared = Math.max(0, ...away.map(({ sharedBy = 0 }) => sharedBy))
  if (shared > 0) return `${shared} people of the organisation come from the same address`
  return 'the place is new, the device or the network is the organisation’s own'
}
