// What schemas of Exchange's and Graph's answers are made of. A thing that does no harm when it is missing or of another
// type is read tolerantly. Where a wrong reading would look like a clean bill of health, the answer is malformed.
import { z } from 'zod'
import { BackendError } from '../../../errors.js'
import { isTrue } from '../../records.js'
import { findCount, findText, toInstant } from '../../values.js'

/** Whatever is no text is none. */
export const text = z
  .unknown()
  .optional()
  .transform((value) => findText(value) ?? '')

/** REST gives booleans, PowerShell may give "True". */
export const flag = z.unknown().optional().transform(isTrue)

/** Undefined when it is missing or in no form that is certain. */
export const instant = z.unknown().optional().transform(toInstant)

export const strictInstant = z.unknown().transform((value, context) => {
  const at = toInstant(value)
  if (at !== undefined) return at
  context.addIssue({ code: 'custom', message: 'is no date' })
  return z.NEVER
})

/** Missing and null are no texts; one text alone is how PowerShell gives a list of one. */
export const texts = z
  .unknown()
  .optional()
  .transform((value, context): readonly string[] => {
    if (value === null || value === undefined || value === '') return []
    const found = (Array.isArray(value) ? value : [value]).map(findText)
    const known = found.filter((one) => one !== undefined)
    if (known.length === found.length) return known
    context.addIssue({ code: 'custom', message: 'is no list of texts' })
    return z.NEVER
  })

/** A whole number that is not negative, also when it came as text. */
export const count = z.unknown().transform((value, context) => {
  const found = findCount(value)
  if (found !== undefined) return found
  context.addIssue({ code: 'custom', message: 'is no count' })
  return z.NEVER
})

/** @throws BackendError `malformed`; `what` begins a sentence. */
export function parseAnswer<Schema extends z.ZodType>(
  schema: Schema,
  given: unknown,
  what: string,
): z.infer<Schema> {
  const parsed = schema.safeParse(given)
  if (parsed.success) return parsed.data
  throw new BackendError(`${what} came in a form that Reprieve cannot read.`, {
    code: 'malformed',
    outcome: 'unchanged',
    cause: parsed.error,
  })
}
