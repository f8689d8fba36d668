// The connector was made or changed by a doubtful hand, or lately and nobody says why.
import { toUtcText } from '../../../words.js'
import { findWorstChange } from '../../change.js'
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
  return findWorstChange(changes.value, given, {
    doubtful: ['Changed by a doubtful hand'],
    late: ['Changed lately'],
  })
}
