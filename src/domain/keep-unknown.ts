// Reading what a newer program wrote: members that a schema does not know ride along instead of being dropped, so that
// going back to an older program, and forward again, loses nothing.
import { z } from 'zod'

/**
 * The same schema, but objects keep members it does not know, at every depth. Only what parsing lets through changes,
 * not the type: nobody can read such a member by accident, and a copy by spread carries it along.
 * @param onUnknown called for every such member.
 */
export function keepUnknown<Schema extends z.core.$ZodType>(schema: Schema, onUnknown?: () => void): Schema {
  return onUnknown === undefined ? loosenQuietly(schema) : createLoosen(onUnknown)(schema)
}

/** What many schemas are made of is loosened once for all of them. */
const loosenQuietly = createLoosen(() => {})

function createLoosen(onUnknown: () => void): <Part extends z.core.$ZodType>(part: Part) => Part {
  const done = new WeakMap<z.core.$ZodType, z.core.$ZodType>()
  const unknownMember = z.custom<unknown>(() => {
    onUnknown()
    return true
  })

  function loosen<Part extends z.core.$ZodType>(part: Part): Part {
    const loosened = done.get(part) ?? loosenAnew(part)
    done.set(part, loosened)
    return loosened as Part
  }

  function loosenAnew<Part extends z.core.$ZodType>(part: Part): Part {
    if (part instanceof z.ZodObject) return loosenObject(part)
    if (part instanceof z.ZodUnion)
      return z.core.clone(part, { ...part.def, options: part.def.options.map(loosen) })
    if (part instanceof z.ZodArray)
      return z.core.clone(part, { ...part.def, element: loosen(part.def.element) })
    if (part instanceof z.ZodTuple)
      return z.core.clone(part, { ...part.def, items: part.def.items.map(loosen) })
    if (part instanceof z.ZodRecord)
      return z.core.clone(part, { ...part.def, valueType: loosen(part.def.valueType) })
    return loosenWrapped(part)
  }

  /** One that says itself what becomes of the others stays as it is. */
  function loosenObject<Part extends z.ZodObject>(part: Part): Part {
    const { def } = part
    const shape = Object.fromEntries(
      Object.entries(def.shape).map(([name, member]) => [name, loosen(member)]),
    )
    return z.core.clone(part, { ...def, shape, catchall: def.catchall ?? unknownMember })
  }

  function loosenWrapped<Part extends z.core.$ZodType>(part: Part): Part {
    if (part instanceof z.ZodOptional)
      return z.core.clone(part, { ...part.def, innerType: loosen(part.def.innerType) })
    if (part instanceof z.ZodNullable)
      return z.core.clone(part, { ...part.def, innerType: loosen(part.def.innerType) })
    if (part instanceof z.ZodReadonly)
      return z.core.clone(part, { ...part.def, innerType: loosen(part.def.innerType) })
    if (part instanceof z.ZodDefault)
      return z.core.clone(part, { ...part.def, innerType: loosen(part.def.innerType) })
    if (part instanceof z.ZodCatch)
      return z.core.clone(part, { ...part.def, innerType: loosen(part.def.innerType) })
    return part
  }

  return loosen
}
