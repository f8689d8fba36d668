// What is over, newest first.
export interface HistoryRow {
  readonly incidentId: string
  readonly atText: string
  readonly icon: string
  readonly entity: string
  readonly tenantName: string
  readonly outcomeText: string
}

export interface HistoryView {
  readonly title: string
  readonly rows: readonly HistoryRow[]
  readonly emptyText: string
}

export interface HistoryCards {
  readonly history: HistoryView
}
