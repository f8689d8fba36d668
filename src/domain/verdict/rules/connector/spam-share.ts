// Nearly all of what came through was taken for spam. Of a person's mailing that says little; a relay carries everything.
import { toCountText } from '../../../words.js'
import { toSign } from '../../sign.js'
import type { ConnectorSigns } from '../../types.js'

const fewest = 100
const most = 0.75

export const spamShare: ConnectorSigns = ({ evidence: { mail } }) => {
  if (!mail.known || mail.value.messages < fewest || mail.value.markedAsSpam < mail.value.messages * most)
    return []
  const percent = Math.round((mail.value.markedAsSpam / mail.value.messages) * 100)
  return [
    toSign({
      key: 'spam-share',
      side: 'mail',
      weight: 2,
      short: [`${percent}% taken for spam`],
      words: `${toCountText(mail.value.markedAsSpam)} of ${toCountText(mail.value.messages)} messages were taken for spam.`,
    }),
  ]
}
