// The manifests in manifest/ are valid as they stand, with an example's host and ids in place of yours. What can be typed
// is not in them: whoever knows the commands hands them in.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { z } from 'zod'

export const exampleHost = 'https://reprieve.example.com'
export const exampleId = '00000000-0000-0000-0000-000000000000'

// The same from src/manifest and from dist/manifest.
const folder = new URL('../../manifest/', import.meta.url)

/** What can be typed, one line each. */
export interface CommandHint {
  readonly verb: string
  /** With what stands after the verb. */
  readonly usage: string
  /** What it is for. */
  readonly text: string
}

/** @param name below manifest/ */
export function readManifestFile(name: string): Uint8Array {
  return readFileSync(fileURLToPath(new URL(name, folder)))
}

/** @param name below manifest/ */
export function readTemplate<Schema extends z.ZodType>(name: string, schema: Schema): z.output<Schema> {
  return schema.parse(JSON.parse(new TextDecoder().decode(readManifestFile(name))))
}

/** Every text of a template, however deep, through `change`; what becomes undefined is left out. */
export function fillTexts(value: unknown, change: (text: string) => string | undefined): unknown {
  if (typeof value === 'string') return change(value)
  if (Array.isArray(value)) return value.map((item) => fillTexts(item, change))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([key, item]) => [key, fillTexts(item, change)] as const)
  return Object.fromEntries(entries.filter(([, item]) => item !== undefined))
}
