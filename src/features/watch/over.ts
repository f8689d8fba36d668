// What the watch remembers and nobody needs any more.
import type { CellWrite } from '../../domain/cell.js'
import { isClosed } from '../../domain/incident.js'
import { hasStanding } from '../../domain/offers.js'
import type { Parts } from '../feature.js'
import { keptMilliseconds, toDepartedEnds, toEnds } from '../forgetting/run.js'
import { digestOf, stormMilliseconds } from './storms.js'

const digests = 'digest:'

export async function listOverOfWatch(parts: Parts): Promise<readonly CellWrite[]> {
  const { store, clock } = parts
  // Older programs gave them no end.
  const storms = await toEnds(store, await store.listKeys('storm:'), clock.now() + stormMilliseconds)
  const ends = [...storms, ...(await toDepartedEnds(parts, 'look:'))]
  // One after the other: a digest may hold thousands, and what is closed is read from the disk.
  for (const key of await store.listKeys(digests)) ends.push(...(await listDigestEnds(parts, key)))
  return ends
}

/** A digest with its cards, when nothing can change on them any more. */
async function listDigestEnds({ store, clock }: Parts, key: string): Promise<readonly CellWrite[]> {
  const { value: digest, until } = await digestOf(key.slice(digests.length)).find(store)
  const now = clock.now()
  if (digest === undefined) return []
  const cards = await store.listKeys(`digest-card:${digest.id}:`)
  // One that was on its way got its place after the digest had its end.
  if (until !== undefined) return toEnds(store, cards, until)
  // Its incidents are saved after it.
  if (now - digest.lastAt < stormMilliseconds) return []
  const incidents = await Promise.all(digest.incidentIds.map((id) => store.findIncident(id)))
  const isOver = incidents.every((one) => one === undefined || (isClosed(one) && !hasStanding(one)))
  if (!isOver) return []
  return toEnds(store, [key, ...cards], now + keptMilliseconds)
}
