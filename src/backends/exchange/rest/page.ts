// One page of a cmdlet's output as InvokeCommand gives it.
import { z } from 'zod'
import type { CmdletRecord } from '../cmdlets.js'
import { findJson } from '../json.js'
import type { RestAnswer } from './answer.js'
import { findErrorWords } from './words.js'

const pageSchema = z.object({
  value: z.array(z.record(z.string(), z.unknown())),
  '@odata.nextLink': z.string().nullish(),
})

export interface Page {
  readonly records: readonly CmdletRecord[]
  /** Where the rest is; undefined on the last page. */
  readonly nextLink: string | undefined
}

const loosePageSchema = pageSchema.extend({
  value: z.array(z.union([z.record(z.string(), z.unknown()), z.unknown().transform((value) => ({ value }))])),
})

/**
 * Undefined when it is no page: what is missing must not look like an empty list.
 * @param isLoose whether one object that is none becomes one, as PowerShell has it: whoever asks tells them apart.
 */
export function findPage({ json }: RestAnswer, isLoose = false): Page | undefined {
  const page = (isLoose ? loosePageSchema : pageSchema).safeParse(json)
  if (!page.success) return undefined
  return { records: page.data.value, nextLink: page.data['@odata.nextLink'] ?? undefined }
}

const warningsSchema = z.union([
  z.array(z.string()),
  z
    .string()
    .min(1)
    .transform((text) => [text]),
])

/** An error of one object beside those of the others comes as a text, or as a record. */
const errorsSchema = z
  .array(z.union([z.string(), z.record(z.string(), z.unknown()).transform(toErrorText)]))
  .or(warningsSchema)

const bodyWarningsSchema = z.object({
  '@adminapi.warnings': warningsSchema.default([]).catch([]),
  'adminapi.warnings': warningsSchema.default([]).catch([]),
  '@adminapi.errors': errorsSchema.default([]).catch([]),
  'adminapi.errors': errorsSchema.default([]).catch([]),
})

function toErrorText(record: Readonly<Record<string, unknown>>): string {
  return findErrorWords(record)?.text ?? JSON.stringify(record)
}

/** They come in the body, in a header, or in both; so do errors beside a success. */
export function readWarnings({ headers, json }: RestAnswer): readonly string[] {
  const inBody = bodyWarningsSchema.safeParse(json)
  const known = inBody.success ? Object.values(inBody.data).flat() : []
  return [...new Set([...known, ...readHeader(headers['x-warnings'] ?? '')])]
}

/** A list as JSON, or one text. Mostly it is not there, and a failed parse would be most of what a short answer takes. */
function readHeader(header: string): readonly string[] {
  if (header === '') return []
  const warnings = warningsSchema.safeParse(findJson(header) ?? header)
  return warnings.success ? warnings.data : []
}
