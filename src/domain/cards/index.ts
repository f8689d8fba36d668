// The cards and the typed view each is filled with. Views hold plain text, booleans and lists; how text is escaped,
// coloured or laid out is the template's business. Every string may hold outside text and is dead on arrival.
import type { HandoffView, HistoryView, ListView, ShowView } from './browse.js'
import type { ContainConfirmView, ContainmentView } from './containment.js'
import type { ExplainView, HomeView, RequestView } from './doors.js'
import type { DoctorView, StatusView } from './health.js'
import type { DigestView, IncidentView } from './incident.js'
import type { HelpView, LineView, NoticeView, WelcomeView } from './notice.js'
import type { DriftView, PoliciesView } from './policies.js'
import type { AcceptedView, ConfirmView, OverviewView, RecommendationsView } from './review.js'

export type * from './browse.js'
export type * from './containment.js'
export type * from './doors.js'
export type * from './health.js'
export type * from './incident.js'
export type * from './notice.js'
export type * from './parts.js'
export type * from './policies.js'
export type * from './review.js'

export interface CardViews {
  readonly incident: IncidentView
  readonly digest: DigestView
  readonly overview: OverviewView
  readonly recommendations: RecommendationsView
  readonly confirm: ConfirmView
  readonly containment: ContainmentView
  readonly 'contain-confirm': ContainConfirmView
  readonly accepted: AcceptedView
  readonly notice: NoticeView
  readonly list: ListView
  readonly show: ShowView
  readonly handoff: HandoffView
  readonly history: HistoryView
  readonly status: StatusView
  readonly doctor: DoctorView
  readonly help: HelpView
  readonly line: LineView
  readonly home: HomeView
  readonly explain: ExplainView
  readonly request: RequestView
  readonly policies: PoliciesView
  readonly drift: DriftView
  readonly welcome: WelcomeView
}

export type CardName = keyof CardViews

/** A name and the data its two templates are filled with. */
export type Card = {
  readonly [Name in CardName]: { readonly name: Name; readonly view: CardViews[Name] }
}[CardName]
