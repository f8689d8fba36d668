// What a button of ours carries in its value: the id of the incident, or a JSON object when there is more to say. Ids only.
import { z } from 'zod'

const carriedSchema = z
  .string()
  .transform(parseJson)
  .pipe(z.record(z.string().regex(/^[a-zA-Z][\w.-]{0,100}$/), z.string()))

interface Carried {
  readonly incidentId: string
  readonly values: Readonly<Record<string, string>>
}

export function toCarried(value = ''): Carried {
  const read = carriedSchema.safeParse(value)
  if (!read.success) return { incidentId: value, values: {} }
  const { incidentId = '', ...values } = read.data
  return { incidentId, values }
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
