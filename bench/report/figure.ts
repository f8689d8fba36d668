// One measured figure, beside the floor that was measured in turns with it, and whether it is good enough.
import { type Spread, toSpread } from './statistics.js'

/** What a figure must be: ours as a multiple of the floor, or ours by itself in the figure's unit. */
export type Target =
  | { readonly of: 'ratio'; readonly atLeast: number }
  | { readonly of: 'ratio'; readonly atMost: number }
  | { readonly of: 'ours'; readonly atMost: number }

export interface Figure {
  readonly name: string
  readonly unit: string
  readonly ours: Spread
  readonly floor?: Spread
  /** Of each pair of rounds that ran one after the other, so that a busy machine weighs on both. */
  readonly ratio?: Spread
  readonly target?: Target
  /** What the two sides do, or why the figure is what it is. */
  readonly note?: string
}

/** The same thing measured on both sides, one right after the other. */
export interface Pair {
  readonly ours: number
  readonly floor: number
}

type Words = Pick<Figure, 'name' | 'unit' | 'target' | 'note'>

export function toFigure(words: Words, values: readonly number[]): Figure {
  return { ...words, ours: toSpread(values) }
}

export function toPairedFigure(words: Words, pairs: readonly Pair[]): Figure {
  return {
    ...words,
    ours: toSpread(pairs.map(({ ours }) => ours)),
    floor: toSpread(pairs.map(({ floor }) => floor)),
    ratio: toSpread(pairs.map(({ ours, floor }) => ours / floor)),
  }
}

/** Undefined for a figure that is there to be read only. */
export function isMet({ target, ours, ratio }: Figure): boolean | undefined {
  if (target === undefined) return undefined
  const value = target.of === 'ours' ? ours.median : ratio?.median
  if (value === undefined) return false
  return 'atLeast' in target ? value >= target.atLeast : value <= target.atMost
}
