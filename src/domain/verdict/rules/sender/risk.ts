// What Microsoft thinks of the account. Risk by travel is left out when the journey is explained.

import { listDoubtful } from '../../places.js'
import { toSign } from '../../sign.js'
import type { SenderSigns } from '../../types.js'

const points = { none: 0, low: 0, medium: 2, high: 3 } as const
const byPlace = /travel|unfamiliar|atypical|new country|location/i

export const risk: SenderSigns = (given) => {
  const fact = given.evidence.risk
  if (!fact.known) return []
  const { level, detail } = fact.value
  if (points[level] === 0 || (byPlace.test(detail) && listDoubtful(given).length === 0)) return []
  return [
    toSign({
      key: 'risk',
      side: 'takeover',
      weight: points[level],
      short: [`Sign-in risk ${level}`],
      words: `Microsoft holds the account for ${level} risk${detail === '' ? '' : `: ${detail}`}.`,
    }),
  ]
}
