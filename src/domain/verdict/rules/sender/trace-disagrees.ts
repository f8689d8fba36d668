// Exchange counted far more than the trace of every address shows: the mail left by a way nobody has looked at.
import { hourMilliseconds } from '../../../instant.js'
import { readCounted } from '../../../rules/counted.js'
import { toCountText } from '../../../words.js'
import { readSent } from '../../mail.js'
import { toSign } from '../../sign.js'
import type { SenderSigns } from '../../types.js'

export const traceDisagrees: SenderSigns = ({ evidence, restriction }) => {
  const sent = readSent(evidence)
  if (sent === undefined || !evidence.sentMail.known) return []
  const { hours, before } = evidence.sentMail.value
  const { messages } = readCounted(restriction.reason)
  const began = restriction.createdAt ?? evidence.gatheredAt
  const isTooOld = before === undefined && evidence.gatheredAt - hours * hourMilliseconds > began
  if (sent.messages * 2 >= messages || isTooOld) return []
  return [
    toSign({
      key: 'trace-disagrees',
      side: 'missing',
      weight: 3,
      short: [`${toCountText(messages)} counted, ${toCountText(sent.messages)} seen`],
      words: `Exchange counted ${toCountText(messages)} messages, the trace shows ${toCountText(sent.messages)}. Find the way they left by: a relay, an app, a mailbox it may send as.`,
    }),
  ]
}
