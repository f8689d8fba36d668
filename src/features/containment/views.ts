// The page that takes an account back and gives back what was changed, and the warning before each step.
import type { Moment, Subject, TextRow } from '../words/views.js'

/** One step that takes the account back, with a button of its own. */
export interface OfferRow {
  readonly step: string
  /** Stands for the grant the button is about; empty for steps on the account itself. */
  readonly targetId: string
  readonly title: string
  /** What it does, or what it is about. */
  readonly text: string
  /** What to know before; else empty. */
  readonly caution: string
}

/** An inbox rule to tick. */
export interface RuleRow {
  readonly ruleId: string
  readonly name: string
  readonly effect: string
}

/** A step somebody has confirmed. */
export interface ContainedRow {
  readonly containmentId: string
  readonly step: string
  readonly result: 'under-way' | 'done' | 'failed' | 'unknown'
  /** ✅ done, ⏳ under way, ⚠️ failed or undone since, ❔ outcome unknown */
  readonly icon: string
  /** "done", "under way", "failed", "outcome unknown", "taken back", "not so any more" */
  readonly word: string
  readonly title: string
  /** "Maya, 03:14 UTC" */
  readonly byText: string
  /** What the backend said; empty while under way. */
  readonly detail: string
  /** "Allow sign-in again"; empty when there is no way back. */
  readonly undoTitle: string
}

/** Everything that takes the account back, and what was done of it. Private. */
export interface ContainmentView extends Subject {
  /** When all is over the page is about giving back alone. */
  readonly isOver: boolean
  readonly intro: string
  /** Why the last press asked for nothing; else empty. */
  readonly problem: string
  readonly offers: readonly OfferRow[]
  readonly rules: readonly RuleRow[]
  /** "3 more are not shown: turn these off first"; else empty. */
  readonly rulesText: string
  /** What to say instead of offers and rules. */
  readonly nothingText: string
  /** What is not offered, and why. */
  readonly gaps: readonly TextRow[]
  readonly contained: readonly ContainedRow[]
  /** "From evidence gathered 2 min ago"; says so when there is none. */
  readonly evidenceText: string
  /** Whether the way back leads to the review; else to the details. */
  readonly canReview: boolean
}

/** The warning before one step, and the Yes to it. */
export interface ContainConfirmView extends Subject {
  readonly confirmationId: string
  readonly warning: string
  /** The rules or the app it is about, one line each; empty for steps on the account itself. */
  readonly targets: readonly TextRow[]
  /** What to know before; else empty. */
  readonly caution: string
  /** "This can be taken back here." */
  readonly undoText: string
  /** "Yes, block sign-in of laura@contoso.com" */
  readonly yesTitle: string
  readonly expiresAt: Moment
}

export interface ContainmentCards {
  readonly containment: ContainmentView
  readonly 'contain-confirm': ContainConfirmView
}
