// Outside text in the text of a block: moved out of mrkdwn, into elements that Slack takes to the letter
// (https://docs.slack.dev/reference/block-kit/blocks/rich-text-block). Templates go on writing mrkdwn.
import { toSafeUrl, type Write, writeFitting } from './fill.js'
import { hasMoments, toSlackDate, unixSeconds } from './moments.js'
import { isObject, type Json } from './place.js'
import { open } from './seal.js'
import { type Mark, readMarks, withoutMarks } from './slack-marks.js'
import { toRich } from './slack-text.js'
import { cut, toOneLine, toVisible } from './text.js'

/** Slack names no limit; this is the one of a section. */
const mostCharacters = 3_000
const contextElements = 10
const slackId = /^[A-Z][A-Z0-9]{1,30}$/

/** @param scale how far texts shrink, 1 at first. */
export function toRichBlock(text: string, scale: number): Json {
  const read = readMarks(text)
  const isAlone = read.length === 1 && read.every((mark) => mark.kind === 'text' && !mark.style.bold)
  const lines = toLines(read)
  const writeAll: Write<readonly Json[]> = (most) => toElements(lines, { most, isAlone })
  const most = Math.max(40, Math.floor(mostCharacters * scale))
  return { type: 'rich_text', elements: writeFitting(writeAll, most, countText) }
}

type LineKind = 'section' | 'quote' | 'item'

interface Line {
  readonly kind: LineKind
  readonly marks: readonly Mark[]
}

const starts: readonly (readonly [string, LineKind])[] = [
  ['> ', 'quote'],
  ['• ', 'item'],
]

/** What stands at the start of a line says what it is, when it is ours. */
function toLines(read: readonly Mark[]): readonly Line[] {
  const lines: Mark[][] = [[]]
  for (const mark of read) {
    if (mark.kind === 'break') lines.push([])
    else lines.at(-1)?.push(mark)
  }
  return lines.map((marks): Line => {
    const [first, ...rest] = marks
    if (first?.kind !== 'text' || first.isOutside) return { kind: 'section', marks }
    const [start, kind] = starts.find(([begins]) => first.text.startsWith(begins)) ?? []
    if (start === undefined || kind === undefined) return { kind: 'section', marks }
    return { kind, marks: [{ ...first, text: first.text.slice(start.length) }, ...rest] }
  })
}

interface Writing {
  /** Characters of each piece of outside text. */
  readonly most: number
  /** A line break beside our words would forge a line of ours. */
  readonly isAlone: boolean
}

function toElements(lines: readonly Line[], writing: Writing): readonly Json[] {
  const groups: { kind: LineKind; lines: (readonly Json[])[] }[] = []
  for (const { kind, marks } of lines) {
    const written = merge(marks.flatMap((mark) => toInline(mark, writing)))
    const last = groups.at(-1)
    if (last?.kind === kind) last.lines.push(written)
    else groups.push({ kind, lines: [written] })
  }
  const elements = groups.flatMap(({ kind, lines: written }) => toGroup(kind, written))
  return elements.length > 0 ? elements : [toSection([{ type: 'text', text: '–' }])]
}

function toGroup(kind: LineKind, lines: readonly (readonly Json[])[]): readonly Json[] {
  if (kind === 'item') {
    const items = lines.filter((line) => line.length > 0).map(toSection)
    return items.length === 0 ? [] : [{ type: 'rich_text_list', style: 'bullet', elements: items }]
  }
  const joined = merge(
    lines.flatMap((line, index) => (index === 0 ? line : [{ type: 'text', text: '\n' }, ...line])),
  )
  const isSeen = joined.some(({ type, text }) => type !== 'text' || String(text).trim() !== '')
  if (!isSeen) return []
  return [kind === 'quote' ? { type: 'rich_text_quote', elements: joined } : toSection(joined)]
}

const toSection = (elements: readonly Json[]): Json => ({ type: 'rich_text_section', elements })

function toInline(mark: Mark, writing: Writing): readonly Json[] {
  switch (mark.kind) {
    case 'text':
      return toTextElements(mark.isOutside ? write(mark.text, writing) : mark.text, mark.style)
    case 'break':
      return [{ type: 'text', text: '\n' }]
    case 'date':
      return toDate(mark, writing)
    case 'link':
      return [{ type: 'link', url: toSafeUrl(mark.url, mostCharacters), text: toLabel(mark.label, writing) }]
    case 'mention':
      if (!slackId.test(mark.id)) return toTextElements(`@${write(mark.id, writing)}`, plain)
      return [{ type: mark.of, [`${mark.of}_id`]: mark.id }]
    default:
      return mark satisfies never
  }
}

const plain = { bold: false, code: false }

function toTextElements(text: string, { bold, code }: typeof plain): readonly Json[] {
  if (text === '') return []
  const style = { ...(bold ? { bold } : {}), ...(code ? { code } : {}) }
  return [{ type: 'text', text, ...(bold || code ? { style } : {}) }]
}

function toDate({ unix, format, text, style }: Mark & { kind: 'date' }, writing: Writing): readonly Json[] {
  const fallback = write(text, writing)
  if (!unixSeconds.test(unix)) return toTextElements(fallback, style)
  const { bold } = style
  const date = { type: 'date', timestamp: Number(unix), format, fallback: fallback === '' ? '–' : fallback }
  return [{ ...date, ...(bold ? { style: { bold } } : {}) }]
}

function toLabel(label: readonly Mark[], writing: Writing): string {
  const words = label.map((mark) => {
    if (mark.kind !== 'text') return ''
    return mark.isOutside ? write(mark.text, writing) : mark.text
  })
  return words.join('') || '–'
}

function write(text: string, { most, isAlone }: Writing): string {
  const visible = toVisible(text)
  return toRich(cut(isAlone ? visible : toOneLine(visible), most))
}

/** Neighbours of one style are one element. */
function merge(elements: readonly Json[]): readonly Json[] {
  const merged: Json[] = []
  for (const element of elements) {
    const last = merged.at(-1)
    const isSame =
      last?.type === 'text' &&
      element.type === 'text' &&
      (last.style === element.style || JSON.stringify(last.style) === JSON.stringify(element.style))
    if (last !== undefined && isSame)
      merged[merged.length - 1] = { ...last, text: `${String(last.text)}${String(element.text)}` }
    else merged.push(element)
  }
  return merged
}

function countText(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, item: unknown) => sum + countText(item), 0)
  if (!isObject(value)) return 0
  return Object.entries(value).reduce(
    (sum, [key, item]) => sum + (key === 'text' && typeof item === 'string' ? item.length : countText(item)),
    0,
  )
}

/** A text that stands where no rich text may: without formats, but for the dates of a context, which only mrkdwn has. */
export function toPlainText(text: string): Json {
  const lines = toLines(readMarks(text)).map(
    ({ kind, marks }) => `${kind === 'item' ? '• ' : ''}${withoutMarks(marks)}`,
  )
  return { type: 'plain_text', text: lines.join('\n') }
}

/** The small grey text takes formats and plain text side by side: a date becomes an element of its own. */
export function toContextElements(elements: readonly unknown[]): readonly unknown[] {
  const split = elements.flatMap((element): readonly unknown[] => {
    if (!isObject(element) || !isOutside(element)) return [element]
    return toContextPieces(String(element.text))
  })
  // More than it holds is rather said in UTC than left out.
  if (split.length <= contextElements) return split
  return elements.map((element) =>
    isObject(element) && isOutside(element) ? toPlainText(String(element.text)) : element,
  )
}

/** Elements stand apart: what would join words to a date stands alone between them. */
const joints = { before: /[\s,·]+$/, after: /^[\s,·]+/ }

function unjoin(marks: readonly Mark[], side: keyof typeof joints): readonly Mark[] {
  const [mark, rest] = side === 'after' ? [marks[0], marks.slice(1)] : [marks.at(-1), marks.slice(0, -1)]
  if (mark?.kind !== 'text') return marks
  const text = mark.text.replace(joints[side], '')
  if (text === '') return unjoin(rest, side)
  return side === 'after' ? [{ ...mark, text }, ...rest] : [...rest, { ...mark, text }]
}

function toContextPieces(text: string): readonly Json[] {
  const pieces: Json[] = []
  let said: Mark[] = []
  const flush = (isBeforeDate: boolean) => {
    const begun = pieces.length === 0 ? said : unjoin(said, 'after')
    const joined = withoutMarks(isBeforeDate ? unjoin(begun, 'before') : begun).trim()
    if (joined !== '') pieces.push({ type: 'plain_text', text: joined })
    said = []
  }
  for (const mark of readMarks(text)) {
    if (mark.kind !== 'date' || !unixSeconds.test(mark.unix)) {
      said.push(mark)
      continue
    }
    flush(true)
    pieces.push({ type: 'mrkdwn', text: toSlackDate(mark.unix, mark.format, mark.text) })
  }
  flush(false)
  return pieces.length > 0 ? pieces : [{ type: 'plain_text', text: '–' }]
}

/** Whether it is mrkdwn that holds anything that is not our own. */
export function isOutside(text: unknown): boolean {
  return (
    isObject(text) &&
    text.type === 'mrkdwn' &&
    typeof text.text === 'string' &&
    (text.text.includes(open) || hasMoments(text.text))
  )
}
