// Says what is wrong with a setting and what to do, without ever repeating a value: it may be a secret in the wrong
// place. Keys are repeated when they look like keys.
import { closest, distance } from 'fastest-levenshtein'
import { z } from 'zod'
import { findRow, type Row, toRowPath } from './rows.js'

export interface Problem {
  /** Empty for the settings as a whole. */
  readonly path: string
  readonly what: string
  readonly remedy: string
}

export type Path = readonly PropertyKey[]

export function toPathText(path: Path): string {
  return path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${toSafeKey(String(key))}`))
    .join('')
    .replace(/^\./, '')
}

/** Keys of ours have no digits and are short; tokens are neither. */
function toSafeKey(key: string): string {
  return /^[A-Za-z][A-Za-z_-]{0,39}$/.test(key) ? key : '(not shown)'
}

/** One issue of the schema; unknown keys are a problem each. */
export function toProblems(
  issue: z.core.$ZodIssue,
  given: unknown,
  rows: readonly Row[],
): readonly Problem[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => toUnknownKey([...issue.path, key], rows))
  const path = toPathText(issue.path)
  const row = findRow(path, rows)
  const value = findValue(given, issue.path)
  const choices = toChoices(issue)
  if (value === undefined && issue.code !== 'custom') {
    const example = choices === undefined ? '' : ` (${choices.join(', ')})`
    const remedy = row?.hint ?? `Add it: ${row?.description ?? 'it is needed'}${example}`
    return [{ path, what: 'is missing', remedy }]
  }
  if (choices !== undefined) return [toWrongChoice(path, value, choices)]
  return [{ path, what: toWhat(issue), remedy: toRemedy(issue, row) }]
}

function toChoices(issue: z.core.$ZodIssue): readonly string[] | undefined {
  if (issue.code === 'invalid_value') return issue.values.map(String)
  if (issue.code !== 'invalid_union' || !('options' in issue)) return undefined
  return z
    .array(z.unknown())
    .catch([])
    .parse(issue.options)
    .filter((one) => typeof one === 'string')
}

function toWrongChoice(path: string, value: unknown, choices: readonly string[]): Problem {
  const meant = typeof value === 'string' ? findClose(value, choices) : undefined
  const what = choices.length === 1 ? `is not ${choices[0]}` : `is not one of ${choices.join(', ')}`
  return { path, what, remedy: meant === undefined ? 'Write one of these' : `Did you mean "${meant}"?` }
}

function toWhat(issue: z.core.$ZodIssue): string {
  return toShape(issue)?.what ?? issue.message
}

function toRemedy(issue: z.core.$ZodIssue, row: Row | undefined): string {
  if (issue.code === 'custom' && typeof issue.params?.remedy === 'string') return issue.params.remedy
  const remedy = row?.hint ?? toShape(issue)?.remedy
  if (remedy !== undefined) return remedy
  if (row?.byDefault !== undefined) return `Write one, or leave it out for ${row.byDefault}`
  return row === undefined ? 'See the table in docs/settings.md' : `It says: ${row.description}`
}

function toShape(issue: z.core.$ZodIssue) {
  if (issue.code !== 'invalid_type') return undefined
  if (issue.expected === 'object')
    return { what: 'is not a section', remedy: 'Write its keys below it, indented' }
  if (issue.expected === 'array')
    return { what: 'is not a list', remedy: 'Write each entry on a line of its own that begins with "- "' }
  return undefined
}

function toUnknownKey(path: Path, rows: readonly Row[]): Problem {
  const at = toPathText(path)
  const key = String(path.at(-1))
  const parent = toRowPath(toPathText(path.slice(0, -1)))
  const known = toKeys(parent, rows)
  const elsewhere = rows.filter((row) => row.path.split('.').at(-1)?.toLowerCase() === key.toLowerCase())
  const meant = findClose(key, known) ?? (elsewhere.length === 1 ? elsewhere[0]?.path : undefined)
  const remedy = meant === undefined ? `There are: ${known.join(', ')}` : `Did you mean "${meant}"?`
  return { path: at, what: 'is not a setting', remedy }
}

function toKeys(parent: string, rows: readonly Row[]): readonly string[] {
  const start = parent === '' ? '' : `${parent}.`
  return rows
    .filter((row) => row.path.startsWith(start))
    .map((row) => row.path.slice(start.length))
    .filter((key) => /^[^.[]+$/.test(key))
}

export function findClose(given: string, choices: readonly string[]): string | undefined {
  // The distance costs length times length, and nothing this long is a slip of the finger.
  if (choices.length === 0 || given.length > 60) return undefined
  const written = given.toLowerCase()
  const best = closest(
    written,
    choices.map((choice) => choice.toLowerCase()),
  )
  const isClose = distance(written, best) <= Math.max(2, Math.floor(best.length / 3))
  return isClose ? choices.find((choice) => choice.toLowerCase() === best) : undefined
}

function findValue(given: unknown, path: Path): unknown {
  let value = given
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
    value = new Map<string, unknown>(Object.entries(value)).get(String(key))
  }
  return value
}

/** `tenants[0].name (line 12): what is wrong. What to do.` */
export function toText({
  path,
  line,
  what,
  remedy,
}: Problem & { readonly line?: number | undefined }): string {
  const place = `${path === '' ? 'settings' : path}${line === undefined ? '' : ` (line ${line})`}`
  return `${place}: ${what}. ${remedy}${/[.?!]$/.test(remedy) ? '' : '.'}`
}
