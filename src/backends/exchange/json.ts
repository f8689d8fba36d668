import { isShallow } from '../../domain/shallow.js'

/** Undefined when the text is no JSON, or nests deeper than what reads it can follow. */
export function findJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    return isShallow(value) ? value : undefined
  } catch {
    return undefined
  }
}
