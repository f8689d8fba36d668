// Entries that could be read again, or whose tenant is not watched any more.
import type { CellWrite } from '../../domain/cell.js'
import type { Parts } from '../feature.js'
import { keptMilliseconds, toEnds } from '../forgetting/run.js'
import { unreadOf } from './record.js'

const unreads = 'unread:'

export async function listOverUnread(parts: Parts): Promise<readonly CellWrite[]> {
  const keys = await parts.store.listKeys(unreads)
  return (await Promise.all(keys.map((key) => listEnds(parts, key)))).flat()
}

async function listEnds({ store, clock, tenants }: Parts, key: string): Promise<readonly CellWrite[]> {
  const { value: unread, until } = await unreadOf(key.slice(unreads.length)).find(store)
  if (unread === undefined) return []
  const cards = await store.listKeys(`unread-card:${unread.id}:`)
  // One that was on its way got its place after the entries had their end.
  if (until !== undefined) return toEnds(store, cards, until)
  if (unread.endedAt === undefined && tenants.has(unread.tenantId)) return []
  return toEnds(store, [key, ...cards], clock.now() + keptMilliseconds)
}
