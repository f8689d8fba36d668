// Where a text of a card stands, and how outside text is written there.
import type { Novelty } from '../novelties.js'

/**
 * `mrkdwn` and `markdown` are formatted texts of Slack and Teams, `slack-plain` and `teams-plain` those without formats,
 * `lines` keeps its line breaks, `json` is the inside of a JSON string, a `value` is never read by people.
 */
export type Syntax =
  | 'mrkdwn'
  | 'slack-plain'
  | 'markdown'
  | 'teams-plain'
  | 'lines'
  | 'json'
  | 'url'
  | 'value'

/** Who works out the time of the reader there: mrkdwn of Slack, a TextBlock of Teams. Nothing else is documented to. */
export type Teller = 'mrkdwn' | 'markdown'

export interface Place {
  readonly syntax: Syntax
  /** UTF-16 units the platform takes there, after escaping. */
  readonly most: number
  /** Both ends of outside text matter: it is cut in the middle. */
  readonly keepsEnds?: true
  /** Whoever shows moments in the time of the reader there; undefined where they say their zone. */
  readonly teller?: Teller
}

/** An object of a card on its way out. */
export type Json = Record<string, unknown>

/** One string of a card: which key of which object, and what that object is for, such as `section.text`. */
export interface Spot {
  readonly object: Json
  readonly key: string
  readonly role: string
}

/** One card as it is drawn. */
export interface Drawing {
  /** Kinds of blocks that the platform refuses. */
  readonly without: readonly Novelty[]
  /** Whom or what the card is about, for whoever hears its buttons; empty when it is about nothing of its own. */
  readonly about: string
}

/** What differs between two platforms that are filled by the same engine. */
export interface Dialect {
  /** An object whose outside text is still marked, made into what shall stand there. @param scale how far texts shrink. */
  translate?(object: Json, scale: number): Json
  /** Whether this kind of block may be used. */
  takes?(kind: unknown): boolean
  findPlace(spot: Spot): Place
  /** The last word about an object whose strings are done. */
  adjust(object: Json): Json
  /** Whether the platform takes a card of this size. */
  fits(card: Json): boolean
}

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
