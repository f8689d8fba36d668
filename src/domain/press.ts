import type { Actor } from './actor.js'

export const pressActions = [
  'review',
  'overview',
  'recommendations',
  'confirm',
  'unblock',
  'refresh',
  'show',
  'handoff',
  'command',
] as const
/**
 * `review` begins the review and opens the overview, `overview` only shows it again, `recommendations` the attestations, `confirm` submits them and asks, `unblock` is the
 * Yes. `refresh` gathers evidence anew, `show` opens the details, `handoff` the text for Microsoft Support,
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
  /** Form values by input id. Attestations are `attest.<ruleId>`, the note is `note`. */
  readonly values: Readonly<Record<string, string>>
}

/** One typed command without the bot's name or the slash: `list contoso`, `review laura@contoso.com`. */
export interface Command {
  readonly actor: Actor
  readonly text: string
}
