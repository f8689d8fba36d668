// The tenant's own settings, and the word that they changed.
import type { Words } from '../../domain/said.js'
import type { Moment, TextRow, Tone } from '../words/views.js'

/** One policy of a tenant, or one tenant of several. */
export interface PolicyRow {
  /** ✅ looks fine, ⚠️ could be better, ❔ not checked */
  readonly icon: string
  readonly word: string
  readonly name: string
  readonly found: Words
  /** What to do; empty when nothing is. */
  readonly advice: string
  /** Command text behind "Details"; empty when there is no more to see. */
  readonly command: string
}

/** The tenant's own settings about alerts and sending, as last read. */
export interface PoliciesView {
  readonly title: string
  /** "2 of 9 could be better, 1 could not be checked." */
  readonly summary: string
  /** "Read 2026-11-22 03:14 UTC, 3 h ago", with a warning when reads fail. */
  readonly readText: Words
  /** What differs from what was accepted; empty when nothing does. */
  readonly driftText: string
  readonly rows: readonly PolicyRow[]
  /** Instead of rows. */
  readonly emptyText: string
  /** Command texts; empty where there is nothing to press. */
  readonly refreshCommand: string
  readonly previousCommand: string
  readonly nextCommand: string
  readonly alertPoliciesUrl: string
  readonly outboundPoliciesUrl: string
}

/** Settings of a tenant that changed, public, edited in place until they are as before or accepted. */
export interface DriftView extends Tone {
  readonly tenantName: string
  readonly statusIcon: string
  /** "Settings changed", "As before again" */
  readonly statusWord: string
  /** Also the notification's text. */
  readonly headline: string
  /** One sentence each, at most ten. */
  readonly changes: readonly TextRow[]
  /** "and 3 more: type policies"; empty when all are shown. */
  readonly moreText: string
  /** Who changed it by the audit log, or why that is not known; empty when it was not asked. */
  readonly authorText: Words
  /** The one line of what is over; else empty. */
  readonly outcomeText: Words
  readonly seenAt: Moment
  /** Names these very changes: a button on an older edition accepts nothing that it does not show. */
  readonly acceptId: string
  readonly canAccept: boolean
  /** Command text behind "All settings". */
  readonly showCommand: string
  readonly alertPoliciesUrl: string
}

export interface PoliciesCards {
  readonly policies: PoliciesView
  readonly drift: DriftView
}
