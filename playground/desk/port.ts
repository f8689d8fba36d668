// What the control desk can reach behind the bot's back. The playground knows no tenant and no clock of its own: whoever
// joins it with one provides these.
import type { Entity } from '../../src/domain/entity.js'
import type { Clock } from '../../src/ports.js'

export interface DeskEntry {
  readonly entity: Entity
  readonly name: string
  /** One line about what makes it interesting. */
  readonly about: string
}

/** One of several that a person picks from. */
export interface DeskChoice {
  readonly key: string
  readonly label: string
  /** One sentence: what will be seen. */
  readonly about: string
}

export interface DeskTenant {
  readonly directory: readonly DeskEntry[]
  /** Why something is restricted; the first one is its usual reason. */
  readonly reasons: readonly DeskChoice[]
  /** What can be wrong with Exchange; the first one is nothing. */
  readonly faults: readonly DeskChoice[]
  /** By its key. */
  fault(): string
  breakDown(faultKey: string): void
  restrict(entity: Entity, reasonKey: string): void
  /** Somebody else unblocks it. */
  clearElsewhere(entity: Entity): void
  /** False when it does not end by itself. */
  expire(entity: Entity): boolean
  /** Somebody closes Defender's alert about it; false when there is none. */
  closeAlert(entity: Entity): boolean
  isListed(entity: Entity): boolean
  /** A sender comes near a limit, and is not restricted yet. */
  approach(entity: Entity): void
  /** Somebody turns the policy that tells of restricted senders off or on again. */
  switchAlert(on: boolean): void
  isAlertOn(): boolean
}

export interface DeskClock extends Pick<Clock, 'now'> {
  rate(): number
  /** Both resolve when the time is kept where a restart finds it. */
  setRate(rate: number): Promise<void>
  jump(milliseconds: number): Promise<void>
}

/** Everything the desk works on. */
export interface DeskLinks {
  readonly tenant: DeskTenant
  readonly clock: DeskClock
}
