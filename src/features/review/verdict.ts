// The verdict on top of a review: what it looks like, and why, each with what it was compared with.
import type { Incident } from '../../domain/incident.js'
import { findVerdict } from '../../domain/outlook.js'
import type { VerdictReason } from '../../domain/verdict/index.js'
import type { EvidenceRow, TextRow } from '../words/views.js'
import { findVerdictWords } from '../words/words.js'
import { toFew } from './brief.js'

interface VerdictView {
  readonly verdictIcon: string
  readonly verdictText: string
  readonly reasons: readonly TextRow[]
  readonly badges: readonly TextRow[]
  readonly signsTitle: string
  readonly signs: readonly EvidenceRow[]
  readonly signLines: readonly EvidenceRow[]
}

const mostReasons = 3

/** Where there is more of it: the title of the page that has everything. */
export function toVerdictView(incident: Incident, where: string): VerdictView {
  const verdict = findVerdict(incident)
  const { emoji, word } = findVerdictWords(incident)
  const { reasons = [], badges = [] } = verdict ?? {}
  const signs = reasons.filter(isSign)
  const rows = signs.map(({ words }) => ({ icon: '🔴', word: '', label: '', finding: words }))
  return {
    verdictIcon: emoji,
    verdictText: word,
    reasons: reasons
      .filter((one) => !isSign(one))
      .slice(0, mostReasons)
      .map(({ words }) => ({ text: words })),
    badges: badges.map(({ words }) => ({ text: words })),
    signsTitle: signs.length === 0 ? '' : `Signs of compromise (${signs.length})`,
    signs: rows,
    signLines: toFew(rows, where),
  }
}

function isSign({ side }: VerdictReason): boolean {
  return side === 'takeover' || side === 'mail'
}
