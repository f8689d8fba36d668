import type { Instant } from '../instant.js'
import type { Sign } from './types.js'

interface Draft extends Pick<Sign, 'key' | 'side' | 'weight' | 'words'> {
  /** What is odd, then the rest. */
  readonly short: readonly [start: string, rest?: string]
  readonly at?: Instant | undefined
}

export function toSign({ key, side, weight, short: [start, rest = ''], words, at }: Draft): Sign {
  return { key, side, weight, short: { start, rest, ...(at === undefined ? {} : { at }) }, words }
}

/** Rules look through a list for what is worst. */
export function findHeaviest(signs: readonly Sign[]): readonly Sign[] {
  return signs.toSorted((one, other) => other.weight - one.weight).slice(0, 1)
}
