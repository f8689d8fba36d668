// What is remembered of the tenants' settings and nobody needs any more.
import type { CellWrite } from '../../domain/cell.js'
import type { Parts } from '../feature.js'
import { toDepartedEnds } from '../forgetting/run.js'
import { listSubjectEnds } from '../forgetting/subjects.js'
import { type Drift, driftOf, recallPolicies } from './record.js'

export async function listOverPolicies(parts: Parts): Promise<readonly CellWrite[]> {
  const drifts = await listSubjectEnds(parts, {
    beginning: 'drift:',
    toCell: driftOf,
    listCards: ({ id }) => [`drift-card:${id}:`],
    isOver: (drift) => isOver(parts, drift),
  })
  return [...(await toDepartedEnds(parts, 'policies:')), ...drifts]
}

/** A tenant that is put back soon enough finds its open drift again, as long as it finds its record. */
async function isOver({ store, tenants }: Parts, { end, tenantId }: Drift): Promise<boolean> {
  if (end !== undefined) return true
  return !tenants.has(tenantId) && (await recallPolicies(store, tenantId)) === undefined
}
