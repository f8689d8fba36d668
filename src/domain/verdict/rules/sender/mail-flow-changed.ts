// A connector or a transport rule that a doubtful hand made lets mail out under this address without the account.
import { toUtcText } from '../../../words.js'
import { toSign } from '../../sign.js'
import type { SenderSigns } from '../../types.js'
import { isLate } from '../../window.js'

export const mailFlowChanged: SenderSigns = (given) => {
  const { mailFlowChanges } = given.evidence
  if (mailFlowChanges?.known !== true) return []
  const late = mailFlowChanges.value.filter(({ at, explained }) => isLate(at, given) && explained !== true)
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
      short: doubtful === true ? ['Mail flow changed', 'doubtful hand'] : ['Mail flow changed lately'],
      at,
      words: `${who} ran ${operation} ${toUtcText(at)}${doubtful === true ? ', and that account itself is in doubt' : ''}.`,
    }),
  ]
}
