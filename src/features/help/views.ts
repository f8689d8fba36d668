// The commands.
export interface HelpRow {
  readonly command: string
  readonly text: string
}

export interface HelpView {
  readonly intro: string
  readonly rows: readonly HelpRow[]
  /** "Did you mean ...?" after a typo; else empty. */
  readonly suggestion: string
}

export interface HelpCards {
  readonly help: HelpView
}
