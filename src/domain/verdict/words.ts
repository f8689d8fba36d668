// How a verdict is headed and coloured, on both platforms: colour, sign and word say the same.
import type { VerdictKind } from './types.js'

interface VerdictWords {
  readonly emoji: string
  readonly word: string
  /** Of a bar beside a card. */
  readonly colour: string
  /** Of a container, as Adaptive Cards name it. */
  readonly style: 'attention' | 'warning' | 'accent' | 'emphasis'
}

export const verdictWords: Readonly<Record<VerdictKind, VerdictWords>> = {
  compromised: { emoji: '🚨', word: 'Looks compromised', colour: '#d1293d', style: 'attention' },
  unclear: { emoji: '⚠️', word: 'Unclear', colour: '#e8912d', style: 'warning' },
  bulk: { emoji: '📣', word: 'Looks like bulk mail', colour: '#3b6fd4', style: 'accent' },
  'limit-only': { emoji: '⏱️', word: 'Sending limit only', colour: '#8a8d91', style: 'emphasis' },
}

/** As long as nothing is gathered. */
export const lookingWords: VerdictWords = {
  emoji: '🔎',
  word: 'Looking',
  colour: '#8a8d91',
  style: 'emphasis',
}

/** The worst first, in lists. */
export const verdictOrder: readonly VerdictKind[] = ['compromised', 'unclear', 'bulk', 'limit-only']

/** Than what it looked like; what nobody had looked at may be anything. */
export function isWorse(kind: VerdictKind, than: VerdictKind = 'unclear'): boolean {
  return verdictOrder.indexOf(kind) < verdictOrder.indexOf(than)
}
