// What somebody who is asked by name reads first, perhaps on a phone at night.
import type { MentionRow } from '../words/views.js'

export interface EscalationView {
  readonly incidentId: string
  readonly icon: string
  /** "Nobody is on it after 10 min: henrik.dahl@contoso.com looks compromised." */
  readonly text: string
  readonly mentions: readonly MentionRow[]
}

export interface EscalationCards {
  readonly escalation: EscalationView
}
