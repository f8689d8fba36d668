// Reads values of Exchange's properties however they are wrapped: the same property comes as a text one way and as an
// object the other, and which types the cmdlets give is documented nowhere.
import type { Instant } from '../domain/instant.js'
import { toCount } from '../domain/reason.js'

/** What a text may be wrapped in, the surest first: SmtpAddress, OData and ConvertTo-Json, the ids of directory objects. */
const wrappers = ['address', 'smtpaddress', 'value', 'rawidentity']

/** Undefined when it is no text, and nothing that certainly stands for one. Untrimmed. */
export function findText(value: unknown): string | undefined {
  if (typeof value === 'string') return value
  if (Array.isArray(value)) return value.length === 1 ? findText(value[0]) : undefined
  if (!isObject(value)) return undefined
  const members = toMembers(value)
  const wrapped = wrappers.map((name) => members.get(name)).find((one) => typeof one === 'string')
  if (typeof wrapped === 'string') return wrapped
  const [local, domain] = [members.get('local'), members.get('domain')]
  if (typeof local === 'string' && typeof domain === 'string') return `${local}@${domain}`
  const inner = members.get('value')
  return isObject(inner) ? findText(inner) : undefined
}

/** Yes or no, also as a word; undefined when it is neither. */
export function findFlag(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value
  const inner = isObject(value) ? toMembers(value).get('value') : undefined
  if (typeof inner === 'boolean') return inner
  const word = findText(value)?.trim().toLowerCase()
  if (word === 'true') return true
  return word === 'false' ? false : undefined
}

/** A whole number that is not negative, also as text or with its thousands apart; undefined when it is none. */
export function findCount(value: unknown): number | undefined {
  const inner = isObject(value) ? toMembers(value).get('value') : value
  if (typeof inner === 'number') return Number.isSafeInteger(inner) && inner >= 0 ? inner : undefined
  const text = findText(inner)?.trim() ?? ''
  const count = toCount(text)
  return count !== undefined && Number.isSafeInteger(count) ? count : undefined
}

/** As one text, whatever the parts came in; empty when there is nothing. */
export function toPartsText(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return value
  if (Array.isArray(value)) return join(value.map(toPartsText))
  if (typeof value !== 'object') return JSON.stringify(value) ?? ''
  const entries = Object.entries(value).filter(([name]) => !name.includes('@'))
  const [only, ...others] = entries
  if (only !== undefined && others.length === 0 && /^value$/i.test(only[0])) return toPartsText(only[1])
  return join(
    entries.map(([name, part]) => `${name}=${isObject(part) ? JSON.stringify(part) : toPartsText(part)}`),
  )
}

function join(parts: readonly string[]): string {
  return parts.filter((part) => part.trim() !== '').join(';')
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function toMembers(value: object): ReadonlyMap<string, unknown> {
  return new Map(Object.entries(value).map(([name, member]) => [name.toLowerCase(), member]))
}

const zone = '(Z|UTC|UT|GMT|[+-]\\d\\d:?\\d\\d)'
const time = '(\\d{1,2}):(\\d\\d)(?::(\\d\\d)(\\.\\d+)?)?'
/** The year first: nobody writes the day second. */
const yearFirst = new RegExp(`^(\\d{4})[-/](\\d\\d)[-/](\\d\\d)[T ]${time} ?${zone}?$`, 'i')
/** The month in letters, as mail has it. Without a zone it may be anybody's local time. */
const monthInLetters = new RegExp(
  `^(?:[a-z]{3,9},? )?(\\d{1,2})[ -]([a-z]{3})[a-z]*[ -](\\d{4}) ${time} ?${zone}$`,
  'i',
)
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
/** Milliseconds in UTC; what follows says in which zone it was written down. */
const ticks = /^\\?\/Date\((\d{1,16})(?:[+-]\d{4})?\)\\?\/$/
/** .NET writes an unset date as year 1. */
const earliest = Date.UTC(2000, 0, 1)

/**
 * A moment, in every form that can be read in one way only. A date in a local format could be read as the wrong day, so it
 * stays unknown. Exchange means UTC when it names no zone.
 */
export function toInstant(value: unknown): Instant | undefined {
  const instant = findInstant(value)
  return instant !== undefined && instant >= earliest && !Number.isNaN(new Date(instant).getTime())
    ? instant
    : undefined
}

function findInstant(value: unknown): Instant | undefined {
  if (typeof value === 'string') return parseInstant(value.trim().replaceAll(/\s+/g, ' '))
  if (!isObject(value)) return undefined
  const members = toMembers(value)
  return ['value', 'datetime', 'utcdatetime']
    .map((name) => findInstant(members.get(name)))
    .find((one) => one !== undefined)
}

function parseInstant(text: string): Instant | undefined {
  const tick = ticks.exec(text)?.[1]
  if (tick !== undefined) return Number(tick)
  const [, year = '', month = '', day = '', ...clock] = yearFirst.exec(text) ?? []
  if (year !== '') return toUtc({ year, month: Number(month), day }, clock)
  const [, dayOfMonth = '', letters = '', ofYear = '', ...then] = monthInLetters.exec(text) ?? []
  const at = months.indexOf(letters.toLowerCase())
  return at < 0 ? undefined : toUtc({ year: ofYear, month: at + 1, day: dayOfMonth }, then)
}

interface Day {
  readonly year: string
  readonly month: number
  readonly day: string
}

/** Undefined for a day or a time that there is not. */
function toUtc(
  { year, month, day }: Day,
  [hour = '0', minute = '0', second = '0', fraction = '0', zoneText = 'Z']: readonly (string | undefined)[],
): Instant | undefined {
  const [h, m, s] = [Number(hour), Number(minute), Number(second)]
  const milliseconds = Math.floor(Number(fraction) * 1_000)
  const local = Date.UTC(Number(year), month - 1, Number(day), h, m, s, milliseconds)
  const isDay = new Date(local).getUTCDate() === Number(day) && new Date(local).getUTCMonth() === month - 1
  if (!isDay || h > 23 || m > 59 || s > 59) return undefined
  const [, sign, hours = '0', minutes = '0'] = /^([+-])(\d\d):?(\d\d)$/.exec(zoneText) ?? []
  const offset = (Number(hours) * 60 + Number(minutes)) * 60_000
  return sign === undefined ? local : local - (sign === '+' ? offset : -offset)
}
