// Values made from a schema: every member is there, and every kind of every union once.
import { z } from 'zod'

/** JSON values that the schema takes. */
export function toSamples(schema: z.core.$ZodType): readonly unknown[] {
  if (schema instanceof z.ZodObject) return toObjects(schema)
  if (schema instanceof z.ZodUnion) return schema.def.options.flatMap(toSamples)
  if (schema instanceof z.ZodArray) return [toSamples(schema.def.element)]
  if (schema instanceof z.ZodNullable) return [...toSamples(schema.def.innerType), null]
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodReadonly)
    return toSamples(schema.def.innerType)
  if (schema instanceof z.ZodLiteral) return schema.def.values
  if (schema instanceof z.ZodEnum) return Object.values(schema.def.entries)
  return [toPlain(schema)]
}

/** As many as it takes for each sample of each member to be in one. */
function toObjects(schema: z.ZodObject): readonly unknown[] {
  const shape: Readonly<Record<string, z.core.$ZodType>> = schema.def.shape
  const members = Object.entries(shape).map(([name, member]) => [name, toSamples(member)] as const)
  const count = Math.max(1, ...members.map(([, samples]) => samples.length))
  return Array.from({ length: count }, (_, index) =>
    Object.fromEntries(members.map(([name, samples]) => [name, samples[index % samples.length]])),
  )
}

function toPlain(schema: z.core.$ZodType): unknown {
  if (schema instanceof z.ZodNumber) return 7
  if (schema instanceof z.ZodBoolean) return true
  if (schema instanceof z.ZodRecord) return { member: 'of a record' }
  if (schema instanceof z.ZodString || schema instanceof z.ZodUnknown || schema instanceof z.ZodCustom)
    return 'text'
  if (schema instanceof z.ZodLazy) return ['json']
  throw new TypeError(`There is no sample of ${schema._zod.def.type} yet`)
}

/** A member that no schema knows, in every object at every depth. */
export function addUnknown(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(addUnknown)
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value).map(([name, member]) => [name, addUnknown(member)])
  return { ...Object.fromEntries(members), ofTheFuture: { since: 2027, list: [{ deep: true }] } }
}
