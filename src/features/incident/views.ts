// The public cards of restrictions: one for each, and one for many at once.
import type { Words } from '../../domain/said.js'
import type { CardButton, MentionRow, Moment, ReasonRow, Subject, TextRow, Tone } from '../words/views.js'

/** The public card of an incident: one per channel, edited in place through its life. */
export interface IncidentView extends Subject, Tone {
  /** The line that tells of the card where it is not seen, as in a notification; at most 120 characters. */
  readonly notice: Words
  /** What is the matter, without the name: "Cannot send". */
  readonly headline: string
  /** The same as the card shows it, with its moments. */
  readonly headlineText: Words
  /** Whether `restrictedAt` follows the headline. */
  readonly isSince: boolean
  readonly restrictedAt: Moment
  /** The hour is enough: the message itself has the day. */
  readonly isSinceRecent: boolean
  /** False when Exchange gave no date: then `restrictedAt` is when Reprieve first saw it. */
  readonly isDateFromExchange: boolean
  /** "🚨 Looks compromised" where the head says what happened and people still decide; else empty. */
  readonly verdictText: string
  /** "🛡️ Exchange Administrator"; empty when there is nothing to mark. */
  readonly badgesText: string
  /** The three strongest of the verdict: no addresses, no names of rules, apps or targets. */
  readonly reasons: readonly ReasonRow[]
  /** What was done the last time, where it is back: who, what was left undone, the note. */
  readonly again: readonly TextRow[]
  /** Whose record *Last time* shows; empty where there is none. */
  readonly lastIncidentId: string
  /** "Henrik Dahl · 412 of 1,203 were spam"; the tenant only where there are several. */
  readonly smallText: Words
  /** What has happened, oldest first, one short line each; empty while open. */
  readonly progress: readonly TextRow[]
  /** What to send to the owner so that mail can be seen to flow; empty when it was, or when it cannot be seen. */
  readonly testText: string
  /** "Not given back: sign-in blocked by Maya 17:00 UTC"; empty when nothing of ours stands. Also when it is closed. */
  readonly standingText: Words
  /** Whether what was changed on the account can be given back. */
  readonly canGiveBack: boolean
  /** "🙋 Maya is on it · 03:12 UTC to 03:42 UTC"; empty when nobody has to do anything. */
  readonly whoText: Words
  /** Whether opening the review is the next press that is recommended. */
  readonly isReviewMain: boolean
  /** Whether there is room for it where it is not; else it stands under ⋯. */
  readonly isReviewBeside: boolean
  /** The presses beside *Unblock…*. */
  readonly buttons: readonly PlacedButton[]
  /** Those under ⋯. */
  readonly menu: readonly PlacedButton[]
  /** The one line of a closed incident: "Unblocked by Maya, gone from the list 12:41 UTC"; else empty. */
  readonly outcomeText: Words
  /** Of a closed one: who reviewed and who approved, what was not done, the note. */
  readonly record: readonly TextRow[]
  /** Whether *Unblock…* is offered. */
  readonly canReview: boolean
  /** Whether the text for Microsoft Support is offered. */
  readonly canHandOff: boolean
  readonly portalUrl: string
}

export type PlacedButton = Omit<CardButton, 'isInMenu'> & Pick<Subject, 'incidentId'>

/** One row of a digest or a list. */
export interface IncidentRow {
  readonly incidentId: string
  readonly entity: string
  /** What stands before the @, so that a long address breaks where it may; the whole name of a connector. */
  readonly localPart: string
  /** "@contoso.com"; empty for a connector. */
  readonly domainPart: string
  /** The strongest reason or what Exchange counted, in few words; empty when there is neither. */
  readonly shortText: Words
  readonly kindWord: string
  readonly tenantName: string
  readonly statusIcon: string
  readonly statusWord: string
  readonly sinceText: Words
  readonly reasonText: string
  readonly canReview: boolean
  /** "🙋 Maya is on it", "💤 until 09:00 CET"; empty while nobody is and it waits for no moment. */
  readonly whoText: Words
  /** "pages night shift at 03:24 CET": what happens while nobody is on it; empty when nothing does. */
  readonly nextText: Words
  /** What Reprieve changed on the account and nobody gave back; empty when nothing of ours stands. */
  readonly standingText: Words
}

/** One row of a storm. */
export interface DigestRow extends IncidentRow {
  /** "🚨 3 look compromised", above the first of each group; empty above the others, and where one group alone has no button. */
  readonly groupText: string
  /** The press of the button beside it; empty when there is none. */
  readonly groupPressId: string
  /** What that press is about. */
  readonly groupId: string
  readonly groupTitle: string
  readonly groupLabel: string
}

/** Many restrictions at once, in one public card, edited in place. */
export interface DigestView extends Tone {
  /** Shown to nobody; tells one digest from another. */
  readonly digestId: string
  readonly headline: string
  readonly tenantName: string
  /** "31 open, 3 under way, 4 over" */
  readonly countsText: string
  /** At most ten, group by group as they look, the worst first. */
  readonly rows: readonly DigestRow[]
  /** "and 28 more, under All open"; empty when all are shown. */
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
  readonly text: Words
  /** Of the card that lives; empty when it has none. */
  readonly linkUrl: string
}

export interface IncidentCards {
  readonly incident: IncidentView
  readonly digest: DigestView
  readonly line: LineView
  readonly pointer: PointerView
}
