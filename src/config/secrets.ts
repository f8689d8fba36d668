// The values that must never show anywhere: what the schema marks as secret, so that a new one cannot be forgotten.
import { toRows } from './rows.js'
import type { BotSettings } from './schema.js'
import { listStoreSecrets } from './store.js'

export function listSecrets(settings: BotSettings): readonly string[] {
  const marked = toRows()
    .filter(({ isSecret }) => isSecret)
    .flatMap(({ path }) => listValues(settings, path.split('.')))
  return [
    ...marked,
    // An address, which may hold a name and a password.
    ...(settings.proxy === undefined ? [] : [settings.proxy]),
    ...(settings.store === undefined ? [] : listStoreSecrets(settings.store)),
  ]
}

/** What stands at a path such as `tenants[].backend.clientSecret`; nothing where it was left out. */
function listValues(value: unknown, [step, ...rest]: readonly string[]): readonly string[] {
  if (step === undefined) return typeof value === 'string' ? [value] : []
  if (typeof value !== 'object' || value === null) return []
  const [name, isList] = step.endsWith('[]') ? [step.slice(0, -2), true] : [step, false]
  const next: unknown = Object.entries(value).find(([key]) => key === name)?.[1]
  const items: readonly unknown[] = isList && Array.isArray(next) ? next : [next]
  return items.flatMap((item) => listValues(item, rest))
}
