import type { Words } from '../../domain/said.js'
import type { FormView } from '../review/views.js'
import type { Moment, TextRow, Tone } from '../words/views.js'

interface StormChoice {
  /** The incident and its revision. */
  readonly choiceId: string
  readonly title: string
  /** "97% known recipients · 14:02 UTC": the strongest reason, and when it was read. */
  readonly text: Words
}

/** As many as one input holds. */
interface StormRows {
  readonly inputId: string
  readonly label: string
  readonly choices: readonly StormChoice[]
  readonly ticked: readonly { readonly choiceId: string }[]
}

/** The first page: what is signed for. */
export interface StormReviewView extends Omit<FormView, 'rows'> {
  /** Of the group. */
  readonly incidentId: string
  /** "Review 25 together" */
  readonly title: string
  /** "📣 25 look like bulk mail" */
  readonly headline: string
  readonly tenantName: string
  /** Why the last try was not accepted; else empty. */
  readonly problem: string
  readonly groups: readonly StormRows[]
  /** What is true of all of them. */
  readonly factLines: readonly TextRow[]
  /** Who is not among them and why, one line a reason. */
  readonly outLines: readonly TextRow[]
  /** "5 more come in the next review"; else empty. */
  readonly moreText: string
  /** Whether there is anything to sign for. */
  readonly canSign: boolean
  readonly signTitle: string
}

/** The second page: what the first person signed for, and the Yes. */
export interface StormApproveView {
  /** Of the storm review. */
  readonly incidentId: string
  readonly confirmationId: string
  readonly title: string
  readonly headline: string
  readonly tenantName: string
  /** "Maya Lindqvist signed 14:02 UTC" and what was answered. */
  readonly factLines: readonly TextRow[]
  readonly note: string
  /** Their addresses, a few to a line. */
  readonly nameLines: readonly TextRow[]
  /** What has fallen out since the first signature. */
  readonly outLines: readonly TextRow[]
  /** How it goes on after the Yes. */
  readonly paceText: string
  readonly yesTitle: string
  readonly expiresAt: Moment
}

interface StormCardRow {
  readonly icon: string
  readonly localPart: string
  /** "@contoso.com"; empty for a connector. */
  readonly domainPart: string
  readonly text: Words
}

/** What everybody sees of one: posted once, edited in place. */
export interface StormView extends Tone {
  /** Of the storm review. */
  readonly incidentId: string
  readonly icon: string
  /** "25 wait for a second signature" */
  readonly title: string
  readonly headline: string
  readonly tenantName: string
  /** "12 of 25 unblocked, 1 under way, 12 to go" */
  readonly countsText: Words
  readonly whoText: Words
  /** Why it stopped, and how to go on; what comes after it went well; empty while it goes on. */
  readonly stopText: Words
  /** What needs somebody's eye first. */
  readonly rows: readonly StormCardRow[]
  readonly moreText: string
  readonly canApprove: boolean
  readonly canStop: boolean
  /** Of what is left, for a review of its own; empty when nothing is. */
  readonly againId: string
  readonly againTitle: string
  readonly portalUrl: string
}

export interface StormReviewCards {
  readonly 'storm-review': StormReviewView
  readonly 'storm-approve': StormApproveView
  readonly storm: StormView
}
