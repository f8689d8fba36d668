// Ways in that a password reset does not close: a device code typed for somebody else, a device registered, and then the
// token used from elsewhere.
import { dayMilliseconds } from '../../../instant.js'
import { listDoubtful, listSuccesses } from '../../places.js'
import { toSign } from '../../sign.js'
import type { SenderSigns } from '../../types.js'

const words = {
  'device-code': { start: 'Device code sign-in', verb: 'Signed in with a device code' },
  'device-registration': { start: 'Device registered', verb: 'A device was registered' },
} as const

export const tokenTheft: SenderSigns = (given) => {
  const signIn = listSuccesses(given).find(({ way, device }) => way !== undefined && device !== 'known')
  if (signIn?.way === undefined) return []
  const doubtful = listDoubtful(given)
  const used = doubtful.find(
    (one) =>
      one.distance === 'foreign' &&
      Math.abs(one.signIn.at - signIn.at) <= 3 * dayMilliseconds &&
      (one.signIn !== signIn || one.isHidden),
  )
  const isOdd = doubtful.some((one) => one.signIn === signIn)
  const { start, verb } = words[signIn.way]
  return [
    toSign({
      key: 'token-theft',
      side: 'takeover',
      weight: used !== undefined ? 4 : isOdd ? 3 : 2,
      short: [start, used === undefined ? '' : 'used elsewhere'],
      at: signIn.at,
      words: `${verb} from ${signIn.from}${
        used === undefined ? '' : `, and the session was used from ${used.signIn.from}`
      }. A password reset alone does not end such a session.`,
    }),
  ]
}
