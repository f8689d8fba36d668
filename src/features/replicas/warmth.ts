// Which tenants this process has asked lately. Where asking needs a process of PowerShell, which takes long to start and much
// memory, a tenant is preferably asked by whoever has one: nobody owns it, and others take over when they wait for nothing.
import { minuteMilliseconds } from '../../domain/instant.js'
import type { Clock, RestrictionBackend } from '../../ports.js'

/** Longer than any usual interval between two polls. */
const warmMilliseconds = 10 * minuteMilliseconds
/** A replica that lives looks for work every two seconds. */
const headStartMilliseconds = 5_000

export interface Warmth {
  /** The same backend, of which is known when it was asked last. */
  watch(tenantId: string, backend: RestrictionBackend): RestrictionBackend
  /** Head starts by tenant, in milliseconds. */
  listFar(): Readonly<Record<string, number>>
}

export function createWarmth(
  clock: Pick<Clock, 'monotonic'>,
  listStickyIds: () => readonly string[],
): Warmth {
  const askedAt = new Map<string, number>()
  const isCold = (id: string) =>
    clock.monotonic() - (askedAt.get(id) ?? Number.NEGATIVE_INFINITY) > warmMilliseconds
  return {
    watch: (tenantId, backend) => ({
      ...backend,
      list(signal) {
        askedAt.set(tenantId, clock.monotonic())
        return backend.list(signal)
      },
    }),
    listFar: () =>
      Object.fromEntries(
        listStickyIds()
          .filter(isCold)
          .map((id): [string, number] => [id, headStartMilliseconds]),
      ),
  }
}
