// Unblocks for whoever owns the machine, in the way of every unblock from the Yes on: saved before Exchange is asked, asked
// once, watched afterwards. What comes before the Yes is left out.
import type { z } from 'zod'
import { type Actor, consoleHome, consolePlatform, toActorRef } from '../../domain/actor.js'
import { findApart } from '../../domain/apart.js'
import type { BreakGlass } from '../../domain/break-glass.js'
import { toDenialText } from '../../domain/denial.js'
import { toEntityName } from '../../domain/entity.js'
import { canBeReviewed, type Incident } from '../../domain/incident.js'
import { restrictedEntitiesPage, toPortalUrl } from '../../domain/portals.js'
import type { Tenant } from '../../domain/tenant.js'
import { rememberBreakGlass, requestUnblock } from '../../domain/transitions.js'
import { RefusedError } from '../../errors.js'
import { type Change, changeIncident, getIncident } from '../../outbox/change.js'
import { forgetPosted, sayOnce } from '../../outbox/post-once.js'
import type { Answer, Claim } from '../../ports.js'
import { getIncidentByText } from '../browse/find.js'
import { showDetails } from '../browse/show.js'
import { getPlatform, type Parts, toTenant } from '../feature.js'
import { toUpdateTasks } from '../incident/tasks.js'
import { toUnblockTask } from '../unblock/tasks.js'
import { toIncidentEvent } from '../watch/settle.js'
import { toErrorCard } from '../words/notice.js'
import { type breakGlassDuty, type GroupDuty, toBreakGlassTasks, toMemberTasks } from './tasks.js'

export interface BreakGlassWish extends Omit<BreakGlass, 'reason'> {
  /** Which sender, connector or incident. */
  readonly entity: string
  /** Only looks when undefined. */
  readonly reason?: string | undefined
}

/** As it stands, and as it stands once the glass is broken. Never rejects. */
export async function breakGlass(parts: Parts, wish: BreakGlassWish): Promise<Answer> {
  const actor = toOwner(wish)
  try {
    const { id } = await getIncidentByText(parts, wish.entity)
    if (wish.reason !== undefined) await unblock(parts, { ...wish, reason: wish.reason }, id)
    return await showDetails(parts, { actor, rest: id })
  } catch (error) {
    if (!(error instanceof RefusedError)) parts.log.error({ err: error }, 'break-glass.failed')
    return toErrorCard(error, '')
  }
}

function toOwner({ user, host }: BreakGlassWish): Actor {
  return {
    platform: consolePlatform,
    id: user,
    name: `${user}@${host}`,
    home: consoleHome,
    isMember: true,
    addresses: undefined,
    groups: [],
  }
}

async function unblock(
  parts: Parts,
  { user, host, reason, entity }: BreakGlassWish & BreakGlass,
  incidentId: string,
): Promise<void> {
  const glass = { user, host, reason }
  const actor = toOwner({ user, host, entity })
  await changeIncident(parts, { incidentId }, (current) => {
    const tenant = toTenant(parts, current.tenantId)
    if (tenant.isWatchOnly === true) throw toWatchOnly(tenant)
    if (findApart(current.tenantId) !== undefined) throw new RefusedError('wrong-status', apartText)
    if (!canBeReviewed(current)) throw new RefusedError('wrong-status', standingText)
    return toBroken(parts, { incident: current, actor, glass })
  })
  parts.log.warn({ incidentId, user, host }, 'unblock.break-glass')
}

const apartText = 'This is a drill, or a sender who can still send: there is no glass to break.'

const standingText =
  'There is nothing to unblock now: an unblock is under way or done, or nobody knows yet what became of the last one. "reprieve show" tells where it stands; the Microsoft Defender portal works meanwhile.'

function toWatchOnly(tenant: Tenant): RefusedError {
  const reason = 'watch-only'
  return new RefusedError(reason, toDenialText({ reason }, toPortalUrl(tenant, restrictedEntitiesPage)))
}

interface Breaking {
  readonly incident: Incident
  readonly actor: Actor
  readonly glass: BreakGlass
}

function toBroken(parts: Parts, { incident, actor, glass }: Breaking): Change {
  const now = parts.clock.now()
  const by = toActorRef(actor)
  const gatheredAt = incident.evidence?.gatheredAt
  const review = {
    by,
    at: now,
    attestations: [],
    note: glass.reason,
    revision: incident.revision,
    ...(gatheredAt === undefined ? {} : { gatheredAt }),
  }
  const next = rememberBreakGlass(requestUnblock(incident, { by, review }, now), glass)
  const data = { ...glass, ...(gatheredAt === undefined ? {} : { gatheredAt }) }
  return {
    next,
    events: [
      { ...toIncidentEvent(next, 'unblock.break-glass', now, data), by },
      { ...toIncidentEvent(next, 'unblock.requested', now, { revision: incident.revision }), by },
    ],
    tasks: [
      ...toBreakGlassTasks(parts, next, { breakGlass: glass, dueAt: now }),
      toUnblockTask(next.id, now),
      ...toUpdateTasks(next, toTenant(parts, next.tenantId), now),
    ],
  }
}

/** One channel, or one approver in person. */
export async function tellOfBreakGlass(
  parts: Parts,
  { incidentId, platform, channel, person, breakGlass: glass }: z.infer<typeof breakGlassDuty>,
  claim: Claim,
): Promise<void> {
  const incident = await getIncident(parts, incidentId)
  const text = `${toEntityName(incident.entity)} (${toTenant(parts, incident.tenantId).name}) is unblocked by break-glass: ${glass.user}@${glass.host}, on the machine of Reprieve, without review, signatures and limits. Reason: "${glass.reason}". If nobody of you knows of it, look at that machine now.`
  const card = { name: 'line', view: { icon: '🚨', text } }
  const place =
    channel === undefined
      ? ({ kind: 'person', id: person ?? '' } as const)
      : ({ kind: 'channel', channel } as const)
  const key = claim.task.key
  await sayOnce(parts, { claim, platform: getPlatform(parts, platform), key, place }, card)
  await parts.store.commit({ settle: { claim } })
  await forgetPosted(parts, key)
}

/** Who is in it now is asked for until the platform says so; each of them is a task then. */
export async function tellGroupOfBreakGlass(parts: Parts, duty: GroupDuty, claim: Claim): Promise<void> {
  const members = await getPlatform(parts, duty.platform).listMembers(duty.group)
  const { tenantId } = await getIncident(parts, duty.incidentId)
  const tasks = toMemberTasks(parts, duty, { members, tenantId })
  await parts.store.commit({ settle: { claim }, tasks })
  parts.poke()
}
