// How Reprieve itself is.
export interface HealthRow {
  readonly icon: string
  readonly word: string
  readonly name: string
  readonly detail: string
}

export interface StatusView {
  readonly title: string
  readonly summary: string
  readonly rows: readonly HealthRow[]
}

export interface StatusCards {
  readonly status: StatusView
}
