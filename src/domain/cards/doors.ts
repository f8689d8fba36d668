// Where a person comes in: the home, the bounce that was pasted, the request to be unblocked.
import type { IncidentRow } from './incident.js'
import type { Subject, Tone } from './parts.js'

/** What a person finds at the bot's door: the home tab in Slack, the welcome in Teams. For one reader's eyes. */
export interface HomeView {
  readonly title: string
  /** "2 wait for a review", "All quiet" */
  readonly summary: string
  /** "You may review and unblock." */
  readonly roleText: string
  /** Whether the list and the health of Reprieve are offered. */
  readonly canRead: boolean
  /** What this reader could act on now. */
  readonly waiting: readonly IncidentRow[]
  /** What to say instead of rows that wait. */
  readonly waitingEmptyText: string
  /** What is under way. */
  readonly others: readonly IncidentRow[]
  /** What is over, but something that Reprieve changed on the account was not given back. */
  readonly standing: readonly IncidentRow[]
  /** "Last good look 14:03 UTC, 12 s ago", with a warning when looks fail. */
  readonly lookText: string
}

/** What a bounce means, for the one who pasted it. */
export interface ExplainView extends Tone {
  /** "550 5.1.8"; empty when the bounce is not known. */
  readonly code: string
  readonly meaning: string
  /** Whom it concerns: "one sender", "the whole organisation". */
  readonly whomText: string
  /** "Unblocking it here helps", "Unblocking does not help" */
  readonly helpsText: string
  readonly unblockHelps: boolean
  readonly advice: string
  /** Empty when nothing that is restricted now is meant, or the reader may not know. */
  readonly incidentId: string
  /** "laura@contoso.com has been restricted since ... Now: In review."; empty when nothing is to be told. */
  readonly incidentText: string
  /** Whether *Review & unblock* is offered. */
  readonly canReview: boolean
  /** Whether the details are offered. */
  readonly canRead: boolean
  /** "The on-call channel has been asked to look at it."; empty when nobody was asked. */
  readonly requestText: string
}

/** The restricted person's request, public, in the thread of the card. */
export interface RequestView extends Subject {
  /** "Laura Bennett asks for laura@contoso.com to be unblocked." */
  readonly text: string
  /** Where it stands: "Restricted since 2026-11-22 03:14 UTC". */
  readonly statusText: string
  /** Whether *Review & unblock* is offered. */
  readonly canReview: boolean
  readonly portalUrl: string
}
