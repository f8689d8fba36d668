// What a channel is told about alerts.
import type { Tone } from '../words/views.js'

/** What a channel is told to which the bot was added: whether alerts come here. */
export interface WelcomeView extends Tone {
  readonly icon: string
  readonly title: string
  readonly text: string
  /** Whether "Send alerts here" is offered. */
  readonly canPin: boolean
}

export interface WelcomeCards {
  readonly welcome: WelcomeView
}
