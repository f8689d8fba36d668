// One text to people who never heard from this sender. Without knowing who was written to before, one text to many counts
// when it is no run that happened before.
import { toAmountText, toCountText } from '../../../words.js'
import { findSamePeak, isOwners, readSent, toTimesUsual } from '../../mail.js'
import { toSign } from '../../sign.js'
import type { SenderCase, SenderSigns } from '../../types.js'

const fewest = 20
const fewestOfOneText = 40

export const strangers: SenderSigns = (given) => {
  const { evidence } = given
  const sent = readSent(evidence)
  if (sent === undefined || !evidence.sentMail.known || isOwners(given.owner)) return []
  const { seenBefore } = evidence.sentMail.value
  const isOne = isOneText(given)
  const people = toAmountText(sent.recipients, 'recipient')
  if (seenBefore === undefined) {
    if (!isOne || findSamePeak(evidence) !== undefined || (toTimesUsual(evidence)?.times ?? 2) < 2) return []
    return [
      toSign({
        key: 'strangers',
        side: 'mail',
        weight: 2,
        short: [`One text to ${toCountText(sent.recipients)} people`],
        words: `${toAmountText(sent.distinctSubjects ?? 1, 'subject')} to ${people}. Whether they were written to before is not known.`,
      }),
    ]
  }
  if (seenBefore > 0.45 || sent.recipients < fewest) return []
  return [
    toSign({
      key: 'strangers',
      side: 'mail',
      weight: seenBefore <= 0.05 ? 3 : seenBefore <= 0.25 ? 2 : 1,
      short: [`${Math.round((1 - seenBefore) * 100)}% of recipients are new`],
      words: `${Math.round((1 - seenBefore) * 100)}% of ${people} were never written to before${isOne ? ', and most got one text' : ''}.`,
    }),
  ]
}

function isOneText({ evidence }: SenderCase): boolean {
  const sent = readSent(evidence)
  if (sent?.distinctSubjects === undefined || sent.recipients < fewestOfOneText) return false
  return sent.distinctSubjects <= Math.max(3, sent.recipients * 0.03)
}
