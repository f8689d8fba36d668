// For looking things up: the list, the details of one incident with the text for support, and a person's home.

import type { Outcome, Status } from '../../domain/incident.js'
import type { Words } from '../../domain/said.js'
import type { IncidentRow, PlacedButton } from '../incident/views.js'
import type { EvidenceRow, FactRow, Subject, TextRow } from '../words/views.js'

export interface ListView {
  readonly title: string
  /** "12 restrictions, page 1 of 2"; says so when a filter is on. */
  readonly countText: string
  readonly rows: readonly IncidentRow[]
  /** What to say instead of rows. */
  readonly emptyText: string
  /** What still stands of incidents that are over: "Over, but not given back: laura@contoso.com and others. ..."; else empty. */
  readonly standingText: Words
  /** "Last good poll 14:03 UTC, 12 s ago", with a warning when polls fail. */
  readonly pollText: Words
  /** Command texts for the neighbouring pages; empty at the ends. */
  readonly previousCommand: string
  readonly nextCommand: string
}

export interface TimelineRow {
  readonly atText: Words
  readonly text: Words
}

/** What still stands of one incident. */
export interface StandingRow {
  readonly incidentId: string
  readonly text: Words
  /** Whether this reader may give it back. */
  readonly canGiveBack: boolean
}

export interface ShowView extends Subject {
  /** For programs; never shown. */
  readonly status: Status
  /** How it ended; empty before. */
  readonly outcome: Outcome | ''
  readonly headline: Words
  readonly facts: readonly FactRow[]
  readonly evidence: readonly EvidenceRow[]
  readonly evidenceText: Words
  /** Why this verdict and not another, with the points; empty until something was gathered. */
  readonly explanationText: string
  /** "What Maya answered, 2026-11-22 03:16 UTC"; empty while no review is finished. */
  readonly answersTitle: Words
  /** What only people know, and how each step was known. */
  readonly answers: readonly EvidenceRow[]
  readonly timeline: readonly TimelineRow[]
  readonly earlierText: Words
  /** Of one that is over: what was not done, the note, the head of the journal. */
  readonly record: readonly TextRow[]
  /** What Reprieve changed on the account and nobody gave back, here and in earlier incidents of the same entity. */
  readonly standing: readonly StandingRow[]
  readonly canReview: boolean
  /** Whether this reader may take the account back. */
  readonly canContain: boolean
  readonly canHandOff: boolean
  /** What stands under ⋯ on the card of it. */
  readonly menu: readonly PlacedButton[]
  readonly portalUrl: string
}

/** Text to paste into a case with Microsoft Support. */
export interface HandoffView extends Subject {
  readonly intro: string
  /** Plain text, several lines. */
  readonly text: string
}

/** What waits for this reader and nobody else, with the press that answers it. */
export interface ForYouRow extends Pick<IncidentRow, 'incidentId' | 'localPart' | 'domainPart'> {
  readonly icon: string
  /** "Ines reviewed 03:20 UTC", "Tom sent it back: ..." */
  readonly text: Words
  readonly pressId: string
  readonly title: string
}

/** What nobody sees at this moment. */
export interface NotWatchedRow {
  /** Of a tenant, or how many they are. */
  readonly name: string
  /** "since 2026-11-22 03:02 UTC · The certificate has expired" */
  readonly text: Words
  /** What its button types. */
  readonly command: string
  readonly title: string
}

/** What is no restriction and goes on: a sender before the block, or an exercise. */
export interface ApartRow extends Pick<IncidentRow, 'incidentId' | 'localPart' | 'domainPart'> {
  readonly icon: string
  /** "Near the limit · 430 of 500 recipients outside in an hour" */
  readonly text: Words
}

/** What is over, but not as it was. */
export interface LeftOverRow extends IncidentRow {
  /** Whether this reader may give it back. */
  readonly canGiveBack: boolean
}

/** What a person finds at the bot's door: the home tab in Slack, the welcome in Teams. For one reader's eyes. */
export interface HomeView {
  readonly title: string
  /** "2 wait for a review", "All quiet" */
  readonly summary: string
  /** "You may review and unblock." */
  readonly roleText: string
  /** Whether the list and the health of Reprieve are offered. */
  readonly canRead: boolean
  /** What this reader could act on, and nobody is on it. */
  readonly nobody: readonly IncidentRow[]
  /** Approvals, their own reviews that came back, and what they changed and have not given back. */
  readonly forYou: readonly ForYouRow[]
  /** What this reader is on. */
  readonly waiting: readonly IncidentRow[]
  /** What to say instead of rows that wait. */
  readonly waitingEmptyText: Words
  /** Tenants whose list is not read, or that were taken out while something was not over. */
  readonly notWatched: readonly NotWatchedRow[]
  /** Senders who are not restricted yet. In no number. */
  readonly early: readonly ApartRow[]
  /** What is over, but something that Reprieve changed on the account was not given back, by somebody else. */
  readonly standing: readonly LeftOverRow[]
  /** What others are on, what is under way, and what this reader may only look at. */
  readonly others: readonly IncidentRow[]
  /** Exercises that go on. In no number. */
  readonly drills: readonly ApartRow[]
  /** "Last good poll 14:03 UTC, 12 s ago", with a warning when polls fail. */
  readonly pollText: Words
}

export interface BrowseCards {
  readonly list: ListView
  readonly show: ShowView
  readonly handoff: HandoffView
  readonly home: HomeView
}
