// Reads properties of what cmdlets give. Types differ between the two ways of running them (REST gives booleans and
// lists, ConvertTo-Json may give "True" or one text), and names differ in case from source to source.
import { findProperty } from '../records.js'
import { findCount, findFlag, findText } from '../values.js'
import type { CmdletRecord } from './cmdlets.js'

/** Empty when it is no text. */
export function readText(record: CmdletRecord, name: string): string {
  return findText(findProperty(record, name))?.trim() ?? ''
}

/** Undefined when it is neither yes nor no. */
export function readFlag(record: CmdletRecord, name: string): boolean | undefined {
  return findFlag(findProperty(record, name))
}

/** Undefined when it is no number. */
export function readNumber(record: CmdletRecord, name: string): number | undefined {
  const value = findProperty(record, name)
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined
  return findCount(value)
}

/** A multi-valued property: a list, or one text when it has one value. Whatever is no text is left out. */
export function readTexts(record: CmdletRecord, name: string): readonly string[] {
  const value = findProperty(record, name)
  const values: readonly unknown[] = Array.isArray(value) ? value : [value]
  return values.flatMap((one) => findText(one)?.trim() ?? []).filter((one) => one !== '')
}
