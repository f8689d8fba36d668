// One write of a cell, checked on its own.
import { z } from 'zod'
import type { CellWrite } from '../domain/cell.js'
import type { Instant } from '../domain/instant.js'

/** A write that has been checked on its own. */
export interface PreparedCell {
  readonly key: string
  /** JSON; undefined to forget it. */
  readonly text: string | undefined
  readonly expectedVersion?: number | undefined
  readonly until?: Instant | undefined
}

const termsSchema = z.object({
  key: z.string(),
  expectedVersion: z.number().int().nonnegative().optional(),
  until: z.number().optional(),
})

/** @throws Error when it is not JSON. */
export function prepareCell(write: CellWrite): PreparedCell {
  return { ...termsSchema.parse(write), text: 'forget' in write ? undefined : toJsonText(write) }
}

function toJsonText({ key, value }: { readonly key: string; readonly value: unknown }): string {
  // TypeScript's own declaration hides that functions, symbols and undefined have no JSON.
  const text: string | undefined = JSON.stringify(value)
  if (text === undefined) throw new TypeError(`the cell ${key} is not JSON`)
  return text
}

export function isEnded({ until }: { readonly until?: Instant }, now: Instant): boolean {
  return until !== undefined && until <= now
}
