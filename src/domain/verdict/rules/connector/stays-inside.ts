// Devices write to colleagues.
import { toSign } from '../../sign.js'
import type { ConnectorSigns } from '../../types.js'

const most = 0.2

export const staysInside: ConnectorSigns = ({ evidence: { mail } }) => {
  if (!mail.known || (mail.value.outsideShare ?? 1) > most) return []
  const isMachine = mail.value.subjects?.themes.includes('machine') === true
  return [
    toSign({
      key: 'known-recipients',
      side: 'wanted',
      weight: 2,
      short: ['Mostly to colleagues', isMachine ? 'by machines' : ''],
      words: `${Math.round((1 - (mail.value.outsideShare ?? 1)) * 100)}% stays inside the organisation${isMachine ? ', with subjects of machines' : ''}.`,
    }),
  ]
}
