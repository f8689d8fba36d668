// What was changed without leave must go before mail flows through it again.
import type { ConnectorEvidence } from '../../evidence.js'
import type { ConnectorRule } from '../../recommendation.js'
import { toAmountText } from '../../words.js'
import { found, notChecked } from '../advise.js'
import { connectorsLink } from '../links.js'
import { isRecent } from '../window.js'

const step = {
  ruleId: 'revert-changes',
  stage: 'contain',
  title: 'Revert unexpected changes',
  advice: 'Set the connector back to what it was, and remove connectors nobody knows.',
  link: connectorsLink,
} as const

type Change = Extract<ConnectorEvidence['changes'], { known: true }>['value'][number]

export const revertChanges: ConnectorRule = ({ changes, gatheredAt }, restriction) => {
  if (!changes.known) return notChecked(step, changes.why)
  const recent = changes.value.filter(({ at }) => isRecent(at, restriction, gatheredAt))
  if (recent.length === 0) return undefined
  return found(
    step,
    `${toAmountText(recent.length, 'change')} in the week before the restriction or since.`,
    recent.map(toSubject),
  )
}

function toSubject({ at, who, operation }: Change): string {
  return JSON.stringify([at, who, operation])
}
