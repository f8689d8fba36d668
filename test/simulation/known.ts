// What the simulation has found and the program does not hold yet. Whoever mends one takes it off: a fault that is on the
// list and cannot be shown any more fails the tests just like one that is not on it.

import type { Run } from './simulate.js'

export interface Known {
  /** Of the invariant. */
  readonly name: string
  /** A day of six hours that shows it; undefined where only longer ones do. */
  readonly seed: number | undefined
  readonly why: string
}

export const knownHours = 6

export const known: readonly Known[] = []

/** Days that showed what is mended, in which the test of its name is one step of many. */
export interface Mended extends Pick<Run, 'seed' | 'hours' | 'isSparse'> {
  readonly name: string
}

export const mended: readonly Mended[] = [
  // A mute of what had moved to another channel and back.
  { name: 'left-card-goes-on', seed: 58, hours: 27, isSparse: true },
]

export function isKnown(name: string): boolean {
  return known.some((one) => one.name === name)
}
