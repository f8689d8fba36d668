// The public cards of restrictions: one for each, and one for many at once.
import type { CardButton, FactRow, MentionRow, Moment, Subject, TextRow, Tone } from '../words/views.js'

/** The public card of an incident: one per channel, edited in place through its life. */
export interface IncidentView extends Subject, Tone {
  /** One sentence: what is the matter now. Also the notification's text. */
  readonly headline: string
  /** What Exchange said, in words: "Outbound spam: 412 of 1,203 messages in 24 hours". */
  readonly reasonText: string
  /** At most six rows fit for a shared channel: no client IP, no trace ids. */
  readonly facts: readonly FactRow[]
  readonly restrictedAt: Moment
  /** False when Exchange gave no date: then `restrictedAt` is when Reprieve first saw it. */
  readonly isDateFromExchange: boolean
  /** "Restricted 2 times before, last unblocked 2026-10-01."; empty when never. */
  readonly earlierText: string
  /** "3 findings, 2 could not be checked"; empty until evidence is there. */
  readonly evidenceText: string
  /** What has happened, oldest first, one short line each; empty while open. */
  readonly progress: readonly TextRow[]
  /** "Not given back: sign-in blocked by Maya 17:00 UTC"; empty when nothing of ours stands. Also when it is closed. */
  readonly standingText: string
  /** Whether what was changed on the account can be given back. */
  readonly canGiveBack: boolean
  /** "🙋 Maya is on it · 03:12 UTC to 03:42 UTC"; empty when nobody has to do anything. */
  readonly whoText: string
  /** Whether opening the review is the next press that is recommended. */
  readonly isReviewMain: boolean
  /** The presses beside *Unblock…*. */
  readonly buttons: readonly (CardButton & Pick<Subject, 'incidentId'>)[]
  /** The one line of a closed incident: "Unblocked by Maya, gone from the list 12:41 UTC"; else empty. */
  readonly outcomeText: string
  /** Whether *Unblock…* is offered. */
  readonly canReview: boolean
  /** Whether the text for Microsoft Support is offered. */
  readonly canHandOff: boolean
  readonly portalUrl: string
}

/** One row of a digest or a list. */
export interface IncidentRow {
  readonly incidentId: string
  readonly entity: string
  readonly kindWord: string
  readonly tenantName: string
  readonly statusIcon: string
  readonly statusWord: string
  readonly sinceText: string
  readonly reasonText: string
  readonly canReview: boolean
  /** "Maya is on it"; empty when nobody is. */
  readonly claimedText: string
  /** What Reprieve changed on the account and nobody gave back; empty when nothing of ours stands. */
  readonly standingText: string
}

/** Many restrictions at once, in one public card, edited in place. */
export interface DigestView extends Tone {
  /** Shown to nobody; tells one digest from another. */
  readonly digestId: string
  readonly headline: string
  readonly tenantName: string
  /** "38 restricted, 2 in review, 4 closed" */
  readonly countsText: string
  /** At most ten. */
  readonly rows: readonly IncidentRow[]
  /** "and 28 more: type list to see them all"; empty when all are shown. */
  readonly moreText: string
  readonly portalUrl: string
}

/** One short line in the thread of a card. */
export interface LineView {
  readonly icon: string
  readonly text: string
  /** Who is told that this is about them; empty where everybody who follows the thread is enough. */
  readonly mentions: readonly MentionRow[]
}

/** In place of a card that nobody keeps up to date, and for whoever pressed it. */
export interface PointerView extends Tone {
  readonly incidentId: string
  readonly title: string
  readonly text: string
  /** Of the card that lives; empty when it has none. */
  readonly linkUrl: string
}

export interface IncidentCards {
  readonly incident: IncidentView
  readonly digest: DigestView
  readonly line: LineView
  readonly pointer: PointerView
}
