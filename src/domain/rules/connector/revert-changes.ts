// What was changed without leave must go before mail flows through it again.
import type { ConnectorRule } from '../../recommendation.js'
import { found, notChecked } from '../advise.js'
import { connectorsLink } from '../links.js'
import { isRecent } from '../window.js'
import { toAmountText } from '../words.js'

const step = {
  ruleId: 'revert-changes',
  stage: 'contain',
  title: 'Revert unexpected changes',
  advice: 'Set the connector back to what it was, and remove connectors nobody knows.',
  link: connectorsLink,
} as const

export const revertChanges: ConnectorRule = ({ changes, gatheredAt }, restriction) => {
  if (!changes.known) return notChecked(step, changes.why)
  const recent = changes.value.filter(({ at }) => isRecent(at, restriction, gatheredAt))
  if (recent.length === 0) return undefined
  return found(step, `${toAmountText(recent.length, 'change')} in the week before the restriction or since.`)
}
