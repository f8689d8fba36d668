// Values as the medium will give them back: plain JSON that matches its schema, and frozen.
import type { z } from 'zod'

/**
 * A private copy of `value`, so that neither the caller nor a reader can change what is stored.
 * @throws when it is not JSON or does not match, because the next start would refuse to read it.
 */
export function toStored<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const plain: unknown = JSON.parse(JSON.stringify(value))
  return deepFreeze(schema.parse(plain))
}

export function deepFreeze<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null) return value
  const children: unknown[] = Object.values(value)
  for (const child of children) deepFreeze(child)
  return Object.freeze(value)
}
