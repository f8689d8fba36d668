// "Accept as the new normal": what differs now is the baseline from here on.

import { type Actor, toActorKey, toActorRef } from '../../domain/actor.js'
import { type Found, whileOthersWrite } from '../../domain/cell.js'
import { createLateError } from '../../domain/late.js'
import type { Press } from '../../domain/press.js'
import { say, tellCommand } from '../../domain/said.js'
import { RefusedError, StaleError } from '../../errors.js'
import type { Answer } from '../../ports.js'
import { requireAccess } from '../entrance/gate.js'
import { type Parts, toTenant } from '../feature.js'
import { toAcceptedDriftCard } from './cards.js'
import { toChange } from './drift.js'
import { type Drift, driftOf, findPolicies, type PolicyRecord, parseAcceptId, putPolicies } from './record.js'

export async function acceptPolicies(
  parts: Parts,
  { actor, values }: Pick<Press, 'actor' | 'values'>,
): Promise<Answer> {
  requireAccess(parts, { actor, permission: 'accept' })
  const { driftId, edition } = parseAcceptId(values.acceptId ?? '')
  const { tenantId } = await getDrift(parts, driftId)
  requireAccess(parts, { actor, permission: 'accept', tenantId })
  return whileOthersWrite(async () => {
    // Before the drift: whoever writes that one writes this one too.
    const found = await findPolicies(parts.store, tenantId)
    const drift = await getDrift(parts, driftId)
    requireOpen(drift, actor)
    if (drift.edition !== edition)
      throw new StaleError('The settings have changed again since. Read the card once more, then accept.')
    await saveAccepted(parts, { drift, actor, found })
    return toAcceptedDriftCard(toTenant(parts, tenantId))
  })
}

/** @throws RefusedError also when the tenant was taken out of the settings: nobody reads it any more. */
async function getDrift(parts: Parts, driftId: string): Promise<Drift> {
  const drift = await driftOf(driftId).recall(parts.store)
  if (drift === undefined || !parts.tenants.has(drift.tenantId))
    throw new RefusedError(
      'not-found',
      say`There is nothing to accept any more. Type ${tellCommand('policies')} to see how it is.`,
    )
  return drift
}

/** Whoever comes second is told who did it and when. @throws StaleError */
function requireOpen({ end }: Drift, actor: Actor): void {
  if (end?.kind === 'restored')
    throw new StaleError('The settings are as before again. There is nothing to accept.')
  if (end !== undefined) throw createLateError(actor, { by: end.by, at: end.at, did: 'accepted this' })
}

interface Acceptance {
  readonly drift: Drift
  readonly actor: Actor
  readonly found: Found<PolicyRecord>
}

/** @throws StaleError when a read, or somebody else, was faster. */
async function saveAccepted(parts: Parts, { drift, actor, found }: Acceptance): Promise<void> {
  const tenant = toTenant(parts, drift.tenantId)
  const { value: record, version } = found
  if (record?.known === undefined) throw new Error(`the drift ${drift.id} has no read behind it`)
  const { driftId: _, ...kept } = record
  const end = { kind: 'accepted', at: parts.clock.now(), by: toActorRef(actor) } as const
  const { events, tasks, cells } = toChange(parts, tenant, { ...drift, end })
  await parts.store.commit({
    events,
    tasks,
    cells: [
      ...cells,
      putPolicies(tenant.id, { ...kept, baseline: record.known }, { expectedVersion: version }),
    ],
  })
  parts.poke()
  parts.log.info({ tenantId: tenant.id, by: toActorKey(actor) }, 'policies.accepted')
}
