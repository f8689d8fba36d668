// What is over, newest first.
import type { Words } from '../../domain/said.js'
export interface HistoryRow {
  readonly incidentId: string
  /** "2026-11-22": the time of day stands in how it ended. */
  readonly dayText: string
  readonly icon: string
  readonly entity: string
  /** What stands before the @, so that a long address breaks where it may; the whole name of a connector. */
  readonly localPart: string
  /** "@contoso.com"; empty for a connector. */
  readonly domainPart: string
  readonly tenantName: string
  readonly outcomeText: Words
  /** What was not done, and the note; empty when there is neither. */
  readonly recordText: Words
}

export interface HistoryView {
  readonly title: string
  readonly rows: readonly HistoryRow[]
  readonly emptyText: Words
}

export interface HistoryCards {
  readonly history: HistoryView
}
