// The settings for readers: a table for docs/settings.md, and a JSON Schema for editors.
import { z } from 'zod'
import { type Row, toRows } from './rows.js'
import { settingsSchema } from './schema.js'
import { besidesSchema } from './tenants/schema.js'

/** A Markdown table, one row a setting. */
export function describeSettings(): string {
  const lines = toRows().map((row) => {
    const cells = [`\`${row.path}\``, row.type, toDefault(row), toVariable(row), row.description]
    return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  })
  const head = ['| Setting | Type | Default | Variable | What it is |', '| --- | --- | --- | --- | --- |']
  return [...head, ...lines].join('\n')
}

function toDefault(row: Row): string {
  return row.isRequired ? '**required**' : (row.byDefault ?? '')
}

function toVariable(row: Row): string {
  return row.variable === undefined ? '' : `\`${row.variable}\``
}

/** Describes the file as it is written: a value may come from `${NAME}`, a secret has to. */
export function toJsonSchema(): Readonly<Record<string, unknown>> {
  const schema = objectSchema.parse(toWritten(z.toJSONSchema(settingsSchema, { io: 'input' })))
  const besides = objectSchema.parse(toWritten(z.toJSONSchema(besidesSchema, { io: 'input' })))
  return { ...withBesides(schema, besides), title: "Reprieve's settings" }
}

const fileSchema = z.looseObject({
  properties: z.looseObject({ tenants: z.looseObject({ items: z.looseObject({}) }) }),
})

/** Files in place of tenants, and the defaults as a tenant that lacks whatever it likes. */
function withBesides(schema: unknown, besides: unknown): Readonly<Record<string, unknown>> {
  const file = fileSchema.parse(schema)
  const beside = fileSchema.parse(besides)
  const { tenants } = file.properties
  const source = { ...beside.properties.tenants.items, minProperties: 1 }
  const { items, description, ...list } = tenants
  const withCommon = { ...objectSchema.parse(toUndoable(toPartial(items))), required: ['id', 'name'] }
  const toTenants = (entry: unknown) => ({
    properties: { tenants: { anyOf: [{ ...list, items: { anyOf: [entry, source] } }, source] } },
  })
  const defaults = objectSchema.parse(toPartial(items))
  const { id: _, name: __, ...properties } = objectSchema.parse(defaults.properties)
  return {
    ...file,
    properties: {
      ...file.properties,
      defaults: { ...objectSchema.parse(beside.properties.defaults), ...defaults, properties },
      tenants: { description },
    },
    ...Object.fromEntries<unknown>([
      ['if', { required: ['defaults'] }],
      ['then', toTenants(withCommon)],
      ['else', toTenants(items)],
    ]),
  }
}

/** What the defaults say may be left out, or be null to be as if they did not. */
function toUndoable(node: unknown): unknown {
  const read = objectSchema.safeParse(node)
  if (!read.success) return node
  const { properties } = read.data
  const isMap = objectSchema.safeParse(properties)
  if (!isMap.success) return node
  const undoable = Object.entries(isMap.data).map(
    ([name, value]) => [name, { anyOf: [toUndoable(value), { type: 'null' }] }] as const,
  )
  return { ...read.data, properties: Object.fromEntries(undoable) }
}

/** Anything may be left out where something else says it. */
function toPartial(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(toPartial)
  const read = objectSchema.safeParse(node)
  if (!read.success) return node
  const { required: _, default: __, ...rest } = read.data
  // Of lists each entry is whole.
  return Object.fromEntries(
    Object.entries(rest).map(([key, value]) => [key, key === 'items' ? value : toPartial(value)]),
  )
}

const objectSchema = z.record(z.string(), z.unknown())
const reference = '\\$\\{[A-Za-z_][A-Za-z0-9_]*\\}'
/** What our own messages and table need, and editors do not know. */
const ours = new Set(['hint', 'variable', 'isSecret', 'exactlyOne'])

function toWritten(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(toWritten)
  const read = objectSchema.safeParse(node)
  if (!read.success) return node
  const { description, default: byDefault, ...rest } = read.data
  const words = {
    ...(description ? { description } : {}),
    ...(byDefault === undefined || byDefault === '' ? {} : { default: byDefault }),
  }
  if (rest.isSecret === true) return { ...words, type: 'string', pattern: `^${reference}$` }
  const plain = Object.fromEntries(
    Object.entries(rest)
      .filter(([key]) => !ours.has(key))
      .map(([key, value]) => [key, toWritten(value)]),
  )
  // A word that chooses between variants has to be there for the editor to choose too.
  const isLeaf =
    ['string', 'integer', 'boolean'].some((type) => type === rest.type) && rest.const === undefined
  if (isLeaf) return { ...words, anyOf: [plain, { type: 'string', pattern: reference }] }
  return { ...words, ...plain, ...toExclusive(rest.exactlyOne) }
}

/** Entries that take exactly one of several keys; of those in a list, any number count as one. */
function toExclusive(exactlyOne: unknown): object {
  const keys = z
    .array(z.union([z.string(), z.array(z.string())]))
    .catch([])
    .parse(exactlyOne)
  if (keys.length === 0) return {}
  const oneOf = keys.map((key) =>
    typeof key === 'string' ? { required: [key] } : { anyOf: key.map((one) => ({ required: [one] })) },
  )
  return { oneOf }
}
