// A view made ready for the engine: every string is marked as outside text, and every question a template may ask
// about it is answered in booleans, because the engine's `$when` wants nothing else.
import { isSaid, type Said, type Told } from '../../domain/said.js'
import type { Bound } from '../../ports.js'
import type { Json } from './place.js'
import { isObject } from './place.js'
import { toVisible } from './text.js'

/** Private-use characters around outside text. They are taken out of the text itself first. */
export const open = '\uE000'
export const close = '\uE001'
/** The same around a moment, which each place shows as it can: `seconds^form^text`. */
export const openMoment = '\uE002'
export const closeMoment = '\uE003'
const marks = new RegExp(`[${open}${close}${openMoment}${closeMoment}]`, 'g')
const suspect = /[\uD800-\uF8FF]/

/**
 * Adds beside every string and list `x`: `hasX`, whether there is anything to see. Lists longer than a card can hold are
 * shortened; then `hasMoreX` is true and `moreX` says how many are missing.
 */
export function seal(view: object, { bounds = {}, toTyped }: Sealing): Json {
  return sealObject({ ...view }, { findBound: (list) => bounds[list] ?? otherwise, toTyped })
}

export interface Sealing {
  readonly bounds?: Readonly<Record<string, Bound>> | undefined
  /** A command as it is typed on this platform. */
  readonly toTyped: (command: string) => string
}

interface Ways extends Pick<Sealing, 'toTyped'> {
  readonly findBound: (list: string) => Bound
}

const otherwise: Bound = { most: 20, keep: 'first' }

function sealObject(source: Json, ways: Ways): Json {
  return Object.fromEntries(Object.entries(source).flatMap(([key, value]) => sealEntry(key, value, ways)))
}

function sealEntry(key: string, value: unknown, ways: Ways): readonly (readonly [string, unknown])[] {
  const capital = `${key.slice(0, 1).toUpperCase()}${key.slice(1)}`
  if (typeof value === 'string')
    return [
      [key, sealText(value)],
      [`has${capital}`, toVisible(value) !== ''],
    ]
  if (isSaid(value))
    return [
      [key, sealSaid(value, ways)],
      [`has${capital}`, true],
    ]
  if (isObject(value)) return [[key, sealObject(value, ways)]]
  if (!Array.isArray(value)) return [[key, value]]
  const { most, keep } = ways.findBound(key)
  const rows = value.filter(isObject)
  const kept = keep === 'first' ? rows.slice(0, most) : rows.slice(-most)
  return [
    [key, kept.map((row) => sealObject(row, ways))],
    [`has${capital}`, kept.length > 0],
    [`more${capital}`, String(rows.length - kept.length)],
    [`hasMore${capital}`, rows.length > kept.length],
  ]
}

function sealText(text: string): string {
  return `${open}${toWhole(text)}${close}`
}

function sealSaid({ said }: Said, { toTyped }: Ways): string {
  const sealed = said.map((piece) => {
    if (typeof piece === 'string') return sealPiece(piece)
    return 'typed' in piece ? sealText(toTyped(piece.typed)) : sealMoment(piece)
  })
  return sealed.join('').trim()
}

/** The ends of outside text are trimmed where it is written; between words and a moment a space parts the two. */
function sealPiece(text: string): string {
  const [, start = '', middle = '', end = ''] = /^([ \u00A0]*)(.*?)([ \u00A0]*)$/s.exec(text) ?? []
  return middle === '' ? start.slice(0, 1) : `${start.slice(0, 1)}${sealText(middle)}${end.slice(0, 1)}`
}

function sealMoment({ at, form, text }: Told): string {
  return `${openMoment}${Math.floor(at / 1_000)}^${form}^${toWhole(text)}${closeMoment}`
}

/** Half a surrogate pair is no text: JSON would carry it and both platforms refuse it. */
export function toWhole(text: string): string {
  return suspect.test(text) ? text.replace(marks, '').replace(/\p{Surrogate}/gu, '\uFFFD') : text
}
