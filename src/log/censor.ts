// Makes fields plain and short before they are written: what SDKs hang on to errors and requests nests headers and
// bodies at depths nobody can list, and some of it throws when it is read.
import { type Mask, secretNames } from './mask.js'

const deepest = 6
/** Values of one line, all together. */
const mostValues = 400
const mostOfOne = 50
const longestText = 8_000
const longestSecret = 4_000
const unreadable = '[unreadable]'

interface Walk {
  readonly mask: Mask
  /** Values that may still be written. */
  left: number
}

export type Censor = (fields: Record<string, unknown>) => Record<string, unknown>

/** The censor never throws. */
export function createCensor(mask: Mask): Censor {
  return (fields) => censorMembers({ mask, left: mostValues }, fields, 1)
}

function censor(walk: Walk, value: unknown, depth: number): unknown {
  walk.left -= 1
  if (walk.left < 0) return '[more]'
  switch (typeof value) {
    case 'string':
      return toText(walk, value)
    case 'number':
      return Number.isFinite(value) ? value : String(value)
    case 'boolean':
      return value
    case 'bigint':
      return toText(walk, `${value}`)
    case 'object':
      return value === null ? null : attempt(() => censorObject(walk, value, depth))
    default:
      // Functions, symbols and nothing at all say nothing to an operator.
      return undefined
  }
}

function censorObject(walk: Walk, value: object, depth: number): unknown {
  if (value instanceof Error) return censorError(walk, value, depth)
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '[no date]' : value.toISOString()
  if (value instanceof URL || value instanceof String) return toText(walk, value.toString())
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return `[${value.byteLength} bytes]`
  if (depth >= deepest) return '[deep]'
  if (Array.isArray(value)) return censorList(walk, value, depth)
  if (value instanceof Set) return censorList(walk, [...value], depth)
  if (value instanceof Map)
    return Object.fromEntries(
      [...value]
        .slice(0, mostOfOne)
        .map(([key, one]: [unknown, unknown]) =>
          censorMember(walk, { key: typeof key === 'string' ? key : '', read: () => one }, depth),
        ),
    )
  return censorMembers(walk, value, depth)
}

function censorMembers(walk: Walk, value: object, depth: number): Record<string, unknown> {
  const keys = listKeys(value)
  if (keys === undefined) return { fields: unreadable }
  const told = keys.slice(0, mostOfOne)
  const members = told.map((key) =>
    censorMember(walk, { key, read: () => (value as Record<string, unknown>)[key] }, depth),
  )
  const rest = keys.length - told.length
  return Object.fromEntries(rest === 0 ? members : [...members, ['[more]', rest]])
}

function listKeys(value: object): readonly string[] | undefined {
  try {
    return Object.keys(value)
  } catch {
    return undefined
  }
}

interface Member {
  readonly key: string
  readonly read: () => unknown
}

function censorMember(walk: Walk, { key, read }: Member, depth: number): [string, unknown] {
  if (secretNames.test(key)) return [toText(walk, key), '[secret]']
  return [toText(walk, key), censor(walk, attempt(read), depth + 1)]
}

/** Also as raw headers come: a name, then what belongs to it. */
function censorList(walk: Walk, list: readonly unknown[], depth: number): readonly unknown[] {
  const told = list.slice(0, mostOfOne).map((item, index) => {
    const name = list[index - 1]
    const isNamed = typeof name === 'string' && typeof item === 'string' && isSecretName(name)
    return isNamed ? '[secret]' : (censor(walk, item, depth + 1) ?? null)
  })
  const rest = list.length - told.length
  return rest === 0 ? told : [...told, `[${rest} more]`]
}

function isSecretName(text: string): boolean {
  return /^[\w-]{1,60}$/.test(text) && secretNames.test(text)
}

/**
 * Name, code, message, stack and what caused it; nothing else of an error is asked for, least of all what SDKs hang on
 * to it. A cause that is no error may be a whole request, and is left out too.
 */
function censorError(walk: Walk, error: Error, depth: number): object {
  const read = (key: 'name' | 'message' | 'stack') => {
    const text = attempt(() => error[key])
    return typeof text === 'string' ? toText(walk, text) : ''
  }
  const code = attempt(() => ('code' in error ? error.code : undefined))
  const isCode = typeof code === 'number' || (typeof code === 'string' && /^[\w.-]{1,60}$/.test(code))
  const members = { type: read('name'), message: read('message'), stack: read('stack') }
  const coded = isCode ? { code: censor(walk, code, depth) } : {}
  return { ...members, ...coded, ...censorReasons(walk, error, depth) }
}

function censorReasons(walk: Walk, error: Error, depth: number): object {
  const cause = attempt(() => error.cause)
  const errors = attempt(() => (error instanceof AggregateError ? (error.errors as unknown) : undefined))
  const isTold = (one: unknown): one is Error => one instanceof Error
  if (depth >= deepest) return {}
  return {
    ...(isTold(cause) ? { cause: censor(walk, cause, depth + 1) } : {}),
    ...(Array.isArray(errors)
      ? { errors: errors.filter(isTold).map((one) => censor(walk, one, depth + 1)) }
      : {}),
  }
}

// Cut before it is searched, so that a huge text costs little, and again after: a secret that was cut through may not
// look like one any more.
function toText({ mask }: Walk, text: string): string {
  if (text.length <= longestText) return mask(text)
  const searched = mask(text.slice(0, longestText + longestSecret))
  const shown = searched.slice(0, Math.max(0, Math.min(longestText, searched.length - longestSecret)))
  return `${shown}[${text.length} characters]`
}

/** Getters and proxies run foreign code, and a line that cannot be written would hide what it was about. */
function attempt(read: () => unknown): unknown {
  try {
    return read()
  } catch {
    return unreadable
  }
}
