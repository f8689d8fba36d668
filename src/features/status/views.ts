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
  /** How to see what is told together one by one; empty where nothing is. */
  readonly allText: string
  /** Command texts for the neighbouring pages; empty at the ends. */
  readonly previousCommand: string
  readonly nextCommand: string
}

export interface StatusCards {
  readonly status: StatusView
}
