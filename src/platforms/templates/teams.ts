// Adaptive Cards in Teams: which text is Markdown, and how much of it a card should hold.
import { toLabel } from './label.js'
import { hasMoments } from './moments.js'
import { type Dialect, type Drawing, isObject, type Json, type Place, type Spot } from './place.js'
import { toPlain } from './teams-text.js'

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
  // Lines stay as they are there, and it is copied rather than read.
  if (key === 'codeSnippet' || (key === 'value' && object.type === 'Input.Text'))
    return { syntax: 'value', most: 9_000 }
  // Of a list to tick: all that is ticked, joined by commas.
  if (key === 'value' && object.isMultiSelect === true) return { syntax: 'value', most: 1_000 }
  if (plainKeys.includes(key) && !role.endsWith('.data'))
    return { syntax: 'teams-plain', most: key === 'fallbackText' ? 600 : 200 }
  return { syntax: 'value', most: key === 'seen' ? seenUnits : idUnits }
}

function findTextPlace({ type }: Json, role: string): Place {
  if (type === 'TextRun' || type === 'Badge') return { syntax: 'teams-plain', most: 1_500 }
  if (type === 'TextBlock') return { syntax: 'markdown', most: 1_500, teller: 'markdown' }
  // A message without a card; `text` of an action's data is a command.
  return role === '' ? { syntax: 'markdown', most: 3_000 } : { syntax: 'value', most: 300 }
}

/** One line, and what is longer is cut: as much as a phone shows of it. */
const badgeUnits = 40

/** By the sign that stands before a verdict; any other badge has the style of its template. */
const badgeStyles: Readonly<Record<string, string>> = {
  '🚨': 'Attention',
  '⚠️': 'Warning',
  '📣': 'Accent',
  '🕛': 'Informative',
  '🧪': 'Informative',
}

/** Clients that know no badge show what it falls back to; so does everybody for one that would not fit. */
function adjustBadge(object: Json): Json {
  const { type, text, fallback, codeSnippet } = object
  if (typeof codeSnippet === 'string') return { ...object, codeSnippet: toPlain(codeSnippet) }
  if (type !== 'Badge' || typeof text !== 'string') return object
  if ((text.trim() === '' || text.length > badgeUnits) && isObject(fallback)) return fallback
  const [sign = ''] = text.split(' ')
  return { ...object, style: badgeStyles[sign] ?? object.style }
}

/** As long as Slack's. */
const labelCharacters = 75

/** Whoever hears a button, or waits on it, is told what it is about. Older clients have a button of their own without. */
function adjust(given: Json, about: string): Json {
  const object = adjustBadge(given)
  if (object.type !== 'Action.Execute' && object.type !== 'Action.OpenUrl') return object
  if (object.tooltip !== undefined || typeof object.title !== 'string') return object
  return { ...object, tooltip: toLabel(object.title, toPlain(about), labelCharacters) }
}

/**
 * Runs are taken to the letter, and no client works out a moment in them: words with one in it stand in a TextBlock, where
 * outside text is escaped.
 */
function translate(object: Json): Json {
  if (object.type !== 'RichTextBlock' || !Array.isArray(object.inlines)) return object
  const runs = object.inlines.filter(isObject)
  if (!runs.some(({ text }) => hasMoments(String(text)))) return object
  const { inlines: _, ...block } = object
  const [first] = runs
  const isAllBold = runs.every(isBold)
  return {
    ...block,
    type: 'TextBlock',
    wrap: true,
    ...(isObject(first) && typeof first.size === 'string' ? { size: first.size } : {}),
    ...(isAllBold ? { weight: 'Bolder' } : {}),
    ...(runs.every(({ isSubtle }) => isSubtle === true) ? { isSubtle: true } : {}),
    text: runs.map((run) => toMarked(String(run.text), isBold(run) && !isAllBold)).join(''),
  }
}

const isBold = ({ weight }: Json) => weight === 'Bolder'

/** Markdown ends nothing after a space. */
function toMarked(text: string, isMarked: boolean): string {
  return isMarked ? text.replace(/^(\s*)(.*?)(\s*)$/s, '$1**$2**$3') : text
}

export function createTeamsDialect({ about }: Drawing): Dialect {
  return {
    translate,
    findPlace,
    adjust: (object) => adjust(object, about),
    fits: (card) => JSON.stringify(card).length <= cardUnits,
  }
}
