// The cmdlets that Exchange would put into the module it makes for this identity: exactly those it may run.
import { z } from 'zod'
import type { RestAnswer } from './answer.js'

const moduleSchema = z.object({ value: z.array(z.record(z.string(), z.unknown())).min(1) })
const namesSchema = z.union([z.array(z.string()), z.string().transform((text) => text.split(/[\s,;'"]+/))])

/** Lower-cased; undefined when the answer does not tell. */
export function findAllowed({ json }: RestAnswer): ReadonlySet<string> | undefined {
  const answer = moduleSchema.safeParse(json)
  if (!answer.success) return undefined
  const lists = answer.data.value
    .flatMap((file) => Object.entries(file))
    .filter(([key]) => key.toLowerCase() === 'exportedcmdlets')
    .map(([, value]) => namesSchema.safeParse(value))
  if (lists.length === 0 || lists.some(({ success }) => !success)) return undefined
  return new Set(
    lists
      .flatMap(({ data = [] }) => data)
      .map((name) => name.trim().toLowerCase())
      .filter((name) => name !== ''),
  )
}
