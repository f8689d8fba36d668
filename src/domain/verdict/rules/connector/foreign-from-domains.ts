// Mail under domains that are not the organisation's, or with another domain in the envelope: a host behind the connector
// sends for strangers.
import { toCountText } from '../../../words.js'
import { toSign } from '../../sign.js'
import type { ConnectorSigns } from '../../types.js'

const many = 10

export const foreignFromDomains: ConnectorSigns = ({ evidence: { mail, definition } }) => {
  if (!mail.known) return []
  const { fromDomains, envelopeDiffers = 0 } = mail.value
  const own = definition.known
    ? Math.max(1, definition.value.senderDomains.filter((one) => one !== '*').length)
    : 1
  const foreign = Math.max(0, (fromDomains ?? own) - own)
  const weight = (foreign > many ? 3 : foreign > 0 ? 1 : 0) + (envelopeDiffers >= 0.5 ? 2 : 0)
  if (weight === 0) return []
  return [
    toSign({
      key: 'foreign-from-domains',
      side: 'takeover',
      weight,
      short: foreign > 0 ? [`${toCountText(foreign)} foreign From domains`] : ['Envelope and From differ'],
      words: `${toCountText(foreign)} From domains are not the connector's${
        envelopeDiffers > 0 ? `; envelope and From differ in ${Math.round(envelopeDiffers * 100)}%` : ''
      }.`,
    }),
  ]
}
