// What the watch remembers and nobody needs any more.
import type { CellWrite } from '../../domain/cell.js'
import { isClosed } from '../../domain/incident.js'
import type { Instant } from '../../domain/instant.js'
import { hasStanding } from '../../domain/offers.js'
import type { Parts } from '../feature.js'
import { toDepartedEnds, toEnds } from '../forgetting/run.js'
import { listSubjectEnds } from '../forgetting/subjects.js'
import { type Digest, digestOf, stormMilliseconds } from './storms.js'

export async function listOverOfWatch(parts: Parts): Promise<readonly CellWrite[]> {
  const { store, clock } = parts
  // Older programs gave them no end.
  const storms = await toEnds(store, await store.listKeys('storm:'), clock.now() + stormMilliseconds)
  const digests = await listSubjectEnds(parts, {
    beginning: 'digest:',
    toCell: digestOf,
    listCards: ({ id }) => [`digest-card:${id}:`],
    isOver: (digest, now) => isOver(parts, digest, now),
  })
  return [...storms, ...(await toDepartedEnds(parts, 'look:')), ...digests]
}

async function isOver({ store }: Parts, digest: Digest, now: Instant): Promise<boolean> {
  // Its incidents are saved after it.
  if (now - digest.lastAt < stormMilliseconds) return false
  const incidents = await Promise.all(digest.incidentIds.map((id) => store.findIncident(id)))
  return incidents.every((one) => one === undefined || (isClosed(one) && !hasStanding(one)))
}
