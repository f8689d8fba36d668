// The verdict on top of a review: what it looks like, and why.
import type { Incident } from '../../domain/incident.js'
import { type Outlook, toOutlook } from '../../domain/outlook.js'
import type { TextRow } from '../words/views.js'

interface VerdictView {
  readonly verdictIcon: string
  readonly verdictText: string
  readonly reasons: readonly TextRow[]
  readonly badges: readonly TextRow[]
}

const words: Readonly<Record<Outlook, { readonly icon: string; readonly text: string }>> = {
  compromised: { icon: '🚨', text: 'Looks compromised' },
  unclear: { icon: '⚠️', text: 'Unclear' },
  bulk: { icon: '📣', text: 'Looks like bulk mail' },
  limit: { icon: '⏱️', text: 'Sending limit only' },
}

export function toVerdictView(incident: Incident): VerdictView {
  const { evidence } = incident
  const { icon, text } = evidence === undefined ? { icon: '🔎', text: 'Looking' } : words[toOutlook(incident)]
  const roles = evidence?.kind === 'sender' && evidence.roles.known ? evidence.roles.value : []
  return {
    verdictIcon: icon,
    verdictText: text,
    reasons: [],
    badges: roles.map((role) => ({ text: role })),
  }
}
