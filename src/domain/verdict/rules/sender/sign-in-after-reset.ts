// Somebody signed in from a doubtful place after the password was set anew: the reset did not close the door.
import { dayMilliseconds, minuteMilliseconds } from '../../../instant.js'
import { toUtcText } from '../../../words.js'
import { listDoubtful, toShortPlace } from '../../places.js'
import { toSign } from '../../sign.js'
import type { SenderSigns } from '../../types.js'

const freshDays = 14
/** The change itself is made in a session. */
const graceMinutes = 5

export const signInAfterReset: SenderSigns = (given) => {
  const { password, gatheredAt } = given.evidence
  if (!password.known || gatheredAt - password.value.changedAt > freshDays * dayMilliseconds) return []
  const { changedAt } = password.value
  const after = listDoubtful(given).find(
    ({ signIn, distance, isHidden }) =>
      (distance === 'foreign' || isHidden) && signIn.at > changedAt + graceMinutes * minuteMilliseconds,
  )
  if (after === undefined) return []
  const { signIn, distance } = after
  return [
    toSign({
      key: 'sign-in-after-reset',
      side: 'takeover',
      weight: 3,
      short: [`From ${toShortPlace(signIn.from, distance, given)}`, 'after the reset'],
      at: signIn.at,
      words: `Signed in from ${signIn.from} ${toUtcText(signIn.at)}, after the password was set anew ${toUtcText(changedAt)}: the way in was another.`,
    }),
  ]
}
