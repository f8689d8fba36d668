// The page that takes an account back and gives back what was changed, and the warning before each step.
import type { Words } from '../../domain/said.js'
import type { Moment, Subject, TextRow } from '../words/views.js'

/** One step to tick. */
export interface ChoiceRow {
  /** What the form carries. */
  readonly choiceId: string
  /** The step alone, with the name of what it is about: "Remove app PDF Viewer". */
  readonly title: string
  /** What it does, or what it is about. */
  readonly text: Words
  /** "no undo"; empty where there is a way back. */
  readonly undoText: string
}

/** As many steps as one input can hold. */
export interface ChoiceGroup {
  /** Changes with the revision: a client that remembers ticks would show those of another page. */
  readonly inputId: string
  readonly label: string
  readonly choices: readonly ChoiceRow[]
  /** Those that are ticked before anybody looked. */
  readonly ticked: readonly { readonly choiceId: string }[]
}

/** A step somebody has confirmed. */
export interface ContainedRow {
  readonly containmentId: string
  readonly step: string
  readonly result: 'waiting' | 'under-way' | 'done' | 'failed' | 'unknown'
  /** ✅ done, ◻ waiting, ⏳ under way, ⚠️ failed or undone since, ❔ outcome unknown */
  readonly icon: string
  /** "done", "waiting", "under way", "failed", "outcome unknown", "taken back", "not so any more" */
  readonly word: string
  readonly title: string
  /** "Maya, 03:14 UTC"; empty of what waits for the steps before it. */
  readonly byText: Words
  /** What the backend said; empty while under way. */
  readonly detail: string
  /** "Allow sign-in again"; empty when there is no way back. */
  readonly undoTitle: string
  /** Where a person does it when Reprieve could not; else empty. */
  readonly handText: string
}

/** Everything that takes the account back, and what was done of it. Private. */
export interface ContainmentView extends Subject {
  /** When all is over the page is about giving back alone. */
  readonly isOver: boolean
  readonly intro: string
  /** Why the last press asked for nothing; else empty. */
  readonly problem: string
  /** The page that waits for its one Yes; empty when there is nothing to choose. */
  readonly confirmationId: string
  readonly groups: readonly ChoiceGroup[]
  /** What to know before. */
  readonly cautions: readonly TextRow[]
  /** What to say instead of choices. */
  readonly nothingText: Words
  /** What is not offered, and why. */
  readonly gaps: readonly TextRow[]
  readonly contained: readonly ContainedRow[]
  /** "From evidence gathered 2 min ago"; says so when there is none. */
  readonly evidenceText: Words
  /** Whether the way back leads to the review; else to the details. */
  readonly canReview: boolean
  /** Whether somebody may decide that what is left stays. */
  readonly canKeep: boolean
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
  /** "Yes, block sign-in", without a name: a phone cuts the end of a button, and whom it is about stands above it in whole. */
  readonly yesTitle: string
  /** "Yes, block sign-in of laura@contoso.com": what the button does, for whoever hears it. */
  readonly yesText: string
  readonly expiresAt: Moment
}

/** Leaving what was changed as it is asks for a reason. Private. */
export interface KeepSoView extends Subject {
  /** Why the last try was not taken; else empty. */
  readonly problem: string
  /** What is left. */
  readonly text: Words
  readonly reason: string
}

/** After the Yes: each step as it is now. Drawn again while steps are on their way. Private. */
export interface ContainLiveView extends Subject {
  /** "4 of 6 done" */
  readonly doneText: Words
  readonly isRunning: boolean
  readonly rows: readonly ContainedRow[]
  readonly note: string
  /** Whether the way on leads to the review; else to the details. */
  readonly canReview: boolean
}

export interface ContainmentCards {
  readonly 'contain-live': ContainLiveView
  readonly 'keep-so': KeepSoView
  readonly containment: ContainmentView
  readonly 'contain-confirm': ContainConfirmView
}
