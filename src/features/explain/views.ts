// The bounce that was pasted, and the request to be unblocked.
import type { Words } from '../../domain/said.js'
import type { Subject, Tone } from '../words/views.js'

/** What a bounce means, for the one who pasted it. */
export interface ExplainView extends Tone {
  /** "550 5.1.8"; empty when the bounce is not known. */
  readonly code: string
  readonly meaning: string
  /** Whom it concerns: "one sender", "the whole organisation". */
  readonly whomText: string
  /** "Unblocking helps while it is on the list", "Unblocking does not help" */
  readonly helpsText: string
  readonly unblockHelps: boolean
  readonly advice: Words
  /** Empty when nothing that is restricted now is meant, or the reader may not know. */
  readonly incidentId: string
  /** "laura@contoso.com has been restricted since ... Now: Looks compromised."; empty when nothing is to be told. */
  readonly incidentText: Words
  /** Whether *Unblock…* is offered. */
  readonly canReview: boolean
  /** Whether the details are offered. */
  readonly canRead: boolean
  /** "The on-call channel has been asked to look at it."; empty when nobody was asked. */
  readonly requestText: Words
}

/** The restricted person's request, public, in the thread of the card. */
export interface RequestView extends Subject {
  /** "Laura Bennett asks for laura@contoso.com to be unblocked." */
  readonly text: Words
  /** Where it stands: "Cannot send, on the list since 2026-11-22 03:14 UTC". */
  readonly statusText: Words
  /** Whether *Unblock…* is offered. */
  readonly canReview: boolean
  readonly portalUrl: string
}

export interface ExplainCards {
  readonly explain: ExplainView
  readonly request: RequestView
}
