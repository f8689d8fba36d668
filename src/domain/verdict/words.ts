// How a verdict is headed and coloured, on both platforms: colour, sign and word say the same.
import type { VerdictKind } from './types.js'

interface VerdictWords {
  readonly emoji: string
  readonly word: string
  /** The bar of a Slack attachment. */
  readonly slackColour: string
  /** The style of a Teams container. */
  readonly teamsStyle: 'attention' | 'warning' | 'accent' | 'emphasis'
}

export const verdictWords: Readonly<Record<VerdictKind, VerdictWords>> = {
  compromised: { emoji: '🚨', word: 'Looks compromised', slackColour: '#d1293d', teamsStyle: 'attention' },
  unclear: { emoji: '⚠️', word: 'Unclear', slackColour: '#e8912d', teamsStyle: 'warning' },
  bulk: { emoji: '📣', word: 'Looks like bulk mail', slackColour: '#3b6fd4', teamsStyle: 'accent' },
  'limit-only': { emoji: '⏱️', word: 'Sending limit only', slackColour: '#8a8d91', teamsStyle: 'emphasis' },
}

/** As long as nothing is gathered. */
export const lookingWords: VerdictWords = {
  emoji: '🔎',
  word: 'Looking',
  slackColour: '#8a8d91',
  teamsStyle: 'emphasis',
}

/** The worst first, in lists. */
export const verdictOrder: readonly VerdictKind[] = ['compromised', 'unclear', 'bulk', 'limit-only']
