// What was probably meant by a word that nobody knows.
import { closest, distance } from 'fastest-levenshtein'

/** How far from it a typo may be. */
const typoDistance = 2

export function findSimilar<Word extends string>(typed: string, known: readonly Word[]): Word | undefined {
  // Words of another length cannot be near; leaving them out keeps a very long text cheap to compare.
  const near = known.filter((one) => Math.abs(one.length - typed.length) <= typoDistance)
  if (near.length === 0) return undefined
  const nearest = closest(typed, near)
  return distance(typed, nearest) <= typoDistance ? near.find((one) => one === nearest) : undefined
}
