// The mutes of a tenant, each in a cell with an end.
import { type Cell, cell } from '../../domain/cell.js'
import { dayMilliseconds, type Instant } from '../../domain/instant.js'
import { keepUnknown } from '../../domain/keep-unknown.js'
import { type Mute, muteSchema } from '../../domain/muted.js'
import type { Parts } from '../feature.js'

/** Longer than it lasts, so that its end can be told when the program was down. */
const keptMilliseconds = 7 * dayMilliseconds

const beginning = 'mute'
const muteCell = cell(beginning, keepUnknown(muteSchema))

export function muteOf(tenantId: string, muteId: string): Cell<Mute> {
  return muteCell(tenantId, muteId)
}

export function toForgetAt({ until }: Mute): Instant {
  return until + keptMilliseconds
}

/** Those that last, the one that ends first before the others. */
export async function listMutes(
  { store, clock }: Pick<Parts, 'store' | 'clock'>,
  tenantId: string,
): Promise<readonly Mute[]> {
  const start = `${beginning}:${tenantId}:`
  const keys = await store.listKeys(start)
  const found = await Promise.all(keys.map((key) => muteOf(tenantId, key.slice(start.length)).recall(store)))
  const now = clock.now()
  return found
    .filter((mute) => mute !== undefined)
    .filter(({ until }) => now < until)
    .toSorted((one, other) => one.until - other.until)
}
