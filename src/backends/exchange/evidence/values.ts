// What schemas of Exchange's and Graph's answers are made of. A thing that does no harm when it is missing or of another
// type is read tolerantly. Where a wrong reading would look like a clean bill of health, the answer is malformed.
import { z } from 'zod'
import { BackendError } from '../../../errors.js'
import { isTrue, toInstant } from '../../records.js'

/** Whatever is no text is none. */
export const text = z
  .unknown()
  .optional()
  .transform((value) => (typeof value === 'string' ? value : ''))

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
  .union([z.array(z.string()), z.string(), z.null()])
  .optional()
  .transform((value): readonly string[] => {
    if (value === null || value === undefined || value === '') return []
    return typeof value === 'string' ? [value] : value
  })

/** A whole number that is not negative, also when it came as text. */
export const count = z
  .union([z.number(), z.string().regex(/^\d+$/).transform(Number)])
  .refine((value) => Number.isSafeInteger(value) && value >= 0)

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
