// Only someone who knows the mail flow can tell whether a definition is right, so this one always appears.
import type { ConnectorEvidence } from '../../evidence.js'
import type { ConnectorRule } from '../../recommendation.js'
import { toListText } from '../../words.js'
import { found, looksFine, notChecked } from '../advise.js'
import { connectorsLink } from '../links.js'

const step = {
  ruleId: 'definition',
  stage: 'contain',
  title: "Review the connector's definition",
  advice: "Addresses and domains must be your own servers and nobody else's; require TLS where you can.",
  link: connectorsLink,
} as const

type Definition = Extract<ConnectorEvidence['definition'], { known: true }>['value']

export const definition: ConnectorRule = ({ definition: known }) => {
  if (!known.known) return notChecked(step, known.why)
  const { value } = known
  const finding = `${toText(value)}.`
  const doubts = toDoubts(value)
  const { enabled, type, senderIpAddresses, senderDomains } = value
  const subject = [...doubts, type, `enabled: ${enabled}`, ...senderIpAddresses, ...senderDomains]
  return doubts.length === 0
    ? looksFine(step, finding, subject)
    : found(step, `${doubts.join(' ')} ${finding}`, subject)
}

function toText({ type, enabled, senderIpAddresses, senderDomains }: Definition): string {
  const from = `addresses ${toListText(senderIpAddresses) || 'none'}, domains ${toListText(senderDomains) || 'none'}`
  return `Type ${type}, ${enabled ? 'enabled' : 'disabled'}, ${from}`
}

// Microsoft restricts inbound connectors of type OnPremises only; another type deserves a question.
function toDoubts({ type, requiresTls, senderIpAddresses }: Definition): readonly string[] {
  return [
    type.toLowerCase() === 'onpremises' ? '' : 'The type is not OnPremises.',
    requiresTls ? '' : 'TLS is not required.',
    senderIpAddresses.length === 0 ? 'It is not bound to addresses.' : '',
  ].filter((doubt) => doubt !== '')
}
