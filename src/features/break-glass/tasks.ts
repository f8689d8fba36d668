// Who hears of it: every channel of the tenant, and every approver in person; who is in a group is asked for afterwards.
import { z } from 'zod'
import { type Member, toActorKey } from '../../domain/actor.js'
import { breakGlassSchema } from '../../domain/break-glass.js'
import { listGroups, listPeople } from '../../domain/grants.js'
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

/** A kind of its own: a program that knows of no groups leaves it to one that does. */
export const breakGlassGroupDuty = z.object({
  kind: z.literal('break-glass-group'),
  incidentId: z.string(),
  platform: z.string(),
  group: z.string(),
  breakGlass: breakGlassSchema,
  brokenAt: z.number(),
})
export type GroupDuty = z.infer<typeof breakGlassGroupDuty>

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
  const groups = [...parts.platforms.keys()].flatMap((platform) =>
    listGroups(parts.access, 'approver', { platform, tenantId }).map((group) => ({ platform, group })),
  )
  return [
    ...[...channels, ...people].map((place) =>
      toTellTask({ kind: 'break-glass', incidentId, ...place, breakGlass }, dueAt),
    ),
    ...groups.map(({ platform, group }) => {
      const key = `break-glass:${incidentId}:${dueAt}:${platform}:group:${group}`
      const kind = 'break-glass-group'
      const duty: GroupDuty = { kind, incidentId, platform, group, breakGlass, brokenAt: dueAt }
      return toTask({ key, lane: key, dueAt, duty })
    }),
  ]
}

/** Whoever is named by id is told already; whoever is in two groups may hear it twice. */
export function toMemberTasks(
  { access }: Parts,
  { incidentId, platform, breakGlass, brokenAt }: GroupDuty,
  { members, tenantId }: { readonly members: readonly Member[]; readonly tenantId: string },
): readonly Task[] {
  const named = new Set(listPeople(access, 'approver', tenantId))
  return members
    .filter(({ id }) => !named.has(toActorKey({ platform, id })))
    .map(({ id: person }) =>
      toTellTask({ kind: 'break-glass', incidentId, platform, person, breakGlass }, brokenAt),
    )
}

function toTellTask(duty: Duty, brokenAt: Instant): Task {
  const where = duty.channel?.channel ?? duty.person ?? ''
  const key = `break-glass:${duty.incidentId}:${brokenAt}:${duty.platform}:${where}`
  return toTask({ key, lane: key, dueAt: brokenAt, duty })
}
