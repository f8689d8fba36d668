// Nothing that is known explains the restriction: the reason is in no form that is understood, or it speaks of spam and the
// mail is ordinary.
import { isMass, readSent, toTimesUsual } from '../../mail.js'
import { toSign } from '../../sign.js'
import type { SenderSigns } from '../../types.js'

export const unexplained: SenderSigns = ({ evidence, restriction: { reason } }) => {
  const sent = readSent(evidence)
  if (sent === undefined || isMass(sent) || reason.cause === 'limit') return []
  const times = toTimesUsual(evidence)?.times
  if (reason.cause === 'spam' && (times === undefined || times > 2)) return []
  return [
    toSign({
      key: 'evidence-missing',
      side: 'missing',
      weight: 2,
      short: [reason.cause === 'spam' ? 'Ordinary mail, counted as spam' : 'Reason is not understood'],
      words:
        reason.cause === 'spam'
          ? 'Exchange counted spam, and the mail is what this sender sends every day: what was taken for spam is not known.'
          : `What Exchange gave as the reason is in no form that is known: "${reason.raw}".`,
    }),
  ]
}
