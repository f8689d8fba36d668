// The connector was made or changed by a doubtful hand, or lately and nobody says why.
import { toUtcText } from '../../../words.js'
import { toSign } from '../../sign.js'
import type { ConnectorSigns } from '../../types.js'
import { isLate } from '../../window.js'

export const changed: ConnectorSigns = (given) => {
  const { changes, definition } = given.evidence
  const madeAt = definition.known ? definition.value.createdAt : undefined
  if (!changes.known)
    return madeAt !== undefined && isLate(madeAt, given)
      ? [
          toSign({
            key: 'connector-changed',
            side: 'takeover',
            weight: 2,
            short: ['Made lately'],
            at: madeAt,
            words: `The connector was made ${toUtcText(madeAt)}; by whom is not known.`,
          }),
        ]
      : []
  const late = changes.value.filter(({ at, explained }) => isLate(at, given) && explained !== true)
  const [worst] = late.toSorted(
    (one, other) => Number(other.doubtful === true) - Number(one.doubtful === true),
  )
  if (worst === undefined) return []
  const { who, at, operation, doubtful } = worst
  return [
    toSign({
      key: 'connector-changed',
      side: 'takeover',
      weight: doubtful === true ? 5 : doubtful === false ? 1 : 2,
      short: doubtful === true ? ['Changed by a doubtful hand'] : ['Changed lately'],
      at,
      words: `${who} ran ${operation} ${toUtcText(at)}${doubtful === true ? ', and that account itself is in doubt' : ''}.`,
    }),
  ]
}
