// Blocks of words and tables: docs.slack.dev/reference/block-kit/blocks/rich-text-block and .../data-table-block.
import { z } from 'zod'

const style = z
  .strictObject({
    bold: z.boolean().optional(),
    italic: z.boolean().optional(),
    strike: z.boolean().optional(),
    code: z.boolean().optional(),
    underline: z.boolean().optional(),
  })
  .optional()

const word = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text'), text: z.string().min(1), style }),
  z.strictObject({ type: z.literal('link'), url: z.url().max(3000), text: z.string().optional(), style }),
  z.strictObject({ type: z.literal('user'), user_id: z.string().min(1), style }),
  z.strictObject({ type: z.literal('usergroup'), usergroup_id: z.string().min(1), style }),
  z.strictObject({
    type: z.literal('date'),
    timestamp: z.int(),
    format: z.string().min(1),
    url: z.url().optional(),
    fallback: z.string().optional(),
    style,
  }),
])
const words = z.array(word).min(1)
const section = z.strictObject({ type: z.literal('rich_text_section'), elements: words })
const border = z.int().min(0).max(1).optional()

export const richElements = z
  .array(
    z.discriminatedUnion('type', [
      section,
      z.strictObject({ type: z.literal('rich_text_quote'), elements: words, border }),
      z.strictObject({
        type: z.literal('rich_text_list'),
        style: z.enum(['bullet', 'ordered']),
        elements: z.array(section).min(1),
        indent: z.int().min(0).max(8).optional(),
        offset: z.int().min(0).optional(),
        border,
      }),
      z.strictObject({ type: z.literal('rich_text_preformatted'), elements: words, border }),
    ]),
  )
  .min(1)

const cell = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('raw_text'), text: z.string().min(1) }),
  z.strictObject({ type: z.literal('raw_number'), value: z.number(), text: z.string().min(1) }),
])

/** The older of two documented limits. */
const mostRows = 101
const mostCharacters = 10_000

export const dataTable = {
  type: z.literal('data_table'),
  caption: z.string().min(1),
  page_size: z.int().min(1).max(100).optional(),
  row_header_column_index: z.int().min(0).max(19).optional(),
  rows: z.array(z.array(cell).min(1).max(20)).min(2).max(mostRows),
}
export type TableRows = z.infer<typeof dataTable.rows>

/** What is wrong with a table that is right cell by cell. */
export function findTableProblem(rows: TableRows): string | undefined {
  if (new Set(rows.map(({ length }) => length)).size > 1) return 'rows must be of equal length'
  const characters = rows.flat().reduce((sum, { text }) => sum + text.length, 0)
  return characters > mostCharacters ? `tables hold at most ${mostCharacters} characters` : undefined
}
