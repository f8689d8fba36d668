// An automatic reply that leads somewhere or speaks of money: it works for an intruder as long as somebody writes.
import { toListText, toUtcText } from '../../../words.js'
import { followsDoubt, listDoubtful } from '../../places.js'
import { toSign } from '../../sign.js'
import type { SenderSigns } from '../../types.js'
import { isLate } from '../../window.js'

export const automaticReply: SenderSigns = (given) => {
  const reply = given.evidence.automaticReply
  if (reply?.known !== true || reply.value === null || reply.value.signs.length === 0) return []
  const { signs, changedAt, changedFrom } = reply.value
  const isNew = changedAt !== undefined && isLate(changedAt, given)
  const weight = (isNew ? 3 : 1) + (followsDoubt(changedAt, listDoubtful(given)) ? 1 : 0)
  return [
    toSign({
      key: 'automatic-reply',
      side: 'takeover',
      weight,
      short: ['Automatic reply looks odd'],
      at: changedAt,
      words: `The automatic reply has ${toListText(signs)}; ${changedAt === undefined ? 'since when is not known' : `set ${toUtcText(changedAt)}${changedFrom === undefined ? '' : ` from ${changedFrom}`}`}.`,
    }),
  ]
}
