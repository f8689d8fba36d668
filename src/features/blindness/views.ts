// What Reprieve cannot see or say.
import type { Words } from '../../domain/said.js'
import type { Moment, Tone } from '../words/views.js'

/** What works, and what does not. */
export interface BlindRow {
  readonly icon: string
  readonly text: Words
}

/** Public, edited in place until it is over. */
export interface BlindView extends Tone {
  readonly blindnessId: string
  readonly statusIcon: string
  /** "Not watching Contoso", "Watching Contoso again" */
  readonly statusWord: string
  /** The notification's text. */
  readonly notice: string
  /** What it means for whoever reads it, in a few words. */
  readonly headline: string
  /** Of what is over: which tenants; else why. Empty when there is nothing to say. */
  readonly why: string
  readonly since: Moment
  /** The hour is enough; else the day. */
  readonly isSinceRecent: boolean
  readonly isOver: boolean
  readonly until: Moment
  readonly rows: readonly BlindRow[]
  readonly smallText: Words
  readonly whoText: Words
  /** Its list can be read at once. */
  readonly canTry: boolean
  /** "I’m on it", "Take over"; empty when nobody has to be. */
  readonly takeTitle: string
  readonly portalUrl: string
}

export interface BlindCards {
  readonly blind: BlindView
}
