// Once a day, and soon after each start: what is remembered of things that are over gets an end. Nobody who ends a thing
// has to think of it, and what was left by older programs, or by what was given up, is found as well.
import type { CellWrite, Kept } from '../../domain/cell.js'
import { dayMilliseconds, type Instant } from '../../domain/instant.js'
import type { Tenant } from '../../domain/tenant.js'
import { StaleError } from '../../errors.js'
import type { Claim, Memory } from '../../ports.js'
import { type Parts, toTenant } from '../feature.js'
import { toForgetTask } from './tasks.js'

/** Somebody may look again at what is over, or put a tenant back that was taken out. */
export const keptMilliseconds = 30 * dayMilliseconds

export async function forgetOver(given: Parts, _: unknown, claim: Claim): Promise<void> {
  const parts = await withTenantsElsewhere(given)
  const lists = parts.features.map(async (feature) => (await feature.listOver?.(parts)) ?? [])
  const writes = (await Promise.all(lists)).flat()
  await Promise.all(writes.map((write) => writeUnlessChanged(parts, write)))
  if (writes.length > 0) parts.log.info({ cells: writes.length }, 'cells.ended')
  await parts.store.commit({
    settle: { claim },
    tasks: [toForgetTask(parts.clock.now() + dayMilliseconds)],
  })
}

/** What another replica has in its settings is not over. */
async function withTenantsElsewhere(parts: Parts): Promise<Parts> {
  const { tenantIds } = await parts.replicas.findElsewhere()
  const elsewhere = [...tenantIds].map((id): [string, Tenant] => [id, toTenant(parts, id)])
  return { ...parts, tenants: new Map([...elsewhere, ...parts.tenants]) }
}

/** What was written meanwhile is not over. */
async function writeUnlessChanged({ store }: Parts, write: CellWrite): Promise<void> {
  try {
    await store.commit({ cells: [write] })
  } catch (error) {
    if (!(error instanceof StaleError)) throw error
  }
}

/** The ends of those that have none yet, whatever is in them. */
export async function toEnds(
  memory: Memory,
  keys: readonly string[],
  until: Instant,
): Promise<readonly CellWrite[]> {
  const found = await Promise.all(keys.map((key) => memory.recall(key)))
  return keys.flatMap((key, at) => toEnd(key, found[at], until))
}

function toEnd(key: string, kept: Kept | undefined, until: Instant): readonly CellWrite[] {
  if (kept === undefined || kept.until !== undefined) return []
  return [{ key, value: kept.value, expectedVersion: kept.version, until }]
}

/** The ends of all that have such a key and are of a tenant that is not in the settings any more. */
export async function toDepartedEnds(parts: Parts, beginning: string): Promise<readonly CellWrite[]> {
  const keys = await parts.store.listKeys(beginning)
  const departed = keys.filter((key) => !parts.tenants.has(key.slice(beginning.length)))
  return toEnds(parts.store, departed, parts.clock.now() + keptMilliseconds)
}
