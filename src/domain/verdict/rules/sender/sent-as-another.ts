// Most of what Exchange counted left under another name than the account's own: its own trace looks empty.
import { toAmountText } from '../../../words.js'
import { toSign } from '../../sign.js'
import type { SenderSigns } from '../../types.js'

const fewest = 20

export const sentAsAnother: SenderSigns = ({ evidence: { sentMail } }) => {
  if (!sentMail.known || sentMail.value.asAnother === undefined) return []
  const { asAnother, messages } = sentMail.value
  if (asAnother.messages < fewest || asAnother.messages < messages) return []
  return [
    toSign({
      key: 'sent-as-another',
      side: 'mail',
      weight: 1,
      short: ['Sent under another name'],
      words: `${toAmountText(asAnother.messages, 'message')} left as ${asAnother.address}, ${toAmountText(messages, 'message')} under the account's own addresses.`,
    }),
  ]
}
