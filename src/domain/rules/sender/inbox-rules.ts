// Rules that forward, delete or hide mail keep the user from noticing. Hidden ones show neither in Outlook nor on the web,
// and one that is new deserves a look whatever it does.
import type { SenderEvidence } from '../../evidence.js'
import type { SenderRule } from '../../recommendation.js'
import { found, notChecked } from '../advise.js'
import { inboxRulesLink } from '../links.js'
import { isRecent } from '../window.js'
import { toListText, toUtcText } from '../words.js'

const step = {
  ruleId: 'inbox-rules',
  stage: 'contain',
  title: 'Remove suspicious inbox rules',
  advice:
    'Remove rules the user did not make. Hidden ones show only in Exchange Online PowerShell: Get-InboxRule -IncludeHidden.',
  link: inboxRulesLink,
} as const

type InboxRule = Extract<SenderEvidence['inboxRules'], { known: true }>['value'][number]

export const inboxRules: SenderRule = ({ inboxRules: rules, gatheredAt }, restriction) => {
  if (!rules.known) return notChecked(step, rules.why)
  const isNew = ({ changedAt }: InboxRule) =>
    changedAt !== undefined && isRecent(changedAt, restriction, gatheredAt)
  const suspects = rules.value.filter((rule) => rule.suspicious || rule.hidden || isNew(rule))
  if (suspects.length === 0) return undefined
  return found(step, `${toListText(suspects.map(toText))}.`, suspects.map(toSubject))
}

/** What a rule does counts as much as what it is called: one that was changed is another one. */
function toSubject(rule: InboxRule): string {
  return JSON.stringify([rule.id ?? '', toText(rule)])
}

function toText({ name, enabled, hidden, effect, changedAt }: InboxRule): string {
  const marks = [
    hidden ? 'hidden' : '',
    enabled ? '' : 'disabled',
    changedAt === undefined ? '' : `changed ${toUtcText(changedAt)}`,
  ].filter((mark) => mark !== '')
  return `"${name}"${marks.length === 0 ? '' : ` (${marks.join(', ')})`} ${effect}`
}
