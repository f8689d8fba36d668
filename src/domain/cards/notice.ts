// Short words: a refusal or an explanation, a line in a thread, the help, the welcome in a channel.
import type { Tone } from './parts.js'

/** A refusal, an explanation or an error, for one actor's eyes. */
export interface NoticeView extends Tone {
  readonly icon: string
  readonly title: string
  readonly text: string
  /** Offers "See where it stands" when not empty. */
  readonly incidentId: string
}

/** One short line in the thread of a card. */
export interface LineView {
  readonly icon: string
  readonly text: string
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

/** What a channel is told to which the bot was added: whether alerts come here. */
export interface WelcomeView extends Tone {
  readonly icon: string
  readonly title: string
  readonly text: string
  /** Whether "Send alerts here" is offered. */
  readonly canPin: boolean
}
