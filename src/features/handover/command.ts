import { usualZone } from '../../domain/time-zone.js'
import type { Answer } from '../../ports.js'
import type { Parts } from '../feature.js'
import { toHandoverCard } from './card.js'

/** As it stands now, of all that the reader may know of. */
export async function showHandover(parts: Parts): Promise<Answer> {
  const tenants = [...parts.tenants.values()]
  const zones = new Set(tenants.map(({ timeZone = usualZone }) => timeZone))
  const [zone = usualZone] = zones.size === 1 ? zones : []
  const tenantIds = tenants.map(({ id }) => id)
  return toHandoverCard(parts, { at: parts.clock.now(), zone, tenantIds })
}
