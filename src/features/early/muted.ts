import type { Entity } from '../../domain/entity.js'
import { toEntityKey } from '../../domain/entity.js'
import type { Tenant } from '../../domain/tenant.js'
import type { Parts } from '../feature.js'
import { listMutes } from '../mute/record.js'

/** Whoever is known has no card, before the block as well. */
export async function isEntityMuted(parts: Parts, { id }: Tenant, entity: Entity): Promise<boolean> {
  const mutes = await listMutes(parts, id)
  return mutes.some(({ about }) => about.kind === 'entity' && about.entityKey === toEntityKey(entity))
}
