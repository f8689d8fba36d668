// An account that slept for months, or that its person has not started to use, and now sends.
import { dayMilliseconds } from '../../../instant.js'
import { listSuccesses } from '../../places.js'
import { toSign } from '../../sign.js'
import type { SenderSigns } from '../../types.js'

const sleepDays = 90
const freshDays = 60

export const dormant: SenderSigns = (given) => {
  const { account } = given.evidence
  const first = listSuccesses(given).toSorted((one, other) => one.at - other.at)[0]
  if (!account.known || first === undefined) return []
  const { lastUsedAt, startsAt, createdAt } = account.value
  // Who changes the contract gets a new first day as well, and an old account.
  const isFresh = createdAt !== undefined && first.at - createdAt < freshDays * dayMilliseconds
  if (isFresh && startsAt !== undefined && startsAt > first.at + dayMilliseconds)
    return [
      toSign({
        key: 'dormant',
        side: 'takeover',
        weight: 4,
        short: ['Used before its person starts'],
        at: first.at,
        words: `The first use ever was from ${first.from}, ${Math.ceil((startsAt - first.at) / dayMilliseconds)} days before its person starts to work.`,
      }),
    ]
  if (lastUsedAt === undefined || first.at - lastUsedAt < sleepDays * dayMilliseconds) return []
  const days = Math.floor((first.at - lastUsedAt) / dayMilliseconds)
  return [
    toSign({
      key: 'dormant',
      side: 'takeover',
      weight: 4,
      short: [`Woke up after ${days} days`],
      at: first.at,
      words: `Nobody used the account for ${days} days before it was signed in to from ${first.from}.`,
    }),
  ]
}
