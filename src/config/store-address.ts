// The address of a database as somebody types it.
import { ConfigError } from '../errors.js'
import { toText } from './problem.js'
import { type StoreSettings, storeSchema } from './store.js'

/** An address that was typed. @throws ConfigError, which does not repeat it. */
export function readStoreAddress(url: string, label: string): StoreSettings {
  const read = storeSchema.safeParse({ url })
  if (read.success) return read.data
  const hint = 'It looks like postgres://role:password@host:5432/database'
  const problems = read.error.issues.map((issue) => {
    const remedy =
      issue.code === 'custom' && typeof issue.params?.remedy === 'string' ? issue.params.remedy : hint
    return toText({ path: label, what: issue.message, remedy })
  })
  throw new ConfigError([...new Set(problems)])
}
