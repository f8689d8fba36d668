// The schema as a list, one row a key: what the table in docs/settings.md, the messages and the editor's schema are made from.
import { z } from 'zod'
import { once } from '../concurrency/once.js'
import { settingsSchema } from './schema.js'
import { besidesSchema } from './tenants/schema.js'

export interface Row {
  /** `tenants[].channels[].slack` */
  readonly path: string
  /** "section", "list", or the values it takes. */
  readonly type: string
  /** Undefined when there is none. */
  readonly byDefault: string | undefined
  readonly isRequired: boolean
  readonly description: string
  readonly hint: string | undefined
  readonly variable: string | undefined
  readonly isSecret: boolean
}

/** The part of JSON Schema that this schema comes to, with what formats.ts hangs on to it. */
const nodeSchema = z.looseObject({
  type: z.string().optional(),
  const: z.string().optional(),
  enum: z.array(z.string()).optional(),
  default: z.unknown().optional(),
  required: z.array(z.string()).default([]),
  properties: z.record(z.string(), z.unknown()).optional(),
  items: z.unknown().optional(),
  oneOf: z.array(z.unknown()).optional(),
  description: z.string().default(''),
  hint: z.string().optional(),
  variable: z.string().optional(),
  isSecret: z.boolean().default(false),
})
type Node = z.infer<typeof nodeSchema>

const wholeNumber = 'whole number'
const trueOrFalse = 'true | false'

/** Variables are text; a number among the settings becomes one, and so does a choice between true and false. */
export function toTyped(text: string, row: Row | undefined): string | number | boolean {
  if (row?.type === trueOrFalse && /^(true|false)$/.test(text)) return text === 'true'
  return row?.type === wholeNumber && /^\d{1,9}$/.test(text) ? Number(text) : text
}

/**
 * In the order of the schema, with what may stand beside and in place of tenants. Made once: it takes longer than all else
 * of reading settings, and every start reads them several times.
 */
export const toRows = once(readRows)

function readRows(): readonly Row[] {
  const rows = mergeRows(toInnerRows('', toNode(settingsSchema)))
  const besides = toInnerRows('', toNode(besidesSchema)).filter(({ path }) => path !== 'tenants')
  const before = (path: string) => rows.findIndex((row) => row.path.startsWith(path))
  const isOf = (row: Row) => row.path.startsWith('tenants[]')
  return [
    ...rows.slice(0, before('tenants')),
    ...besides.filter((row) => !isOf(row)),
    ...rows.slice(before('tenants'), before('tenants[]')),
    ...besides.filter(isOf),
    ...rows.slice(before('tenants[]')),
  ]
}

function toNode(schema: z.ZodType): Node {
  return nodeSchema.parse(z.toJSONSchema(schema, { io: 'input' }))
}

function toInnerRows(path: string, node: Node): readonly Row[] {
  const variants = (node.oneOf ?? []).flatMap((variant) => toInnerRows(path, nodeSchema.parse(variant)))
  const properties = Object.entries(node.properties ?? {}).flatMap(([key, given]) => {
    const inner = nodeSchema.parse(given)
    const at = path === '' ? key : `${path}.${key}`
    return [toRow(at, inner, node.required.includes(key)), ...toInnerRows(at, inner)]
  })
  const items = node.items === undefined ? [] : toInnerRows(`${path}[]`, nodeSchema.parse(node.items))
  return [...variants, ...properties, ...items]
}

function toRow(path: string, node: Node, isRequired: boolean): Row {
  return {
    path,
    type: toType(node),
    byDefault: toDefault(node.default),
    isRequired,
    description: node.description,
    hint: node.hint,
    variable: node.variable,
    isSecret: node.isSecret,
  }
}

function toType(node: Node): string {
  if (node.const !== undefined) return node.const
  if (node.enum !== undefined) return node.enum.join(' | ')
  if (node.items !== undefined) {
    const { enum: values } = nodeSchema.parse(node.items)
    return values === undefined ? 'list' : `list of ${values.join(' | ')}`
  }
  if (node.properties !== undefined || node.oneOf !== undefined) return 'section'
  if (node.type === 'boolean') return trueOrFalse
  return node.type === 'integer' ? wholeNumber : 'text'
}

function toDefault(value: unknown): string | undefined {
  if (['string', 'number', 'boolean'].includes(typeof value)) return String(value)
  return Array.isArray(value) && value.length > 0 ? value.join(', ') : undefined
}

/** Keys that several variants have are one row: required where all say so, with the values of each. */
function mergeRows(rows: readonly Row[]): readonly Row[] {
  const merged = new Map<string, Row>()
  for (const row of rows) {
    const before = merged.get(row.path)
    merged.set(row.path, before === undefined ? row : merge(before, row))
  }
  return [...merged.values()]
}

function merge(one: Row, other: Row): Row {
  return {
    ...one,
    type: one.type === other.type ? one.type : `${one.type} | ${other.type}`,
    byDefault: one.byDefault ?? other.byDefault,
    isRequired: one.isRequired && other.isRequired,
  }
}

/** `tenants[0].name` is described by the row `tenants[].name`. */
export function toRowPath(path: string): string {
  return path.replaceAll(/\[\d+\]/g, '[]')
}

/** The row that describes this path; an entry of a list of plain values is described by its list. */
export function findRow(path: string, rows: readonly Row[]): Row | undefined {
  const wanted = toRowPath(path)
  const list = wanted.replace(/\[\]$/, '')
  return rows.find((row) => row.path === wanted) ?? rows.find((row) => row.path === list)
}
