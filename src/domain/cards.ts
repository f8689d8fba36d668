// The cards and the typed view each is filled with. Views hold plain text, booleans and lists; how text is escaped,
// coloured or laid out is the template's business. Every string may hold outside text and is dead on arrival.
import type { Outcome, Status } from './incident.js'

/** A label and what stands behind it. */
export interface FactRow {
  readonly label: string
  readonly value: string
}

export interface TextRow {
  readonly text: string
}

/** A moment for templates: platforms draw the reader's local time from `unix` or `iso`, `text` is UTC for the rest. */
export interface Moment {
  /** Whole seconds since the epoch. */
  readonly unix: string
  /** ISO 8601 without fractions, UTC: 2026-11-22T03:14:00Z. */
  readonly iso: string
  /** 2026-11-22 03:14 UTC */
  readonly text: string
}

/** Exactly one is true. `bad`: act now; `busy`: something is going on; `good`: over; `calm`: for reading. */
export interface Tone {
  readonly isBad: boolean
  readonly isBusy: boolean
  readonly isGood: boolean
  readonly isCalm: boolean
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
  /** The one line of a closed incident: "Unblocked by Maya, gone from the list 12:41 UTC"; else empty. */
  readonly outcomeText: string
  /** Whether *Review & unblock* is offered. */
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
  /** What Reprieve changed on the account and nobody gave back; empty when nothing of ours stands. */
  readonly standingText: string
}

/** Many restrictions at once, in one public card, edited in place. */
export interface DigestView extends Tone {
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

export interface EvidenceRow {
  /** ✅ looks fine, ⚠️ found, ❔ not checked */
  readonly icon: string
  /** "looks fine", "found", "not checked" */
  readonly word: string
  readonly label: string
  readonly finding: string
}

/** Wizard, first page: the details. Private to the reviewer. */
export interface OverviewView extends Subject {
  /** Of the incident, as this page shows it; every page of the wizard carries it back. */
  readonly revision: string
  /** The review of somebody else that this reader can approve as it is; else empty. */
  readonly reviewId: string
  readonly warning: string
  readonly facts: readonly FactRow[]
  /** Every part of the Reason as Exchange gave it. */
  readonly reasonFacts: readonly FactRow[]
  readonly evidence: readonly EvidenceRow[]
  /** "Gathered 2 minutes ago" or "Being gathered now: refresh in a moment". */
  readonly evidenceText: string
  readonly earlierText: string
  /** "Tom finished a review at 03:12 UTC.", "Tom is reviewing this too, since 03:12 UTC"; empty when nobody else is. */
  readonly companyText: string
  /** Whether this reader may take the account back. */
  readonly canContain: boolean
  readonly portalUrl: string
}

export interface RecommendationRow {
  /** Id of the form input: names the rule, the finding and, on a review to approve, whose it is (answers.ts). */
  readonly inputId: string
  readonly title: string
  readonly advice: string
  readonly icon: string
  readonly word: string
  readonly finding: string
  readonly linkTitle: string
  readonly linkUrl: string
  /** The heading of its stage when it is the first of that stage; else empty. */
  readonly stageTitle: string
  /** What was answered to this very finding before: "done", "not-needed" or "not-done". */
  readonly answer: string
  /** "new since you looked", "changed since you looked"; else empty. */
  readonly changeText: string
  /** "Ines answered done, 14:02 UTC"; empty when nobody else has answered this very finding. */
  readonly answeredText: string
}

/** Wizard, second page: attest each recommendation, and a note. */
export interface RecommendationsView extends Subject {
  readonly revision: string
  /** The review of somebody else whose answers stand in the form, to be approved; else empty. */
  readonly reviewId: string
  readonly intro: string
  /** Whose finished review there is; else empty. */
  readonly reviewText: string
  readonly rows: readonly RecommendationRow[]
  /** "Ines noted: ..."; empty when it stands in the form or there is none. */
  readonly othersNote: string
  /** Id of the note's input. */
  readonly noteId: string
  readonly noteLabel: string
  readonly note: string
  /** Why the last submission was not accepted; else empty. */
  readonly problem: string
  /** Whether this reader may take the account back. */
  readonly canContain: boolean
}

/** Wizard, third page: the warning that names the account, and the Yes. */
export interface ConfirmView extends Subject {
  readonly confirmationId: string
  readonly revision: string
  readonly warning: string
  /** "Yes, unblock laura@contoso.com" */
  readonly unblockTitle: string
  /** "You approve the review of Ines, finished at 14:02 UTC."; empty when it is the reader's own. */
  readonly approvalText: string
  /** "2 answers go against what Reprieve still sees."; empty when none do. */
  readonly contradictedText: string
  /** Said done or not needed, although the evidence still finds it. */
  readonly contradicted: readonly EvidenceRow[]
  /** All other answers, each with what it was given to. */
  readonly attested: readonly EvidenceRow[]
  /** "What you answered" */
  readonly answeredTitle: string
  /** "Your note" */
  readonly noteTitle: string
  readonly note: string
  /** "2 recommendations are not done."; empty when all are. */
  readonly notDoneText: string
  readonly expiresAt: Moment
  /** False when this actor's review is saved but an approver has to confirm. */
  readonly canUnblock: boolean
  /** Whether and when the channel was told of it; empty for whoever may unblock. */
  readonly channelText: string
}

/** One step that takes the account back, with a button of its own. */
export interface OfferRow {
  readonly step: string
  /** Stands for the grant the button is about; empty for steps on the account itself. */
  readonly targetId: string
  readonly title: string
  /** What it does, or what it is about. */
  readonly text: string
  /** What to know before; else empty. */
  readonly caution: string
}

/** An inbox rule to tick. */
export interface RuleRow {
  readonly ruleId: string
  readonly name: string
  readonly effect: string
}

/** A step somebody has confirmed. */
export interface ContainedRow {
  readonly containmentId: string
  readonly step: string
  /** ✅ done, ⏳ under way, ⚠️ failed or undone since, ❔ outcome unknown */
  readonly icon: string
  /** "done", "under way", "failed", "outcome unknown", "taken back", "not so any more" */
  readonly word: string
  readonly title: string
  /** "Maya, 03:14 UTC" */
  readonly byText: string
  /** What the backend said; empty while under way. */
  readonly detail: string
  /** "Allow sign-in again"; empty when there is no way back. */
  readonly undoTitle: string
}

/** Everything that takes the account back, and what was done of it. Private. */
export interface ContainmentView extends Subject {
  /** When all is over the page is about giving back alone. */
  readonly isOver: boolean
  readonly intro: string
  /** Why the last press asked for nothing; else empty. */
  readonly problem: string
  readonly offers: readonly OfferRow[]
  readonly rules: readonly RuleRow[]
  /** "3 more are not shown: turn these off first"; else empty. */
  readonly rulesText: string
  /** What to say instead of offers and rules. */
  readonly nothingText: string
  /** What is not offered, and why. */
  readonly gaps: readonly TextRow[]
  readonly contained: readonly ContainedRow[]
  /** "From evidence gathered 2 min ago"; says so when there is none. */
  readonly evidenceText: string
  /** Whether the way back leads to the review; else to the details. */
  readonly canReview: boolean
}

/** The warning before one step, and the Yes to it. */
export interface ContainConfirmView extends Subject {
  readonly confirmationId: string
  readonly warning: string
  /** The rules or the app it is about, one line each; empty for steps on the account itself. */
  readonly targets: readonly TextRow[]
  /** What to know before; else empty. */
  readonly caution: string
  /** "This can be taken back here." */
  readonly undoText: string
  /** "Yes, block sign-in of laura@contoso.com" */
  readonly yesTitle: string
  readonly expiresAt: Moment
}

/** After the Yes: what happens now. */
export interface AcceptedView extends Subject {
  readonly headline: string
  readonly steps: readonly TextRow[]
  readonly portalUrl: string
}

/** A refusal, an explanation or an error, for one actor's eyes. */
export interface NoticeView extends Tone {
  readonly icon: string
  readonly title: string
  readonly text: string
  /** Offers "See where it stands" when not empty. */
  readonly incidentId: string
}

export interface ListView {
  readonly title: string
  /** "12 restrictions, page 1 of 2"; says so when a filter is on. */
  readonly countText: string
  readonly rows: readonly IncidentRow[]
  /** What to say instead of rows. */
  readonly emptyText: string
  /** What still stands of incidents that are over: "Not given back: laura@contoso.com, 2 more"; else empty. */
  readonly standingText: string
  /** "Last good look 14:03 UTC, 12 s ago", with a warning when looks fail. */
  readonly lookText: string
  /** Command texts for the neighbouring pages; empty at the ends. */
  readonly previousCommand: string
  readonly nextCommand: string
}

export interface TimelineRow {
  readonly atText: string
  readonly text: string
}

/** What still stands of one incident. */
export interface StandingRow {
  readonly incidentId: string
  readonly text: string
  /** Whether this reader may give it back. */
  readonly canGiveBack: boolean
}

export interface ShowView extends Subject {
  /** For programs; never shown. */
  readonly status: Status
  /** How it ended; empty before. */
  readonly outcome: Outcome | ''
  readonly headline: string
  readonly facts: readonly FactRow[]
  readonly evidence: readonly EvidenceRow[]
  readonly evidenceText: string
  readonly timeline: readonly TimelineRow[]
  readonly earlierText: string
  /** What Reprieve changed on the account and nobody gave back, here and in earlier incidents of the same entity. */
  readonly standing: readonly StandingRow[]
  readonly canReview: boolean
  /** Whether this reader may take the account back. */
  readonly canContain: boolean
  readonly canHandOff: boolean
  readonly portalUrl: string
}

/** Text to paste into a case with Microsoft Support. */
export interface HandoffView extends Subject {
  readonly intro: string
  /** Plain text, several lines. */
  readonly text: string
}

export interface HistoryRow {
  readonly incidentId: string
  readonly atText: string
  readonly icon: string
  readonly entity: string
  readonly tenantName: string
  readonly outcomeText: string
}

export interface HistoryView {
  readonly title: string
  readonly rows: readonly HistoryRow[]
  readonly emptyText: string
}

export interface HealthRow {
  readonly icon: string
  readonly word: string
  readonly name: string
  readonly detail: string
}

export interface StatusView {
  readonly title: string
  readonly summary: string
  readonly rows: readonly HealthRow[]
}

export interface DoctorRow {
  /** ✅ works, ⚠️ could be better, 🔴 needs mending, ❔ not checked */
  readonly icon: string
  /** "works", "could be better", "needs mending", "not checked" */
  readonly word: string
  /** Where and what: "Contoso: Token" */
  readonly name: string
  readonly found: string
  /** Empty when there is nothing to do. */
  readonly remedy: string
}

/** What the doctor found, or that it is still at it. */
export interface DoctorView {
  readonly title: string
  /** "2 need mending, 1 could be better, 14 work" */
  readonly summary: string
  /** "Checked 14:03 UTC, 12 s ago, for Maya" */
  readonly whenText: string
  /** What needs mending first. */
  readonly rows: readonly DoctorRow[]
  /** "and 28 more: reprieve doctor shows every line"; empty when all are shown. */
  readonly moreText: string
  readonly buttonTitle: string
  /** The command text behind the button. */
  readonly buttonCommand: string
}

export interface HelpRow {
  readonly command: string
  readonly text: string
}

export interface HelpView {
  readonly intro: string
  readonly rows: readonly HelpRow[]
  /** "Did you mean ...?" after a typo; else empty. */
  readonly suggestion: string
}

/** One short line in the thread of a card. */
export interface LineView {
  readonly icon: string
  readonly text: string
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

/** One policy of a tenant, or one tenant of several. */
export interface PolicyRow {
  /** ✅ looks fine, ⚠️ needs a look, ❔ not checked */
  readonly icon: string
  readonly word: string
  readonly name: string
  readonly found: string
  /** What to do; empty when nothing is. */
  readonly advice: string
  /** Command text behind "Details"; empty when there is no more to see. */
  readonly command: string
}

/** The tenant's own settings about alerts and sending, as last read. */
export interface PoliciesView {
  readonly title: string
  /** "2 of 9 need a look, 1 could not be checked." */
  readonly summary: string
  /** "Read 2026-11-22 03:14 UTC, 3 h ago", with a warning when reads fail. */
  readonly readText: string
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
  /** The one line of what is over; else empty. */
  readonly outcomeText: string
  readonly seenAt: Moment
  /** Names these very changes: a button on an older edition accepts nothing that it does not show. */
  readonly acceptId: string
  readonly canAccept: boolean
  /** Command text behind "All settings". */
  readonly showCommand: string
  readonly alertPoliciesUrl: string
}

/** What a channel is told to which the bot was added: whether alerts come here. */
export interface WelcomeView extends Tone {
  readonly icon: string
  readonly title: string
  readonly text: string
  /** Whether "Send alerts here" is offered. */
  readonly canPin: boolean
}

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
