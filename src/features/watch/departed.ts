// What belongs to a tenant or a platform that was taken out of the settings comes to an end, and is told as that.
import { z } from 'zod'
import type { PlatformName } from '../../domain/actor.js'
import { toOrganisationId } from '../../domain/apart.js'
import { type Incident, isClosed } from '../../domain/incident.js'
import type { Instant } from '../../domain/instant.js'
import type { JournalEvent } from '../../domain/journal.js'
import { toChannels } from '../../domain/route.js'
import type { Duty, Task } from '../../domain/task.js'
import { markFailed, markUncertain } from '../../domain/transitions.js'
import { changeIncident } from '../../outbox/change.js'
import { findPlace, toGivenUpEvent } from '../../outbox/give-up.js'
import { handBackMilliseconds, type Left } from '../../outbox/left.js'
import type { Claim } from '../../ports.js'
import type { Parts } from '../feature.js'
import { digestCardOf } from '../incident/publish-digest.js'
import { toDigestTask } from '../incident/tasks.js'
import { driftOf } from '../policies/record.js'
import { toClosing, toIncidentEvent } from './settle.js'
import { digestOf } from './storms.js'

/**
 * What ends before it runs: what asks a tenant, or shows something on a platform, that is not in the settings any more. What
 * another replica has in its settings is not over: it is left to that one.
 */
export function createEndOfDeparted(left: Left): (parts: Parts, claim: Claim) => Promise<boolean> {
  const told = new Set<string>()
  return async (parts, claim) => {
    if (await leaveToOthers(parts, claim, left)) return true
    if (await endOnLostPlatform(parts, claim, told)) return true
    await closeWhenUnwatched(parts, claim.task.duty)
    return false
  }
}

async function leaveToOthers(parts: Parts, claim: Claim, left: Left): Promise<boolean> {
  if (!parts.store.isShared) return false
  const { duty, held } = claim.task
  const platform = findPlace(duty)?.platform
  const tenantId = await findTenantId(parts, duty)
  const isPlaceForeign = platform !== undefined && !parts.platforms.has(platform)
  const isForeign = tenantId !== undefined && !parts.tenants.has(toOrganisationId(tenantId))
  if (!isPlaceForeign && !isForeign) return false
  const elsewhere = await parts.replicas.findElsewhere()
  const isPlaceLeft = isPlaceForeign && elsewhere.platforms.has(platform)
  const isLeft = isForeign && elsewhere.tenantIds.has(toOrganisationId(tenantId))
  if (!isPlaceLeft && !isLeft) return false
  if (isPlaceLeft) left.leave({ platform })
  if (isLeft) left.leave({ tenantId })
  // For a store that does not look at what is left: it comes to somebody else meanwhile.
  const retryAt = parts.clock.now() + handBackMilliseconds
  const kept = held === undefined ? {} : { held }
  await parts.store.commit({ settle: { claim, retryAt, isUncounted: true, ...kept } })
  parts.log.info({ task: claim.task.key }, 'task.left-to-others')
  return true
}

/** Whom it is about; undefined when that is nobody, or is forgotten. */
async function findTenantId({ store }: Parts, duty: Duty): Promise<string | undefined> {
  if (duty.tenantId !== undefined) return duty.tenantId
  if (duty.incidentId !== undefined) return (await store.findIncident(duty.incidentId))?.tenantId
  const { digestId, driftId } = foreignDuty.parse(duty)
  if (digestId !== undefined) return (await digestOf(digestId).recall(store))?.tenantId
  return driftId === undefined ? undefined : (await driftOf(driftId).recall(store))?.tenantId
}

const foreignDuty = z.object({
  digestId: z.string().optional().catch(undefined),
  driftId: z.string().optional().catch(undefined),
})

/**
 * At the start, and when another replica has gone for good: nobody will look at these again, and a card that goes on saying
 * "watching" would not be true.
 */
export async function closeAllUnwatched(parts: Parts): Promise<void> {
  const live = await parts.store.listLive({})
  const unknown = live.filter(({ tenantId }) => !parts.tenants.has(tenantId))
  if (unknown.length === 0) return
  const { tenantIds } = await parts.replicas.findElsewhere()
  for (const { id, tenantId } of unknown) if (!tenantIds.has(tenantId)) await closeUnwatched(parts, id)
}

/** Before a task asks the tenant: every such task ends by itself when its incident is closed. */
async function closeWhenUnwatched(parts: Parts, duty: Duty): Promise<void> {
  const { kind, incidentId } = duty
  if (incidentId === undefined || !['unblock', 'contain', 'verify', 'trace', 'gather'].includes(kind)) return
  const incident = await parts.store.findIncident(incidentId)
  if (incident === undefined || isClosed(incident)) return
  if (parts.tenants.has(toOrganisationId(incident.tenantId))) return
  await closeUnwatched(parts, incident.id)
}

async function closeUnwatched(parts: Parts, incidentId: string): Promise<void> {
  const digests = await listDigestTasks(parts, incidentId)
  await changeIncident(parts, { incidentId }, (incident) => {
    if (isClosed(incident)) return undefined
    const now = parts.clock.now()
    const told = endUnblock(incident, now)
    const closing = toClosing(parts, told.incident, { outcome: 'no-longer-watched', now })
    return {
      next: closing.next,
      events: [...told.events, ...closing.events],
      tasks: [...closing.tasks, ...digests],
    }
  })
  parts.log.warn({ incidentId }, 'incident.no-longer-watched')
}

interface Told {
  readonly incident: Incident
  readonly events: readonly JournalEvent[]
}

/** An unblock under way: what was not sent yet is not sent, of what may have been sent nobody learns the outcome. */
function endUnblock(incident: Incident, now: Instant): Told {
  const { state } = incident
  if (state.status !== 'unblocking') return { incident, events: [] }
  if (state.unblock.attemptedAt === undefined) {
    const why = 'The tenant was taken out of the settings before Exchange was asked, so nothing was changed.'
    const next = markFailed(incident, { why, isAnswered: false, effect: 'none' }, now)
    return {
      incident: next,
      events: [toIncidentEvent(next, 'unblock.failed', now, { why, answered: false })],
    }
  }
  const why = 'The tenant was taken out of the settings before the answer of Exchange was known.'
  const next = markUncertain(incident, { why, isAnswered: false, effect: 'unknown' }, now)
  return {
    incident: next,
    events: [toIncidentEvent(next, 'unblock.uncertain', now, { why, answered: false })],
  }
}

/** The tenant's routes are gone with it, so its digest is looked for in every channel that may have it. */
async function listDigestTasks(parts: Parts, incidentId: string): Promise<readonly Task[]> {
  const digestId = (await parts.store.findIncident(incidentId))?.digestId
  if (digestId === undefined) return []
  const digest = await digestOf(digestId).recall(parts.store)
  const routes = [...parts.tenants.values()].flatMap((tenant) => tenant.routes)
  const channels = toChannels([...routes, ...(digest?.channels ?? []).map((channel) => ({ channel }))])
  const cards = await Promise.all(
    channels.map((channel) => digestCardOf(digestId, channel).recall(parts.store)),
  )
  const now = parts.clock.now()
  return channels.filter((_, at) => cards[at] !== undefined).map((one) => toDigestTask(digestId, one, now))
}

/**
 * True when the platform of a task is not in the settings: the task has been ended, since nobody can be reached there.
 * Said once for each incident and platform; every later edit would say the same.
 */
async function endOnLostPlatform(parts: Parts, claim: Claim, told: Set<string>): Promise<boolean> {
  const { duty, lane } = claim.task
  const platform = findPlace(duty)?.platform
  if (platform === undefined || parts.platforms.has(platform)) return false
  const events = told.has(lane) ? [] : await listLostEvents(parts, duty, platform)
  await parts.store.commit({ settle: { claim }, events })
  if (!told.has(lane)) parts.log.warn({ task: claim.task.key, platform }, 'card.given-up')
  told.add(lane)
  return true
}

async function listLostEvents(
  parts: Parts,
  duty: Duty,
  platform: PlatformName,
): Promise<readonly JournalEvent[]> {
  const event = await toGivenUpEvent(parts, duty, `${platform} is not in the settings any more`)
  return event === undefined ? [] : [event]
}
