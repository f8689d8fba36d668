// Block Kit: which text is formatted, and how much of it Slack takes (docs.slack.dev/reference/block-kit).
import { toLabel } from './label.js'
import { type Dialect, type Drawing, isObject, type Json, type Place, type Spot } from './place.js'
import { isOutside, toContextElements, toPlainText, toRichBlock } from './slack-rich.js'
import { toPlain as toSlackPlain } from './slack-text.js'

/** By what a text object is for. */
const textLimits: Readonly<Record<string, number>> = {
  'header.text': 150,
  'section.text': 3_000,
  'section.fields': 2_000,
  'context.elements': 2_000,
  'button.text': 75,
  'modal.title': 24,
  'modal.submit': 24,
  'modal.close': 24,
  'input.label': 2_000,
  'input.hint': 2_000,
  'plain_text_input.placeholder': 150,
  'static_select.placeholder': 150,
  'options.text': 75,
  'options.description': 75,
  'confirm.title': 100,
  'confirm.text': 300,
  'confirm.confirm': 30,
  'confirm.deny': 30,
}

const valueLimits: Readonly<Record<string, number>> = {
  action_id: 255,
  block_id: 255,
  callback_id: 255,
  value: 2_000,
  initial_value: 1_000,
}

const labelCharacters = 75

/** Slack refuses long messages as a whole (msg_blocks_too_long at about 13,200 characters); views hold more. */
const messageCharacters = 12_000
const viewCharacters = 60_000
/** All tables of a message: the older of two limits that Slack has documented. */
const tableCharacters = 10_000

function findPlace({ object, key, role }: Spot): Place {
  if (key === 'private_metadata') return { syntax: 'json', most: 3_000 }
  if (key === 'value' && isJson(object)) return { syntax: 'json', most: 2_000 }
  if (key === 'value' && role.endsWith('.options')) return { syntax: 'value', most: 75 }
  if (key === 'url') return { syntax: 'url', most: 3_000 }
  if (key === 'accessibility_label') return { syntax: 'slack-plain', most: labelCharacters, keepsEnds: true }
  if (key === 'caption') return { syntax: 'slack-plain', most: 150 }
  if (key === 'fallback') return { syntax: 'slack-plain', most: 300 }
  if (key !== 'text') return { syntax: 'value', most: valueLimits[key] ?? 255 }
  if (object.type === 'mrkdwn') return { syntax: 'mrkdwn', most: textLimits[role] ?? 300, teller: 'mrkdwn' }
  if (object.type === 'plain_text') return { syntax: 'slack-plain', most: textLimits[role] ?? 75 }
  if (object.type === 'raw_text') return { syntax: 'slack-plain', most: 600 }
  if (object.type === 'text') return { syntax: 'lines', most: 9_000 }
  return { syntax: 'mrkdwn', most: 1_000 }
}

/** A button carries an object of ids where the template writes one; outside text begins with a mark of its own. */
function isJson({ type, value }: Json): boolean {
  return type === 'button' && typeof value === 'string' && value.startsWith('{')
}

function adjust(given: Json, about: string): Json {
  const object = withLabel(given, about)
  // Otherwise Slack turns bare addresses, #names and @names into links by itself.
  if (object.type === 'mrkdwn') return { ...object, verbatim: true }
  // Slack takes no empty cell.
  if (object.type === 'raw_text' && String(object.text).trim() === '') return { ...object, text: '–' }
  // A row is a list of cells, and a list cannot be repeated: templates write `{ "cells": [..] }`.
  if (object.type === 'data_table' && Array.isArray(object.rows))
    return { ...object, rows: object.rows.map((row: unknown) => (isObject(row) ? row.cells : row)) }
  // A button is as it is, unless it is the recommended one.
  if (object.style === '') return without(object, 'style')
  if (object.initial_value === '') return without(object, 'initial_value')
  if (object.type === 'datepicker' && !isDay(object.initial_date)) return without(object, 'initial_date')
  if (Array.isArray(object.initial_options)) return withInitialOptions(object)
  return isObject(object.initial_option) ? withInitialOption(object) : object
}

/** Whoever hears a button hears what it is about: those of one card, and of several, look alike. */
function withLabel(object: Json, about: string): Json {
  if (object.type !== 'button' || object.accessibility_label !== undefined) return object
  const title = isObject(object.text) ? String(object.text.text) : ''
  return { ...object, accessibility_label: toLabel(title, toSlackPlain(about), labelCharacters) }
}

/** Slack refuses a modal with a day that is none; whoever typed one has to choose again. */
function isDay(text: unknown): boolean {
  const date = new Date(`${String(text)}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(`${String(text)}T`)
}

function without(object: Json, key: string): Json {
  return Object.fromEntries(Object.entries(object).filter(([each]) => each !== key))
}

/** Slack wants the initial option to repeat one of the options to the letter; an unknown value is no choice at all. */
function withInitialOption({ initial_option: initial, ...rest }: Json): Json {
  const options = Array.isArray(rest.options) ? rest.options.filter(isObject) : []
  const chosen = options.find((option) => isObject(initial) && option.value === initial.value)
  return chosen === undefined ? rest : { ...rest, initial_option: chosen }
}

/** The same of several. An empty list is refused: where nothing is ticked it has to be left out. */
function withInitialOptions({ initial_options: initial, ...rest }: Json): Json {
  const options = Array.isArray(rest.options) ? rest.options.filter(isObject) : []
  const values = Array.isArray(initial) ? initial.filter(isObject).map(({ value }) => value) : []
  const chosen = options.filter(({ value }) => values.includes(value))
  return chosen.length === 0 ? rest : { ...rest, initial_options: chosen }
}

function fits(card: Json): boolean {
  const blocks = Array.isArray(card.blocks) ? card.blocks.filter(isObject) : []
  if (countText(blocks.filter(({ type }) => type === 'data_table')) > tableCharacters) return false
  return (
    countText(card) <= (card.type === 'modal' || card.type === 'home' ? viewCharacters : messageCharacters)
  )
}

function countText(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, item: unknown) => sum + countText(item), 0)
  if (!isObject(value)) return 0
  return Object.entries(value).reduce(
    (sum, [key, item]) => sum + (key === 'text' && typeof item === 'string' ? item.length : countText(item)),
    0,
  )
}

/**
 * No outside text is left in mrkdwn, whatever a template says. Beside a button there is no rich text, in a context neither:
 * there it is plain. @param isRich whether the text of a section may become rich text.
 */
function translate(object: Json, scale: number, isRich: boolean): Json {
  if (object.type === 'context' && Array.isArray(object.elements))
    return { ...object, elements: toContextElements(object.elements) }
  if (object.type !== 'section' || !isObject(object.text) || !isOutside(object.text)) return object
  const text = String(object.text.text)
  if (isObject(object.accessory)) return { ...object, text: toPlainText(text) }
  return isRich ? toRichBlock(text, scale) : object
}

/** @param without kinds of blocks that are refused here. */
export function createSlackDialect({ without, about }: Drawing): Dialect {
  const refused: readonly unknown[] = without
  const isRich = !without.includes('rich_text')
  return {
    translate: (object, scale) => translate(object, scale, isRich),
    takes: (kind) => !refused.includes(kind),
    findPlace,
    adjust: (object) => adjust(object, about),
    fits,
  }
}
