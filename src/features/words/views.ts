// What several cards are made of.
import type { Words } from '../../domain/said.js'
/** A label and what stands behind it. */
export interface FactRow {
  readonly label: string
  readonly value: Words
}

export interface TextRow {
  readonly text: Words
}

/** A button of a shared card that carries nothing but the incident. */
export interface CardButton {
  /** The press it makes. */
  readonly pressId: string
  readonly title: string
  /** The next press that is recommended; then opening the review is not. */
  readonly isMain: boolean
  /** Under ⋯, beside the details and the way to the portal: there is room for three buttons on a phone. */
  readonly isInMenu?: true
}

/** Somebody whom the platform tells that they are spoken of. */
export interface MentionRow {
  /** The platform's own id of a person or of a group. */
  readonly memberId: string
  readonly isGroup: boolean
  /** What stands for it in the text: the name where that is letters only; unique on its card. */
  readonly mark: string
}

/** A moment for templates: platforms draw the reader's local time from `unix` or `iso`, `text` is UTC for the rest. */
export interface Moment {
  /** Whole seconds since the epoch. */
  readonly unix: string
  /** ISO 8601 without fractions, UTC: 2026-11-22T03:14:00Z. */
  readonly iso: string
  /** 2026-11-22 03:14 UTC */
  readonly text: Words
}

/** Exactly one is true. `bad`: act now; `busy`: something is going on; `good`: over; `accent`: in no hurry; `calm`: for reading. */
export interface Tone {
  readonly isBad: boolean
  readonly isBusy: boolean
  readonly isGood: boolean
  readonly isAccent?: boolean
  readonly isCalm: boolean
}

/** Why a verdict, in one line: what is odd in bold, the rest, and when. */
export interface ReasonRow {
  readonly start: string
  /** Empty when there is no more to say. */
  readonly rest: string
  readonly isDated: boolean
  /** The hour is enough; else the day. */
  readonly isRecent: boolean
  readonly at: Moment
}

/** What every card about one entity starts with. */
export interface Subject {
  readonly incidentId: string
  /** Address, connector name or GUID. */
  readonly entity: string
  /** Display name of the person, GUID of the connector; empty when unknown. */
  readonly entityDetail: string
  /** "Sender" or "Connector". */
  readonly kindWord: string
  readonly tenantName: string
  /** An emoji; never the only carrier of meaning. */
  readonly statusIcon: string
  readonly statusWord: string
}

export interface EvidenceRow {
  /** ✅ looks fine, ⚠️ found, ❔ not checked */
  readonly icon: string
  /** "looks fine", "found", "not checked" */
  readonly word: Words
  readonly label: string
  readonly finding: string
}

/** A refusal, an explanation or an error, for one actor's eyes. */
export interface NoticeView extends Tone {
  readonly icon: string
  readonly title: string
  readonly text: Words
  /** Offers "See where it stands" when not empty. */
  readonly incidentId: string
}

export interface NoticeCards {
  readonly notice: NoticeView
}
