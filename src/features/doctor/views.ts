// What the doctor found.
import type { Words } from '../../domain/said.js'
export interface DoctorRow {
  /** ✅ works, ⚠️ could be better, 🔴 needs mending, ❔ not checked */
  readonly icon: string
  /** "works", "could be better", "needs mending", "not checked" */
  readonly word: string
  /** Where and what: "Contoso: Token" */
  readonly name: string
  readonly found: string
  /** Empty when there is nothing to do. */
  readonly remedy: string
}

/** What the doctor found, or that it is still at it. */
export interface DoctorView {
  readonly title: string
  /** "2 need mending, 1 could be better, 14 work" */
  readonly summary: string
  /** "Checked 14:03 UTC, 12 s ago, for Maya" */
  readonly whenText: Words
  /** What needs mending first. */
  readonly rows: readonly DoctorRow[]
  /** "and 28 more: reprieve doctor shows every line"; empty when all are shown. */
  readonly moreText: string
  readonly buttonTitle: string
  /** The command text behind the button. */
  readonly buttonCommand: string
}

export interface DoctorCards {
  readonly doctor: DoctorView
}
