// A connector that sends spam was often changed, or made, with an admin's account in wrong hands.
import type { ConnectorRule } from '../../recommendation.js'
import { toListText, toUtcText } from '../../words.js'
import { found, notChecked } from '../advise.js'
import { auditLink } from '../links.js'
import { isRecent } from '../window.js'

const step = {
  ruleId: 'recent-changes',
  stage: 'contain',
  title: 'Check recent changes and who made them',
  advice:
    'Ask each admin whether the change is theirs. If it is not, investigate that admin account as compromised, first of all.',
  link: auditLink,
} as const

export const recentChanges: ConnectorRule = ({ changes, gatheredAt }, restriction) => {
  if (!changes.known) return notChecked(step, changes.why)
  const recent = changes.value.filter(({ at }) => isRecent(at, restriction, gatheredAt))
  if (recent.length === 0) return undefined
  const all = recent.map(({ at, who, operation }) => `${operation} by ${who}, ${toUtcText(at)}`)
  return found(step, `${toListText(all)}.`, all)
}
