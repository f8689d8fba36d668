// Words with moments in them, for places that show a moment in the time of whoever reads: a card is read in several zones at
// once. Everywhere else they are a text in which every moment says its zone. The words themselves may hold outside text.
import { dayMilliseconds, type Instant } from './instant.js'
import { toLocal, toZonedText } from './time-zone.js'
import { toClockText, toUtcText } from './words.js'

/** How much of a moment is told: the clock, or the day as well. */
export type MomentForm = 'clock' | 'day-clock'

/** A moment in the middle of words. */
export interface Told {
  readonly at: Instant
  readonly form: MomentForm
  /** For whoever cannot be shown it in their own time, with its zone: "03:14 UTC". */
  readonly text: string
}

/** What somebody is to type, as it is typed where they read it: after `/restricted`, `@Reprieve` or `reprieve`. */
export interface Typed {
  readonly typed: string
}

type Piece = string | Told | Typed

export interface Said {
  readonly said: readonly Piece[]
}

/** What stands on a card: a text, or one with moments in it. */
export type Words = string | Said

/** "03:14 UTC" where nobody knows better. */
export function tellClock(at: Instant): Said {
  return tell({ at, form: 'clock', text: toClockText(at) })
}

/** "2026-11-22 03:14 UTC" where nobody knows better. */
export function tellDay(at: Instant): Said {
  return tell({ at, form: 'day-clock', text: toUtcText(at) })
}

/** The same where people keep a clock of their own: "09:00 CET", with the day unless it is that of `from`. */
export function tellZoned(at: Instant, from: Instant, zone: string): Said {
  const isSameDay = toLocal(at, zone).day === toLocal(from, zone).day && Math.abs(at - from) < dayMilliseconds
  return tell({ at, form: isSameDay ? 'clock' : 'day-clock', text: toZonedText(at, from, zone) })
}

/** Which command it is: "list senders". */
export function tellCommand(command: string): Said {
  return { said: [{ typed: command }] }
}

const tell = (told: Told): Said => ({ said: [told] })

/** Template tag: say`${name} is on it · ${tellClock(since)}`. */
export function say(texts: TemplateStringsArray, ...values: readonly (Words | number)[]): Words {
  return fold(texts.flatMap((text, at) => [text, ...toPieces(values[at])]))
}

/** As `Array.join`, without what is empty. */
export function joinWords(all: readonly (Words | undefined)[], between: string): Words {
  const seen = all.filter((one) => one !== undefined && one !== '')
  return fold(seen.flatMap((one, at) => [at === 0 ? '' : between, ...toPieces(one)]))
}

/** As it is read in a terminal: every moment is a text that says its zone, and a command the one of the shell. */
export function toPlainWords(words: Words): string {
  return typeof words === 'string' ? words : words.said.map(toPlainPiece).join('')
}

function toPlainPiece(piece: Piece): string {
  if (typeof piece === 'string') return piece
  return 'typed' in piece ? `reprieve ${piece.typed}` : piece.text
}

export function isSaid(value: unknown): value is Said {
  return typeof value === 'object' && value !== null && 'said' in value && Array.isArray(value.said)
}

/** What holds words as it is read where there are no cards: with texts in their place. */
export type Plain<Value> = Value extends Said
  ? string
  : Value extends readonly (infer Item)[]
    ? readonly Plain<Item>[]
    : Value extends object
      ? { readonly [Key in keyof Value]: Plain<Value[Key]> }
      : Value

export function toPlain<Value>(value: Value): Plain<Value>
export function toPlain(value: unknown): unknown {
  if (isSaid(value)) return toPlainWords(value)
  if (Array.isArray(value)) return value.map((item: unknown) => toPlain(item))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]: [string, unknown]) => [key, toPlain(item)]),
  )
}

function toPieces(value: Words | number | undefined): readonly Piece[] {
  if (value === undefined) return []
  return typeof value === 'object' ? value.said : [String(value)]
}

/** Words without a moment are a text, and texts beside one another are one: the same words are always the same value. */
function fold(pieces: readonly Piece[]): Words {
  const folded: Piece[] = []
  for (const piece of pieces) {
    const last = folded.at(-1)
    if (typeof piece !== 'string' || typeof last !== 'string') folded.push(piece)
    else folded[folded.length - 1] = last + piece
  }
  const said = folded.filter((piece) => piece !== '')
  const [first, ...rest] = said
  if (first === undefined) return ''
  return typeof first === 'string' && rest.length === 0 ? first : { said }
}
