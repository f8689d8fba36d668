import type { Words } from '../../domain/said.js'
import type { ChoiceOption } from '../snooze/views.js'
import type { Subject, TextRow, Tone } from '../words/views.js'

/** Asks the owner, in a chat or by phone. Private. */
export interface AskOwnerView extends Subject {
  /** Why the last try was not taken; else empty. */
  readonly problem: string
  /** "Did you send 1,203 messages today (30 Nov)?" */
  readonly question: string
  /** What was asked and answered so far, oldest first. */
  readonly rows: readonly TextRow[]
  /** Where it would be put; empty where it cannot be any more. */
  readonly wayText: Words
  /** "Ask Laura Bianchi on Slack"; empty where no chat leads to the owner, or it was put. */
  readonly sendTitle: string
  /** What to say by phone. */
  readonly phoneText: Words
  readonly choices: readonly ChoiceOption[]
  readonly says: string
  readonly note: string
}

/** In the personal chat of the owner; edited when it is answered or over. */
export interface OwnerQuestionView extends Tone {
  readonly incidentId: string
  readonly questionId: string
  readonly entity: string
  /** "Was this you?", "Thank you", "No answer is needed any more" */
  readonly title: string
  /** What happened to their mailbox. */
  readonly text: Words
  readonly question: string
  /** Who asks, and until when an answer counts. */
  readonly smallText: Words
  readonly isOpen: boolean
}

export interface AskOwnerCards {
  readonly 'ask-owner': AskOwnerView
  readonly 'owner-question': OwnerQuestionView
}
