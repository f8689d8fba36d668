import type { Words } from '../../domain/said.js'
import type { Answer } from '../../ports.js'
import type { HelpRow } from '../cards.js'

interface Offer {
  /** The commands this actor may use, and no others. */
  readonly rows: readonly HelpRow[]
  /** False for people without a role. */
  readonly canRead: boolean
  readonly suggestion: Words
}

export function toHelpCard({ rows, canRead, suggestion }: Offer): Answer {
  const intro = canRead
    ? 'Reprieve watches the Restricted entities list, and lifts a restriction after a review.'
    : 'You have no role here yet. An administrator of Reprieve can give you one.'
  return { name: 'help', view: { intro, rows, suggestion } }
}
