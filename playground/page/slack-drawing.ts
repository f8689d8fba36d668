// Makes a card's blocks fit for slack-blocks-to-jsx 1.1.1, which draws Block Kit but does not make it work:
// - it uses action_id and block_id as DOM ids, so the same button on two messages would be one: ids are made unique;
// - it turns `&lt;` into `<` before it parses, so escaped text would become a live mention or link, it leaves `&amp;`
//   as it is, and it takes `[a](b)` for a link as Markdown does: a word joiner keeps such text as dead as in Slack;
// - it parses plain_text as mrkdwn, and takes `verbatim` (no automatic links) for "do not parse";
// - it never shows what was chosen in a static_select: the choice becomes its placeholder;
// - it does not say which inputs are optional;
// - what is today it takes from the browser, and the bot's time may be ahead.
import type { Block } from 'slack-blocks-to-jsx'
import type { SlackBlock, SlackEntry } from '../sight.js'
import { toNearDay } from './time.js'

type Json = Readonly<Record<string, unknown>>

export interface DrawnElement {
  readonly blockId: string
  readonly actionId: string
  readonly type: string
  readonly options: readonly DrawnOption[]
  readonly asksFirst: boolean
  /** Whether using it tells the bot at once; otherwise its value waits for the submit button. */
  readonly dispatches: boolean
}
interface DrawnOption {
  readonly value: string
  readonly label: string
}

export interface Drawing {
  readonly blocks: readonly Block[]
  /** By DOM id. */
  readonly elements: ReadonlyMap<string, DrawnElement>
}

export function draw(
  blocks: readonly SlackBlock[],
  scope: string,
  { entered, now }: { readonly entered: readonly SlackEntry[]; readonly now: number },
): Drawing {
  const elements = new Map<string, DrawnElement>()
  const drawn = blocks.map((block) => {
    const name = (value: unknown): unknown => {
      const element = asJson(value)
      const actionId = element?.action_id
      if (!element || typeof actionId !== 'string') return value
      const id = `${scope}/${block.block_id}/${actionId}`
      elements.set(id, describe(element, block, actionId))
      const entry = entered.find((each) => each.blockId === block.block_id && each.actionId === actionId)
      return { ...withValue(element, entry), action_id: id }
    }
    const named: Record<string, unknown> = { ...block, block_id: `${scope}/${block.block_id}` }
    if (block.accessory) named.accessory = name(block.accessory)
    if (block.element) named.element = name(block.element)
    if (block.type === 'actions') named.elements = asList(block.elements).map(name)
    if (block.optional === true) named.label = toOptionalLabel(block.label)
    return withParsedLabel(decodeTexts(withDays(named, now))) as Block
  })
  return { blocks: drawn, elements }
}

function describe(element: Json, block: SlackBlock, actionId: string): DrawnElement {
  const type = String(element.type)
  const groups = asList(element.option_groups).flatMap((group) => asList(asJson(group)?.options))
  const options = [...asList(element.options), ...groups].map((option) => ({
    value: String(asJson(option)?.value ?? ''),
    label: String(asJson(asJson(option)?.text)?.text ?? ''),
  }))
  return {
    blockId: block.block_id,
    actionId,
    type,
    options,
    asksFirst: element.confirm !== undefined,
    dispatches: block.type !== 'input' || block.dispatch_action === true,
  }
}

/** Seeds an input with what was entered before, so that a redrawn modal keeps it. */
function withValue(element: Json, entry: SlackEntry | undefined): Json {
  const all = asList(element.options).map((option) => asJson(option) ?? {})
  const chosen = (value: unknown) => all.find((option) => option.value === value)
  const value = entry?.value
  switch (element.type) {
    case 'plain_text_input':
      return entry ? { ...element, initial_value: value ?? '' } : element
    case 'datepicker':
      return entry ? { ...element, initial_date: value ?? undefined } : element
    case 'radio_buttons':
      return entry ? { ...element, initial_option: chosen(value) } : element
    case 'checkboxes':
      return Array.isArray(value)
        ? { ...element, initial_options: all.filter((each) => value.includes(each.value)) }
        : element
    case 'static_select': {
      const initial = entry ? chosen(value) : asJson(element.initial_option)
      return initial ? { ...element, placeholder: initial.text } : element
    }
    default:
      return element
  }
}

/** The library sets labels in asterisks and relies on its parser to make them bold. */
function withParsedLabel(drawn: unknown): unknown {
  const block = asJson(drawn)
  const label = asJson(block?.label)
  return label ? { ...block, label: { ...label, verbatim: false } } : drawn
}

function toOptionalLabel(label: unknown): unknown {
  const text = asJson(label)
  return { ...text, text: `${String(text?.text ?? '')} (optional)` }
}

/** By the bot's time. */
function withDays(value: unknown, now: number): unknown {
  if (Array.isArray(value)) return value.map((one) => withDays(one, now))
  const json = asJson(value)
  if (!json) return value
  const entries = Object.entries(json).map(([key, each]) => [key, withDays(each, now)])
  const copy = Object.fromEntries(entries) as Record<string, unknown>
  const name = (format: string, unix: number) =>
    format.replace('{date_short_pretty}', toNearDay(unix * 1_000, now) ?? '{date_short}')
  if (copy.type === 'date') return { ...copy, format: name(String(copy.format), Number(copy.timestamp)) }
  if (copy.type !== 'mrkdwn' || typeof copy.text !== 'string') return copy
  return {
    ...copy,
    text: copy.text.replace(/<!date\^(\d+)\^[^|>]*/g, (date, unix) => name(date, Number(unix))),
  }
}

function decodeTexts(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(decodeTexts)
  const json = asJson(value)
  if (!json) return value
  const entries = Object.entries(json).map(([key, each]) => [key, decodeTexts(each)])
  const copy = Object.fromEntries(entries) as Record<string, unknown>
  if (typeof copy.text !== 'string') return copy
  if (copy.type === 'mrkdwn')
    return { ...copy, text: decode(copy.verbatim === true ? unlink(copy.text) : copy.text), verbatim: false }
  if (copy.type === 'plain_text') return { ...copy, text: copy.text.replace(/&amp;/g, '&'), verbatim: true }
  return copy
}

const WORD_JOINER = '\u2060'

/** Verbatim text has the links it names in angle brackets and no others. */
function unlink(text: string): string {
  return text.replace(/(?<![<|][^\s<>]*)\b(https?:)(?=\/\/)/g, `$1${WORD_JOINER}`)
}

/** A `&gt;` that starts a line stays: to Slack it is a quote, and the library knows that. */
function decode(text: string): string {
  return text
    .replace(/\](?=\()/g, `]${WORD_JOINER}`)
    .replace(/&lt;/g, `<${WORD_JOINER}`)
    .replace(/(?<!^|\n)&gt;/g, '>')
    .replace(/&amp;(?=(lt|gt|amp);)/g, `&${WORD_JOINER}`)
    .replace(/&amp;/g, '&')
}

const asJson = (value: unknown): Json | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined
const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
