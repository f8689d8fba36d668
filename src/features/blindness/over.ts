// What was over long ago.
import type { CellWrite } from '../../domain/cell.js'
import type { Parts } from '../feature.js'
import { keptMilliseconds, toEnds } from '../forgetting/run.js'
import { blindnessOf } from './record.js'

const beginning = 'blindness:'

export async function listOverBlindness(parts: Parts): Promise<readonly CellWrite[]> {
  const keys = await parts.store.listKeys(beginning)
  return (await Promise.all(keys.map((key) => listEnds(parts, key)))).flat()
}

async function listEnds({ store, clock }: Parts, key: string): Promise<readonly CellWrite[]> {
  const { value: blindness, until } = await blindnessOf(key.slice(beginning.length)).find(store)
  if (blindness === undefined) return []
  const cards = [
    ...(await store.listKeys(`blind-card:${blindness.id}:`)),
    ...(await store.listKeys(`blind-page:${blindness.id}:`)),
  ]
  // One that was on its way got its place after it had its end.
  if (until !== undefined) return toEnds(store, cards, until)
  if (blindness.endedAt === undefined) return []
  return toEnds(store, [key, ...cards], clock.now() + keptMilliseconds)
}
