// The incidents of a storm review, and where what everybody sees of it belongs.
import { listReached } from '../../domain/hearing.js'
import type { Incident } from '../../domain/incident.js'
import type { StormReview } from '../../domain/storm-review.js'
import type { ChannelRef } from '../../domain/task.js'
import { type Parts, toTenant } from '../feature.js'

export type Found = ReadonlyMap<string, Incident>

export async function findRows({ store }: Pick<Parts, 'store'>, { rows }: StormReview): Promise<Found> {
  const found = await Promise.all(rows.map(({ incidentId }) => store.findIncident(incidentId)))
  return new Map(
    found.flatMap((incident) => (incident === undefined ? [] : [[incident.id, incident] as const])),
  )
}

/** Every channel that hears of one of them. Each once. */
export function listStormChannels(parts: Parts, tenantId: string, found: Found): readonly ChannelRef[] {
  const { routes } = toTenant(parts, tenantId)
  const channels = [...found.values()].flatMap((incident) => listReached(routes, incident))
  return [...new Map(channels.map((one) => [`${one.platform}:${one.channel}`, one] as const)).values()]
}
