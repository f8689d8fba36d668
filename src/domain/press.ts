import type { Actor } from './actor.js'
import type { MessageRef } from './incident.js'
import type { ChannelRef } from './task.js'

/** One button press. Everything but `actor` comes from the outside: ids to look up, never facts to believe. */
export interface Press {
  readonly actor: Actor
  /** Names who answers it. */
  readonly action: string
  /** Empty when the button carries none. */
  readonly incidentId: string
  readonly confirmationId: string
  /** Of the incident, when the page was drawn; undefined on pages that carry none, which then count as unknown. */
  readonly revision?: number | undefined
  /** The review of somebody else that the page offers to approve. */
  readonly reviewId?: string | undefined
  /**
   * Form values by input id, and what else a button carries. Attestations and the note are named
   * in answers.ts.
   * `contain` has a `step` with the `target` of its button or the ticked `targets`, or the containment it `undoes`.
   * Several choices of one input are joined by commas.
   */
  readonly values: Readonly<Record<string, string>>
  /** The message everyone sees that it was pressed on, when it stands by itself in a channel. */
  readonly on?: MessageRef
  /** Where it was pressed, as the platform vouches for it; absent in a personal chat and when it does not say. */
  readonly channel?: ChannelRef
}

/** One typed command without the bot's name or the slash: `list contoso`, `review laura@contoso.com`. */
export interface Command {
  readonly actor: Actor
  readonly text: string
  /** A program asks: for what is known, not for a card. */
  readonly asData?: true | undefined
}
