// Many failed attempts and then one from a doubtful place that got in: the password was found.
import { toCountText } from '../../../words.js'
import { countFailures, listDoubtful, readSignIns } from '../../places.js'
import { toSign } from '../../sign.js'
import type { SenderSigns } from '../../types.js'

export const manyFailures = 15

export const failuresThenSuccess: SenderSigns = (given) => {
  const success = listDoubtful(given).find(
    ({ distance }) => distance === 'foreign' || distance === 'elsewhere',
  )
  if (success === undefined) return []
  const failed = countFailures(readSignIns(given).filter(({ at }) => at <= success.signIn.at))
  if (failed < manyFailures) return []
  return [
    toSign({
      key: 'many-failures-then-success',
      side: 'takeover',
      weight: 2,
      short: [`${toCountText(failed)} failed tries`, 'then a success'],
      words: `${toCountText(failed)} failed attempts before one from ${success.signIn.from} got in.`,
    }),
  ]
}
