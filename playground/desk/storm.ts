// A storm: more senders at once than the directory has, made up for the occasion.
import type { Entity } from '../../src/domain/entity.js'
import type { DeskTenant } from './port.js'

const STORM_SENDERS = 40
/** Three storms without clearing. Names are fixed, so that a restart finds what it restricted. */
const MADE_UP = Array.from(
  { length: 3 * STORM_SENDERS },
  (_, index): Entity => ({
    kind: 'sender',
    address: `user${String(index + 1).padStart(2, '0')}@contoso.com`,
  }),
)

export function listStormed(tenant: DeskTenant): readonly Entity[] {
  return MADE_UP.filter((entity) => tenant.isListed(entity))
}

/** How many were restricted: none when all that can be made up are. */
export function startStorm(tenant: DeskTenant): number {
  const free = MADE_UP.filter((entity) => !tenant.isListed(entity)).slice(0, STORM_SENDERS)
  for (const entity of free) tenant.restrict(entity, tenant.reasons[0]?.key ?? '')
  return free.length
}

export function calmStorm(tenant: DeskTenant): number {
  const stormed = listStormed(tenant)
  for (const entity of stormed) tenant.clearElsewhere(entity)
  return stormed.length
}
