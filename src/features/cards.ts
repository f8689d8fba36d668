// The cards and the typed view each is filled with. Views hold plain text, booleans and lists; how text is escaped,
// coloured or laid out is the template's business. Every string may hold outside text and is dead on arrival.
import type { Plain } from '../domain/said.js'
import type { WelcomeCards } from './alert-channel/views.js'
import type { ApprovalCards } from './approval/views.js'
import type { AskOwnerCards } from './ask-owner/views.js'
import type { BlindCards } from './blindness/views.js'
import type { BrowseCards } from './browse/views.js'
import type { ContainmentCards } from './containment/views.js'
import type { DoctorCards } from './doctor/views.js'
import type { DrillCards } from './drill/views.js'
import type { EscalationCards } from './escalation/views.js'
import type { ExplainCards } from './explain/views.js'
import type { HandoverCards } from './handover/views.js'
import type { HelpCards } from './help/views.js'
import type { HistoryCards } from './history/views.js'
import type { IncidentCards } from './incident/views.js'
import type { MuteCards } from './mute/views.js'
import type { PoliciesCards } from './policies/views.js'
import type { ReviewCards } from './review/views.js'
import type { SnoozeCards } from './snooze/views.js'
import type { StatusCards } from './status/views.js'
import type { StormReviewCards } from './storm-review/views.js'
import type { UnreadCards } from './unread/views.js'
import type { NoticeCards } from './words/views.js'

export type * from './alert-channel/views.js'
export type * from './approval/views.js'
export type * from './ask-owner/views.js'
export type * from './blindness/views.js'
export type * from './browse/views.js'
export type * from './containment/views.js'
export type * from './doctor/views.js'
export type * from './drill/views.js'
export type * from './escalation/views.js'
export type * from './explain/views.js'
export type * from './handover/views.js'
export type * from './help/views.js'
export type * from './history/views.js'
export type * from './incident/views.js'
export type * from './mute/views.js'
export type * from './policies/views.js'
export type * from './review/views.js'
export type * from './snooze/views.js'
export type * from './status/views.js'
export type * from './storm-review/views.js'
export type * from './unread/views.js'
export type * from './words/views.js'

export interface CardViews
  extends WelcomeCards,
    ApprovalCards,
    AskOwnerCards,
    BlindCards,
    BrowseCards,
    ContainmentCards,
    DoctorCards,
    DrillCards,
    EscalationCards,
    ExplainCards,
    HandoverCards,
    HelpCards,
    HistoryCards,
    IncidentCards,
    MuteCards,
    PoliciesCards,
    ReviewCards,
    SnoozeCards,
    StatusCards,
    StormReviewCards,
    UnreadCards,
    NoticeCards {}

export type CardName = keyof CardViews

/** A name and the data its two templates are filled with. */
export type Card = {
  readonly [Name in CardName]: {
    readonly name: Name
    readonly view: CardViews[Name]
    /** The command that shows what comes of what this one shows under way. */
    readonly follows?: string
  }
}[CardName]

/** As it is read where there are no cards: every moment in it says its zone. */
export type PlainCard = Plain<Card>

export type PlainViews = { readonly [Name in CardName]: Plain<CardViews[Name]> }
