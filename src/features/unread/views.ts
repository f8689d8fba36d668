// Entries of the list that nobody could make out.
import type { Words } from '../../domain/said.js'
import type { Moment, TextRow, Tone } from '../words/views.js'

/** Public, edited in place until none of its entries is left. */
export interface UnreadView extends Tone {
  readonly tenantName: string
  readonly statusIcon: string
  /** "Unreadable on the list", "All of the list can be read" */
  readonly statusWord: string
  /** Also the notification's text. */
  readonly headline: string
  /** One entry each, as far as it can be told; at most ten. */
  readonly entries: readonly TextRow[]
  /** "and 3 more"; empty when all are shown. */
  readonly moreText: string
  /** What to do, and what it means until then; empty when it is over. */
  readonly advice: string
  /** The one line of what is over; else empty. */
  readonly outcomeText: Words
  readonly seenAt: Moment
  readonly portalUrl: string
}

export interface UnreadCards {
  readonly unread: UnreadView
}
