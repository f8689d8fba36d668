// What is over, newest first.
export interface HistoryRow {
  readonly incidentId: string
  readonly atText: string
  readonly icon: string
  readonly entity: string
  readonly tenantName: string
  readonly outcomeText: string
  /** What was not done, and the note; empty when there is neither. */
  readonly recordText: string
}

export interface HistoryView {
  readonly title: string
  readonly rows: readonly HistoryRow[]
  readonly emptyText: string
}

export interface HistoryCards {
  readonly history: HistoryView
}
