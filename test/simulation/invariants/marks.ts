// A first card is begun once. Whoever stood still since it looked whether there is one leaves it to the process that has begun
// to post it meanwhile: people see whatever was begun, and of the second one nobody knows.
import { toPostKey } from '../../../src/features/incident/tasks.js'
import type { Commit } from '../../../src/ports.js'
import type { Book } from './watch.js'

export interface MarksWatch {
  /** In the order in which they were saved. */
  onSaved(commit: Commit): void
}

export const beginning = 'posting:'

export function watchMarks(book: Book): MarksWatch {
  /** Keys of first cards whose place is saved. */
  const shown = new Set<string>()
  return {
    onSaved({ incident, cells = [] }) {
      for (const cell of cells)
        if (!('forget' in cell) && shown.has(cell.key))
          book.report('begun-though-shown', `${cell.key} was begun when its card was there, and known to be`)
      const { id = '', cards = [] } = incident?.next ?? {}
      for (const { platform, channel, route = channel } of cards)
        shown.add(`${beginning}${toPostKey(id, { platform, channel: route })}`)
    },
  }
}
