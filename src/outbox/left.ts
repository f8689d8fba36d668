// Tasks that this process leaves to others on the same store: what its settings do not know and theirs do, and tenants that
// one of them is better placed to ask.
import { hourMilliseconds, minuteMilliseconds } from '../domain/instant.js'
import type { Clock } from '../ports.js'

/** Then it is asked again whether another one still knows. */
const rememberedMilliseconds = minuteMilliseconds
/** Longer than any task waits for a process that is alive. */
const foreignMilliseconds = hourMilliseconds
/** A task that could not be left in the store comes back then. */
export const handBackMilliseconds = 2_000

export interface Left {
  /** Only others know this tenant or platform. */
  leave(what: { readonly tenantId: string } | { readonly platform: string }): void
  /** Milliseconds for which the tasks of tenants that only others know are left to these, by id. */
  readForeign(): Readonly<Record<string, number>>
  /** The same for what others are better placed to ask. */
  readFar(): Readonly<Record<string, number>>
  /** None of the tasks of these. */
  readPlatforms(): readonly string[]
}

export function createLeft(clock: Pick<Clock, 'monotonic'>, readFar: Left['readFar'] = () => ({})): Left {
  const tenants = new Map<string, number>()
  const platforms = new Map<string, number>()

  function listKnown(all: Map<string, number>): readonly string[] {
    for (const [name, until] of all) if (until <= clock.monotonic()) all.delete(name)
    return [...all.keys()]
  }

  return {
    leave(what) {
      const until = clock.monotonic() + rememberedMilliseconds
      if ('tenantId' in what) tenants.set(what.tenantId, until)
      else platforms.set(what.platform, until)
    },
    readForeign: () =>
      Object.fromEntries(listKnown(tenants).map((id): [string, number] => [id, foreignMilliseconds])),
    readFar,
    readPlatforms: () => listKnown(platforms),
  }
}
