import type { Actor } from './actor.js'
import type { ChannelRef } from './task.js'

export const pressActions = [
  'review',
  'overview',
  'recommendations',
  'confirm',
  'unblock',
  'containment',
  'contain',
  'contain-now',
  'refresh',
  'show',
  'handoff',
  'accept-policies',
  'pin-alerts',
  'command',
] as const
/**
 * `review` begins the review and opens the overview, `overview` only shows it again, `recommendations` the attestations, `confirm` submits them and asks, `unblock` is the
 * Yes. `containment` opens what can be done to take the account back, `contain` asks about one step, `contain-now` is the
 * Yes to it. `refresh` gathers evidence anew, `show` opens the details, `handoff` the text for Microsoft Support,
 * `accept-policies` takes changed settings (`values.acceptId`) for the new normal,
 * `pin-alerts` sends the alerts to the channel it is pressed in,
 * `command` runs `values.text` as if it had been typed (pages of a list).
 */
export type PressAction = (typeof pressActions)[number]

/** One button press. Everything but `actor` comes from the outside: ids to look up, never facts to believe. */
export interface Press {
  readonly actor: Actor
  readonly action: PressAction
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
  /** Where it was pressed, as the platform vouches for it; absent in a personal chat and when it does not say. */
  readonly channel?: ChannelRef
}

/** One typed command without the bot's name or the slash: `list contoso`, `review laura@contoso.com`. */
export interface Command {
  readonly actor: Actor
  readonly text: string
}
