// Somebody is guessing, and nobody got in: every account of the internet sees that. It accuses nobody.
import { toCountText } from '../../../words.js'
import { countFailures, listDoubtful, listSuccesses, readSignIns } from '../../places.js'
import { toSign } from '../../sign.js'
import type { SenderSigns } from '../../types.js'
import { manyFailures } from './failures-then-success.js'

export const noSuccess: SenderSigns = (given) => {
  const failed = countFailures(readSignIns(given))
  if (failed < manyFailures || listDoubtful(given).length > 0 || listSuccesses(given).length === 0) return []
  return [
    toSign({
      key: 'no-success',
      side: 'wanted',
      weight: 2,
      short: [`None of ${toCountText(failed)} attempts`, 'got in'],
      words: `None of ${toCountText(failed)} failed attempts was followed by a success from where they came.`,
    }),
  ]
}
