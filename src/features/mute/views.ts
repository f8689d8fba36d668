import type { Words } from '../../domain/said.js'
import type { Subject } from '../words/views.js'

interface MuteChoice {
  readonly choiceId: string
  readonly title: string
}

/** What, until when, and why. Private. */
export interface MuteView extends Subject {
  /** Why the last try was not taken; else empty. */
  readonly problem: string
  /** This one alone, and all that are restricted for the same. */
  readonly scopes: readonly MuteChoice[]
  readonly scope: string
  readonly choices: readonly MuteChoice[]
  /** As chosen before; empty at first. */
  readonly until: string
  /** A day instead, as it was typed. */
  readonly day: string
  readonly reason: string
}

export interface MuteRow {
  readonly muteId: string
  /** "sam", or what all are restricted for. */
  readonly title: string
  /** "@contoso.com", first in the line below: a long address stays whole beside the button. Empty where there is none. */
  readonly domainPart: string
  /** "Tom Okafor until 30 Jun · Contoso" */
  readonly text: Words
  readonly reason: string
  /** Whether this reader may end it. */
  readonly canEnd: boolean
}

/** What is muted now. Private. */
export interface MutesView {
  readonly rows: readonly MuteRow[]
  readonly emptyText: string
}

export interface MuteCards {
  readonly mute: MuteView
  readonly mutes: MutesView
}
