// What is known of a sender's mail before a restriction, kept for whoever looks again.
import { createRemembered, type Remembered } from '../../../../concurrency/remembered.js'
import type { Rhythm } from '../../../../domain/habits.js'
import { hourMilliseconds } from '../../../../domain/instant.js'
import type { Clock } from '../../../../ports.js'

export interface Earlier {
  readonly rhythm: Rhythm
  /** Everybody written to, lower-cased. */
  readonly recipients: ReadonlySet<string>
  /** Addresses that mail was handed over from. */
  readonly ipAddresses: ReadonlySet<string>
  /** All 90 days could be read. */
  readonly isWhole: boolean
}

/** What lies before a restriction stays as it was: whoever looks again asks for nothing. */
const keepMilliseconds = 6 * hourMilliseconds
const mostKept = 100

export type EarlierKept = Remembered<Earlier>

export function createEarlierKept(clock: Clock): EarlierKept {
  return createRemembered<Earlier>({ clock, keepMilliseconds, most: mostKept })
}
