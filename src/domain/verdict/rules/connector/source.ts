// Where its mail comes from: the addresses it is bound to, or others.
import { toListText } from '../../../words.js'
import { toSign } from '../../sign.js'
import type { ConnectorSigns } from '../../types.js'

export const source: ConnectorSigns = ({ evidence: { mail, definition } }) => {
  if (!mail.known || !definition.known || mail.value.sourceAddresses === undefined) return []
  const bound = definition.value.senderIpAddresses
  const sources = mail.value.sourceAddresses
  // A range says nothing of who in it sends.
  if (sources.length === 0 || bound.length === 0 || bound.some((one) => /[/-]/.test(one))) return []
  const foreign = sources.filter((one) => !bound.includes(one))
  if (foreign.length > 0)
    return [
      toSign({
        key: 'new-place',
        side: 'takeover',
        weight: 3,
        short: ['Mail from other addresses'],
        words: `Mail came from ${toListText(foreign)}, which the connector is not bound to.`,
      }),
    ]
  return [
    toSign({
      key: 'usual-place',
      side: 'wanted',
      weight: 2,
      short: ['Its own address only'],
      words: `All of it came from ${toListText(sources)}, as the connector says.`,
    }),
  ]
}
