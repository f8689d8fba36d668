// The pages of a review, from the details to what happens after the Yes.
import type { Words } from '../../domain/said.js'
import type { EvidenceRow, FactRow, Moment, Subject, TextRow } from '../words/views.js'

/** What every page of a review carries back. */
interface Drawn extends Subject {
  /** Of the incident, as this page shows it. */
  readonly revision: string
  /** What was found when it was drawn, by ids. */
  readonly seen: string
}

/** Wizard, first page: what speaks against an unblock, and which steps are done. Private to the reviewer. */
export interface OverviewView extends Drawn {
  /** The review of somebody else that this reader can approve as it is; else empty. */
  readonly reviewId: string
  /** "Looks compromised"; empty while nobody can say. */
  readonly verdictIcon: string
  readonly verdictText: string
  /** Its strongest reasons. */
  readonly reasons: readonly TextRow[]
  /** "Exchange Administrator", "Protected". */
  readonly badges: readonly TextRow[]
  readonly sinceText: Words
  readonly reasonText: string
  /** "Signs of compromise (3)" */
  readonly signsTitle: string
  readonly signs: readonly EvidenceRow[]
  /** The first of them, a line or two each: what a phone has room for. */
  readonly signLines: readonly EvidenceRow[]
  /** "Steps (4 of 6 done)"; empty when there are none. */
  readonly stepsTitle: string
  readonly steps: readonly EvidenceRow[]
  /** The same in few lines; none where all are done and the form stands on this page. */
  readonly stepLines: readonly EvidenceRow[]
  /** "9 of 11 checked, nothing against it" */
  readonly checkedText: Words
  /** What could not be read; empty when all could. */
  readonly uncheckedText: Words
  /** "All 11 checks" */
  readonly checksTitle: string
  /** "Gathered 2 minutes ago" or "Being gathered now: refresh in a moment". */
  readonly evidenceText: Words
  readonly earlierText: string
  /** "Tom finished a review at 03:12 UTC.", "Tom is reviewing this too, since 03:12 UTC"; empty when nobody else is. */
  readonly companyText: Words
  /** What the owner was asked and said, each with what it is worth. */
  readonly ownerRows: readonly TextRow[]
  /** Whether this reader may ask the owner. */
  readonly canAskOwner: boolean
  /** Whether this reader may take the account back. */
  readonly canContain: boolean
  readonly portalUrl: string
  /** The second page, where it has room on this one; else empty. */
  readonly form: readonly FormView[]
}

/** Everything that was looked at, with nothing cut. */
export interface ChecksView extends Drawn {
  readonly title: string
  /** "Signs of compromise (11)"; empty on later pages, and when there are none. */
  readonly signsTitle: string
  readonly signs: readonly EvidenceRow[]
  readonly againstTitle: string
  readonly against: readonly EvidenceRow[]
  readonly uncheckedTitle: string
  readonly unchecked: readonly EvidenceRow[]
  readonly nothingTitle: string
  readonly nothing: readonly EvidenceRow[]
  readonly facts: readonly FactRow[]
  /** Every part of the Reason as Exchange gave it. */
  readonly reasonFacts: readonly FactRow[]
  /** "Page 2 of 3"; empty when there is one. */
  readonly pageText: string
  /** The number of the next page; empty on the last. */
  readonly nextPage: string
}

export interface RecommendationRow {
  /** Its name on the command line. */
  readonly ruleId: string
  readonly title: string
  readonly advice: string
  readonly icon: string
  readonly word: Words
  readonly finding: string
  readonly linkTitle: string
  readonly linkUrl: string
  /** The heading of its stage when it is the first of that stage; else empty. */
  readonly stageTitle: string
  /** "new since 14:02 UTC", "changed since 14:02 UTC"; else empty. */
  readonly changeText: Words
}

/** What stands under one heading. */
export interface RecommendationGroup {
  /** "Take it back: 5 still open" */
  readonly title: string
  readonly lines: readonly RecommendationRow[]
}

interface Choice {
  readonly choiceId: string
  readonly title: string
}

/** What only people can know. */
export interface QuestionRow {
  /** Id of the form input: names the question and the revision it was asked at. */
  readonly inputId: string
  /** Its name on the command line. */
  readonly questionId: string
  readonly words: string
  /** What this person answered to the very same before; else empty. */
  readonly answer: string
  readonly options: readonly Choice[]
}

/** Microsoft's recommendations as they stand, what only people know, and a note. */
export interface FormView {
  readonly rows: readonly RecommendationRow[]
  readonly questions: readonly QuestionRow[]
  /** Id of the note's input. */
  readonly noteId: string
  readonly noteLabel: string
  /** Who reads the note, and for how long. */
  readonly noteReaders: string
  readonly note: string
}

/** Wizard, second page. */
export interface RecommendationsView extends Drawn, FormView {
  /** Whose finished review there is; else empty. */
  readonly reviewText: Words
  /** The same in few lines: what asks for something, then what is done or looks fine. */
  readonly groups: readonly RecommendationGroup[]
  readonly fine: readonly RecommendationRow[]
  /** Id of the ticks "done by hand". */
  readonly byHandId: string
  /** The open steps. */
  readonly byHand: readonly (Choice & { readonly ruleId: string })[]
  readonly ticked: readonly Choice[]
  /** The same, joined by commas. */
  readonly tickedText: string
  /** What could not be read and takes a note; else empty. */
  readonly uncheckedText: Words
  /** "Ines noted: ..."; empty when there is none. */
  readonly othersNote: string
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
  /** The same where there is little room: "Yes, unblock", "Unblock anyway". */
  readonly yesTitle: string
  /** Why it takes two people, and which of them this one is; empty where one is enough. */
  readonly signingText: Words
  /** "You approve the review of Ines, finished at 14:02 UTC."; empty when it is the reader's own. */
  readonly approvalText: Words
  /** Why the last Yes was not accepted; else empty. */
  readonly problem: string
  /** "You said done, Reprieve still sees:"; empty when nothing contradicts. */
  readonly contradictedText: string
  /** Said done or not needed, although the evidence still finds it. */
  readonly contradicted: readonly EvidenceRow[]
  /** The same in few lines, and when it was read where that is one moment. */
  readonly contradictedLines: readonly EvidenceRow[]
  readonly readText: string
  /** Id of the input for why it is safe all the same; empty when nothing has to be said any more. */
  readonly whyId: string
  readonly why: string
  /** Whether this reader may take the account back. */
  readonly canContain: boolean
  /** "9 of 11 checked, nothing against it" */
  readonly checkedText: Words
  /** What agrees, one line a source. */
  readonly attested: readonly EvidenceRow[]
  /** The same in few lines. */
  readonly answerLines: readonly EvidenceRow[]
  /** "What you answered" */
  readonly answeredTitle: string
  /** "Your note" */
  readonly noteTitle: string
  readonly note: string
  /** "Not done: Block sign-in."; empty when all is. */
  readonly notDoneText: Words
  /** "Not checked: Check recent sign-ins."; empty when all is. */
  readonly notCheckedText: Words
  /** "1st unblock in 30 days. Microsoft limits how often." */
  readonly countText: string
  readonly expiresAt: Moment
  /** False when this actor's review is saved but an approver has to confirm. */
  readonly canUnblock: boolean
  /** Whether and when the channel was told of it; empty for whoever may unblock. */
  readonly channelText: Words
}

/** After the Yes: what happens now. */
export interface AcceptedView extends Subject {
  readonly headline: string
  /** "second" when this was the first of two signatures; empty when nothing more is waited for. */
  readonly waitsFor: string
  readonly steps: readonly TextRow[]
  readonly portalUrl: string
}

export interface ReviewCards {
  readonly overview: OverviewView
  readonly checks: ChecksView
  readonly recommendations: RecommendationsView
  readonly confirm: ConfirmView
  readonly accepted: AcceptedView
}
