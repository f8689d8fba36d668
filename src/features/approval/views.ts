import type { Words } from '../../domain/said.js'
import type { Subject } from '../words/views.js'

/** What is missing in a review of somebody else. */
export interface SendBackView extends Subject {
  readonly text: Words
  /** Id of the input. */
  readonly reasonId: string
  /** Why the last try was not accepted; else empty. */
  readonly problem: string
}

export interface ApprovalCards {
  readonly 'send-back': SendBackView
}
