// A new phone: added from the usual place, or with a pass of the helpdesk that somebody checked.
import { toUtcText } from '../../../words.js'
import { listDoubtful } from '../../places.js'
import { toSign } from '../../sign.js'
import type { SenderSigns } from '../../types.js'
import { listMethodChanges, weighMethod } from './new-method.js'

export const methodExplained: SenderSigns = (given) => {
  const changes = listMethodChanges(given)
  const doubtful = listDoubtful(given)
  const [last] = changes.filter(({ removed }) => removed !== true).toSorted((one, other) => other.at - one.at)
  if (last === undefined || changes.some((change) => weighMethod(change, doubtful, given) > 0)) return []
  const isChecked = changes.some(({ checked }) => checked === true)
  return [
    toSign({
      key: 'method-explained',
      side: 'wanted',
      weight: isChecked ? 2 : 1,
      short: isChecked ? ['New phone', 'checked by the helpdesk'] : ['New phone', 'from the usual place'],
      words: `${last.kind} was added ${toUtcText(last.at)}${last.from === undefined ? '' : ` from ${last.from}`}${
        isChecked
          ? ', with a pass that the helpdesk gave after a check'
          : ', where the account is always used'
      }.`,
    }),
  ]
}
