// What is remembered of the tenants' settings and nobody needs any more.
import type { CellWrite } from '../../domain/cell.js'
import type { Parts } from '../feature.js'
import { keptMilliseconds, toDepartedEnds, toEnds } from '../forgetting/run.js'
import { type Drift, driftOf, recallPolicies } from './record.js'

const drifts = 'drift:'

export async function listOverPolicies(parts: Parts): Promise<readonly CellWrite[]> {
  const keys = await parts.store.listKeys(drifts)
  const ends = await Promise.all(keys.map((key) => listDriftEnds(parts, key)))
  return [...(await toDepartedEnds(parts, 'policies:')), ...ends.flat()]
}

/** A drift with its cards, when it has ended or nobody can end it any more. */
async function listDriftEnds(parts: Parts, key: string): Promise<readonly CellWrite[]> {
  const { store, clock } = parts
  const { value: drift, until } = await driftOf(key.slice(drifts.length)).find(store)
  if (drift === undefined) return []
  const cards = await store.listKeys(`drift-card:${drift.id}:`)
  // One that was on its way got its place after the drift had its end.
  if (until !== undefined) return toEnds(store, cards, until)
  if (!(await isOver(parts, drift))) return []
  return toEnds(store, [key, ...cards], clock.now() + keptMilliseconds)
}

/** A tenant that is put back soon enough finds its open drift again, as long as it finds its record. */
async function isOver({ store, tenants }: Parts, { end, tenantId }: Drift): Promise<boolean> {
  if (end !== undefined) return true
  return !tenants.has(tenantId) && (await recallPolicies(store, tenantId)) === undefined
}
