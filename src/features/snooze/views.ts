import type { Subject } from '../words/views.js'

export interface ChoiceOption {
  readonly choiceId: string
  readonly title: string
}

/** Until when, and why. Private. */
export interface SnoozeView extends Subject {
  /** Why the last try was not taken; else empty. */
  readonly problem: string
  readonly choices: readonly ChoiceOption[]
  /** As chosen before; empty at first. */
  readonly until: string
  readonly reason: string
}

export interface SnoozeCards {
  readonly snooze: SnoozeView
}
