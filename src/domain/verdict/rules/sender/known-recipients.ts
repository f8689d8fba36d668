import { toAmountText } from '../../../words.js'
import { fewPeople, hasKnownRecipients, readSent } from '../../mail.js'
import { toSign } from '../../sign.js'
import type { SenderSigns } from '../../types.js'

export const knownRecipients: SenderSigns = ({ evidence }) => {
  const sent = readSent(evidence)
  if (sent === undefined || !evidence.sentMail.known) return []
  const { seenBefore, outsideShare } = evidence.sentMail.value
  if (hasKnownRecipients(evidence) && seenBefore !== undefined)
    return [
      toSign({
        key: 'known-recipients',
        side: 'wanted',
        weight: 3,
        short: [`${Math.round(seenBefore * 100)}% known recipients`],
        words: `${Math.round(seenBefore * 100)}% of ${toAmountText(sent.recipients, 'recipient')} were written to before, or wrote first.`,
      }),
    ]
  const isDevice =
    outsideShare !== undefined &&
    outsideShare <= 0.02 &&
    sent.recipients <= fewPeople &&
    sent.messages >= 5 * sent.recipients
  if (!isDevice) return []
  return [
    toSign({
      key: 'known-recipients',
      side: 'wanted',
      weight: 2,
      short: [`To ${sent.recipients} colleagues`, 'again and again'],
      words: `${toAmountText(sent.messages, 'message')} to ${sent.recipients} colleagues; nothing outside.`,
    }),
  ]
}
