// Who else is told when nobody takes an incident on, step by step, as the settings say.
import type { When } from './business-hours.js'
import type { ChannelRef } from './task.js'
import type { Verdict, VerdictKind } from './verdict/index.js'

/** Whom a step tells. */
export type StepTarget =
  | {
      readonly kind: 'mention'
      /** The platform's own id of a person, or of a user group or tag. */
      readonly memberId: string
      readonly isGroup: boolean
    }
  | { readonly kind: 'channel'; readonly channel: ChannelRef }
  | { readonly kind: 'pager'; readonly pager: string }

export interface Step {
  /** Since nobody is on it. */
  readonly afterMinutes: number
  readonly when: When
  /** What people call whom it tells. */
  readonly name: string
  readonly target: StepTarget
}

/** The steps for what looks like this. */
export interface Ladder {
  readonly verdicts: readonly VerdictKind[]
  readonly severities: readonly Verdict['severity'][]
  readonly steps: readonly Step[]
}
