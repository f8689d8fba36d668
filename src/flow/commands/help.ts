import type { HelpRow } from '../../domain/cards.js'
import type { Answer } from '../../ports.js'

/** @param rows the commands this actor may use, and no others. */
export function toHelpCard(rows: readonly HelpRow[], suggestion: string): Answer {
  const intro =
    rows.length === 1
      ? 'You have no role here yet. An administrator of Reprieve can give you one.'
      : 'Reprieve watches the Restricted entities list, and lifts a restriction after a review.'
  return { name: 'help', view: { intro, rows, suggestion } }
}
