// Cards as those who read them know them.
import type { CardName, CardViews } from '../../../src/features/cards.js'
import type { Card } from '../../../src/ports.js'

/** The view of a card of this name; undefined of another one. */
export function findView<Name extends CardName>(
  card: Card | undefined,
  name: Name,
): CardViews[Name] | undefined {
  return card !== undefined && isNamed(card, name) ? card.view : undefined
}

function isNamed<Name extends CardName>(
  card: Card,
  name: Name,
): card is Card & { readonly name: Name; readonly view: CardViews[Name] } {
  return card.name === name
}
