import type { Words } from '../../domain/said.js'
import type { Tone } from '../words/views.js'

/** What was done in a drill, and when. */
interface DrillRow {
  /** ✅ done, ◻ not done */
  readonly icon: string
  /** "On it", "Reviewed" */
  readonly label: string
  /** "3 min, Maya (was 9 min)", "not done" */
  readonly finding: string
  /** Shown to nobody. */
  readonly word: string
}

/** How a drill went: posted once, when it is over. */
export interface DrillReportView extends Tone {
  /** "Drill done", "Drill called off", "Drill over" */
  readonly title: string
  /** "On it in 3 min, unblocked in 14 min" */
  readonly headline: string
  /** "Contoso · begun by Laura 2026-11-30 10:04 UTC · Exchange was not touched" */
  readonly whereText: Words
  readonly lines: readonly DrillRow[]
  readonly incidentId: string
}

export interface DrillCards {
  readonly 'drill-report': DrillReportView
}
