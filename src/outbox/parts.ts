// What saving a change and running its tasks takes.
import type { Lanes } from '../concurrency/lanes.js'
import type { MessageRef } from '../domain/incident.js'
import type { Instant } from '../domain/instant.js'
import type { Duty } from '../domain/task.js'
import type { Clock, Log, Meter, Store } from '../ports.js'
import type { Follow } from './follow.js'

export interface OutboxParts {
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
  readonly meter: Meter
  /** A number in [0, 1) that spreads retries. */
  readonly random: () => number
  /** Writes to one incident take turns, so that a card just posted is never lost to a crowd. */
  readonly writes: Lanes
  /** Wakes whoever runs tasks: new ones were saved. */
  readonly poke: () => void
  /** Messages that a platform took and whose places could not be saved yet: they are saved later, never posted again. */
  readonly posted: Map<string, MessageRef>
  /** By the key of a post that was refused: what was known before it, which could not be saved again yet. */
  readonly unmarked: Map<string, PostMark | undefined>
  /** What else becomes of an incident that changes so. */
  readonly follow: Follow
}

/** That a post was begun, saved before it is: after a crash nobody could say so any more. */
export interface PostMark {
  readonly since: Instant
  /** Posts before that one of which it is not known either whether they are there. */
  readonly doubts: number
  /** When the first of them was begun; undefined when that one is. */
  readonly firstAt?: Instant | undefined
  /** One of them, which somebody pressed. */
  readonly found?: MessageRef | undefined
}

/** A task whose last try failed. */
export interface Trouble {
  readonly key: string
  readonly duty: Duty
  readonly attempts: number
  readonly problem: string
  /** It could not succeed, and is tried seldom from now on. */
  readonly isGivenUp: boolean
}

/** What the worker has stood at for longer than any of its work takes; empty when all goes on. */
export interface Standing {
  /** The run that has been under way longest, and for how long. */
  readonly run?: { readonly key: string; readonly milliseconds: number }
  /** How long ago it looked for work last. */
  readonly passMilliseconds?: number
}

/** The wall clock was set. */
export interface ClockStep {
  /** Negative when it was set back. */
  readonly milliseconds: number
  /** By the clock as it was set. */
  readonly at: Instant
  readonly monotonicAt: number
}
