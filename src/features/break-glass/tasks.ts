// Who hears of it: every channel of the tenant, and every approver in person.
import { z } from 'zod'
import { toActorKey } from '../../domain/actor.js'
import { breakGlassSchema } from '../../domain/break-glass.js'
import { listPeople } from '../../domain/grants.js'
import type { Incident } from '../../domain/incident.js'
import type { Instant } from '../../domain/instant.js'
import { toChannels } from '../../domain/route.js'
import { channelRefSchema, type Task, toTask } from '../../domain/task.js'
import { type Parts, toTenant } from '../feature.js'

export const breakGlassDuty = z.object({
  kind: z.literal('break-glass'),
  incidentId: z.string(),
  platform: z.string(),
  /** One of the two. */
  channel: channelRefSchema.optional(),
  person: z.string().optional(),
  breakGlass: breakGlassSchema,
})
type Duty = z.infer<typeof breakGlassDuty>

export function toBreakGlassTasks(
  parts: Parts,
  { id: incidentId, tenantId }: Incident,
  { breakGlass, dueAt }: Pick<Duty, 'breakGlass'> & { readonly dueAt: Instant },
): readonly Task[] {
  const channels = toChannels(toTenant(parts, tenantId).routes).map((channel) => ({
    platform: channel.platform,
    channel,
  }))
  const people = listPeople(parts.access, 'approver', tenantId).flatMap((key) =>
    [...parts.platforms.keys()].flatMap((platform) => {
      const start = toActorKey({ platform, id: '' })
      return key.startsWith(start) ? [{ platform, person: key.slice(start.length) }] : []
    }),
  )
  return [...channels, ...people].map((place) => {
    const where = 'person' in place ? place.person : place.channel.channel
    const key = `break-glass:${incidentId}:${dueAt}:${place.platform}:${where}`
    return toTask({ key, lane: key, dueAt, duty: { kind: 'break-glass', incidentId, ...place, breakGlass } })
  })
}
