// The bot answers everything with a card; a card that was not asked for is a no.
import type { CardName, PlainCard, PlainViews } from '../features/cards.js'
import { ExitError, exitCodes } from './terminal.js'
import { toText } from './text.js'

/** @throws ExitError with the bot's own words when it answered something else, such as a refusal. */
export function requireAnswer<Name extends CardName>(card: PlainCard, name: Name): PlainViews[Name] {
  if (isNamed(card, name)) return card.view
  throw toRefusal(card)
}

/** What a card that says no ends the command with. */
export function toRefusal(card: PlainCard): ExitError {
  // What is bad rather than refused is a failure: of Exchange, of the store or of our own.
  const isFailure = card.name === 'notice' && card.view.isBad
  return new ExitError(isFailure ? exitCodes.failed : exitCodes.no, toText(card))
}

export function isNamed<Name extends CardName>(
  card: PlainCard,
  name: Name,
): card is PlainCard & { readonly name: Name; readonly view: PlainViews[Name] } {
  return card.name === name
}
