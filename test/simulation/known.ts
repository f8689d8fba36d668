// What the simulation has found and the program does not hold yet. Whoever mends one takes it off: a fault that is on the
// list and cannot be shown any more fails the tests just like one that is not on it.

export interface Known {
  /** Of the invariant. */
  readonly name: string
  /** A day of six hours that shows it; undefined where only longer ones do. */
  readonly seed: number | undefined
  readonly why: string
}

export const knownHours = 6

export const known: readonly Known[] = []

export function isKnown(name: string): boolean {
  return known.some((one) => one.name === name)
}
