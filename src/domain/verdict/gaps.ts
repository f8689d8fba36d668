// How it is said that something is not known.
import { toListText } from '../words.js'

export interface Gap {
  readonly name: string
  readonly why: string
}

export function toGapsText(gaps: readonly Gap[]): string {
  const texts = gaps.map(({ name, why }) => `${name.toLowerCase()} (${why.replace(/\.$/, '')})`)
  return `Not known: ${toListText(texts)}. Missing is not clean.`
}
