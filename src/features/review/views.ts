// The pages of a review, from the details to what happens after the Yes.
import type { EvidenceRow, FactRow, Moment, Subject, TextRow } from '../words/views.js'

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
  /** Who reads the note, and for how long. */
  readonly noteReaders: string
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

/** After the Yes: what happens now. */
export interface AcceptedView extends Subject {
  readonly headline: string
  readonly steps: readonly TextRow[]
  readonly portalUrl: string
}

export interface ReviewCards {
  readonly overview: OverviewView
  readonly recommendations: RecommendationsView
  readonly confirm: ConfirmView
  readonly accepted: AcceptedView
}
