// Who is on it: said on its cards and on the pagers that ring for it.
import type { Blindness } from '../../domain/blindness.js'
import type { CellWrite } from '../../domain/cell.js'
import type { Parts } from '../feature.js'
import { toBlindPageTasks } from './page.js'
import { blindnessOf } from './record.js'
import { toBlindCardTasks } from './tasks.js'

interface Claiming {
  readonly blindness: Blindness
  readonly version: number
  /** Nobody is on it any more when undefined. */
  readonly claim: Blindness['claim']
  readonly cells?: readonly CellWrite[]
}

export async function saveClaim(
  parts: Parts,
  { blindness, version, claim, cells = [] }: Claiming,
): Promise<void> {
  const { claim: before, ...rest } = blindness
  const next = claim === undefined ? rest : { ...rest, claim }
  const now = parts.clock.now()
  const { id: blindnessId, cause, tenantIds } = blindness
  const [tenantId, ...others] = tenantIds
  const about = tenantId !== undefined && others.length === 0 ? { tenantId } : {}
  const by = claim?.by ?? before?.by
  const event = {
    at: now,
    type: claim === undefined ? ('blindness.left' as const) : ('blindness.taken' as const),
    ...about,
    ...(by === undefined ? {} : { by }),
    data: { blindnessId, cause },
  }
  await parts.store.commit({
    cells: [blindnessOf(blindnessId).put(next, { expectedVersion: version }), ...cells],
    events: [event],
    tasks: [...toBlindCardTasks(next, now), ...toBlindPageTasks(parts, next, now)],
  })
}
