// A protocol that was switched on or a device that was joined, lately. Both happen every day: what happened around it decides.
import { toHandText, toUtcText } from '../../../words.js'
import { followsDoubt, isFromDoubtful, listDoubtful } from '../../places.js'
import { findHeaviest, toSign } from '../../sign.js'
import type { SenderSigns } from '../../types.js'
import { isLate } from '../../window.js'

const hoursAfter = 24

export const openedDoor: SenderSigns = (given) => {
  const { doors } = given.evidence
  if (doors?.known !== true) return []
  const doubtful = listDoubtful(given)
  return findHeaviest(
    doors.value
      .filter(({ openedAt }) => isLate(openedAt, given))
      .map(({ kind, text, openedAt, by, from }) => {
        const follows = followsDoubt(openedAt, doubtful, hoursAfter)
        const isSame = isFromDoubtful(from, doubtful)
        return toSign({
          key: 'door-opened',
          side: follows || isSame || kind === 'protocol' ? 'takeover' : 'note',
          weight: (kind === 'protocol' ? 2 : 0) + (follows || isSame ? 2 : 0),
          short: [kind === 'protocol' ? 'Old protocol switched on' : 'Mobile device joined'],
          at: openedAt,
          words: `${text} ${toUtcText(openedAt)}${toHandText({ by, from })}${follows || isSame ? ', like a doubtful sign-in' : ''}.`,
        })
      }),
  )
}
