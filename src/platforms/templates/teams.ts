// Adaptive Cards in Teams: which text is Markdown, and how much of it a card should hold.
import type { Dialect, Json, Place, Spot } from './place.js'

/** Teams counts 100 KB in UTF-16; half of 80 KB is what stays on the safe side of it. */
const cardUnits = 40_000

/** The longest, an input of a review to approve, has 68 now; sixty of them still leave room for words. */
const idUnits = 84

/** Names and findings of all recommendations, some fifteen. */
const seenUnits = 1_500

const plainKeys = [
  'title',
  'label',
  'placeholder',
  'errorMessage',
  'fallbackText',
  'speak',
  'altText',
  'tooltip',
]

function findPlace({ object, key, role }: Spot): Place {
  if (key === 'url') return { syntax: 'url', most: 800 }
  // Facts and choices are drawn through Markdown, titles of actions and labels of inputs are not.
  if (role === 'FactSet.facts') return { syntax: 'markdown', most: key === 'title' ? 120 : 800 }
  if (role.endsWith('.choices'))
    return key === 'title' ? { syntax: 'markdown', most: 120 } : { syntax: 'value', most: idUnits }
  if (key === 'text') return findTextPlace(object, role)
  if (key === 'value' && object.type === 'Input.Text') return { syntax: 'value', most: 9_000 }
  // Of a list to tick: all that is ticked, joined by commas.
  if (key === 'value' && object.isMultiSelect === true) return { syntax: 'value', most: 1_000 }
  if (plainKeys.includes(key) && !role.endsWith('.data'))
    return { syntax: 'teams-plain', most: key === 'fallbackText' ? 600 : 200 }
  return { syntax: 'value', most: key === 'seen' ? seenUnits : idUnits }
}

function findTextPlace({ type }: Json, role: string): Place {
  if (type === 'TextRun') return { syntax: 'teams-plain', most: 1_500 }
  if (type === 'TextBlock') return { syntax: 'markdown', most: 1_500 }
  // A message without a card; `text` of an action's data is a command.
  return role === '' ? { syntax: 'markdown', most: 3_000 } : { syntax: 'value', most: 300 }
}

export const teamsDialect: Dialect = {
  findPlace,
  adjust: (object) => object,
  fits: (card) => JSON.stringify(card).length <= cardUnits,
}
