// Restricted again within days of an unblock: what was done then did not help. A mailing that was sent again is told
// apart by the other signs.
import { dayMilliseconds } from '../../../instant.js'
import { toSign } from '../../sign.js'
import type { SenderSigns } from '../../types.js'
import { toSpanText } from '../../window.js'

const soonDays = 7

export const backAgain: SenderSigns = ({ before = [], restriction, evidence }) => {
  const began = restriction.createdAt ?? evidence.gatheredAt
  const last = before
    .map(({ began: at, unblockedAt }) => unblockedAt ?? at)
    .filter((at) => at < began && began - at <= soonDays * dayMilliseconds)
    .toSorted((one, other) => other - one)[0]
  if (last === undefined) return []
  return [
    toSign({
      key: 'back-again',
      side: 'takeover',
      weight: 1,
      short: ['Back again', `after ${toSpanText(began - last)}`],
      words: `Restricted again ${toSpanText(began - last)} after the last unblock.`,
    }),
  ]
}
