// Rules that forward, delete or hide mail keep the user from noticing. Hidden ones show neither in Outlook nor on the web.
import type { SenderRule } from '../../recommendation.js'
import { found, notChecked } from '../advise.js'
import { inboxRulesLink } from '../links.js'
import { toListText } from '../words.js'

const step = {
  ruleId: 'inbox-rules',
  stage: 'contain',
  title: 'Remove suspicious inbox rules',
  advice:
    'Remove rules the user did not make. Hidden ones show only in Exchange Online PowerShell: Get-InboxRule -IncludeHidden.',
  link: inboxRulesLink,
} as const

export const inboxRules: SenderRule = ({ inboxRules: rules }) => {
  if (!rules.known) return notChecked(step, rules.why)
  const suspects = rules.value.filter(({ suspicious, hidden }) => suspicious || hidden)
  if (suspects.length === 0) return undefined
  return found(step, `${toListText(suspects.map(toText))}.`)
}

function toText(rule: { name: string; enabled: boolean; hidden: boolean; effect: string }): string {
  const marks = [rule.hidden ? 'hidden' : '', rule.enabled ? '' : 'disabled'].filter((mark) => mark !== '')
  return `"${rule.name}"${marks.length === 0 ? '' : ` (${marks.join(', ')})`} ${rule.effect}`
}
