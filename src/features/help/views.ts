// The commands.
import type { Words } from '../../domain/said.js'

export interface HelpRow {
  readonly command: string
  readonly text: string
}

export interface HelpView {
  readonly intro: string
  readonly rows: readonly HelpRow[]
  /** "Did you mean ...?" after a typo; else empty. */
  readonly suggestion: Words
}

export interface HelpCards {
  readonly help: HelpView
}
