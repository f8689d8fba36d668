// Remembered values: compared and swapped within a commit, and forgotten when their end has come.
import type { Instant } from '../../domain/instant.js'
import { StaleError } from '../../errors.js'
import { isEnded, type PreparedCell } from '../prepare-cell.js'
import type { Draft, StoredCell } from './state.js'

/** @throws StaleError when it is another version. */
export function checkCell({ cells }: Draft, { key, expectedVersion }: PreparedCell): void {
  if (expectedVersion === undefined || (cells.get(key)?.version ?? 0) === expectedVersion) return
  throw new StaleError('Somebody else was faster. Look at it again.', key)
}

export function putCell(
  draft: Draft,
  { key, text, until }: Pick<PreparedCell, 'key' | 'text' | 'until'>,
): void {
  const cells = ownCells(draft)
  if (text === undefined) return void cells.delete(key)
  draft.cellVersion += 1
  draft.nextEnd = Math.min(draft.nextEnd, until ?? Number.POSITIVE_INFINITY)
  const version = draft.cellVersion
  cells.set(key, Object.freeze({ text, version, ...(until === undefined ? {} : { until }) }))
}

export function forgetEnded(draft: Draft, now: Instant): void {
  if (draft.nextEnd > now) return
  draft.nextEnd = Number.POSITIVE_INFINITY
  for (const [key, stored] of draft.cells) {
    if (isEnded(stored, now)) ownCells(draft).delete(key)
    else draft.nextEnd = Math.min(draft.nextEnd, stored.until ?? Number.POSITIVE_INFINITY)
  }
}

/** Most commits write none: then the state keeps its map, and whoever encodes it sees that nothing has changed. */
function ownCells(draft: Draft): Map<string, StoredCell> {
  draft.ownCells ??= new Map(draft.cells)
  draft.cells = draft.ownCells
  return draft.ownCells
}
