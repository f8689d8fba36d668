// What is restricted now goes with a mute: it is kept quiet when one begins, and has its cards when that is gone.
import type { Incident } from '../../domain/incident.js'
import {
  findMutable,
  findUnmuteReason,
  isMeant,
  isOwnOfMuter,
  muteIncident,
  type UnmuteReason,
  unmute,
} from '../../domain/mute.js'
import type { Mute } from '../../domain/muted.js'
import type { Task } from '../../domain/task.js'
import { isShownIn } from '../../domain/transitions.js'
import { isWorse } from '../../domain/verdict/index.js'
import { type Change, changeIncident } from '../../outbox/change.js'
import type { Claim } from '../../ports.js'
import { type Parts, toTenant } from '../feature.js'
import { toDigestTasks, toLineTasks, toPostTasks, toUpdateTasks } from '../incident/tasks.js'
import { toIncidentEvent } from '../watch/settle.js'
import { listMutes, muteOf } from './record.js'
import { toMuteOverTask } from './tasks.js'

interface SyncDuty {
  readonly tenantId: string
  readonly muteId: string
}

export async function syncMute(parts: Parts, { tenantId, muteId }: SyncDuty, claim: Claim): Promise<void> {
  const mute = await muteOf(tenantId, muteId).recall(parts.store)
  const live = await parts.store.listLive({ tenantId })
  for (const { id: incidentId } of live)
    await changeIncident(parts, { incidentId }, (incident) =>
      mute === undefined ? toLoud(parts, incident, muteId) : toQuiet(parts, incident, mute),
    )
  await parts.store.commit({ settle: { claim } })
}

/** Undefined for what is none of its business: another's, worse than what was muted, or somebody's already. */
function toQuiet(parts: Parts, incident: Incident, mute: Mute): Change | undefined {
  const now = parts.clock.now()
  const isIt = incident.id === mute.incidentId
  const kind = findMutable(incident)
  const isFit = kind !== undefined && !isWorse(kind, mute.verdict)
  const isFree = incident.muted === undefined && (isIt || incident.taken === undefined)
  if (!isFit || !isFree || !isMeant(mute, incident, { access: parts.access, now })) return undefined
  const next = { ...muteIncident(incident, mute), changedAt: now }
  const tenant = toTenant(parts, next.tenantId)
  const who = mute.by.name
  return {
    next,
    events: [toIncidentEvent(next, 'incident.muted', now, { muteId: mute.id })],
    tasks: [
      ...toUpdateTasks(next, tenant, now),
      // One word for all of them.
      ...(isIt ? toLineTasks({ incident: next, tenant, notice: 'muted', dueAt: now, who }) : []),
    ],
  }
}

function toLoud(parts: Parts, incident: Incident, muteId: string): Change | undefined {
  if (incident.muted?.muteId !== muteId) return undefined
  const { unmuted: _, ...next } = unmute(incident, parts.clock.now())
  return toLoudChange(parts, { next }, 'over')
}

/** Whatever is not quiet any more is where it would have been, and told where it was shown. */
function toLoudChange(parts: Parts, { next, events = [], tasks = [] }: Change, because: string): Change {
  const now = parts.clock.now()
  const tenant = toTenant(parts, next.tenantId)
  const isNews = because === 'over' || because === 'worse'
  const isShown = next.cards.length > 0 || next.digestId !== undefined
  const notice = because === 'worse' ? 'mute-worse' : 'mute-over'
  return {
    next,
    events: [...events, toIncidentEvent(next, 'incident.unmuted', now, { because })],
    tasks: [
      ...tasks,
      ...listCardTasks(parts, next),
      ...toUpdateTasks(next, tenant, now),
      ...(isNews && isShown ? toLineTasks({ incident: next, tenant, notice, dueAt: now }) : []),
    ],
  }
}

function listCardTasks(parts: Parts, next: Incident): readonly Task[] {
  const tenant = toTenant(parts, next.tenantId)
  const now = parts.clock.now()
  if (next.digestId !== undefined) return toDigestTasks(next, tenant, now)
  return toPostTasks(next, tenant, now).filter(
    ({ duty: { channel } }) => channel === undefined || !isShownIn(next, channel),
  )
}

/** Before anybody hears of it: what is known begins quiet, for as long as nobody knows that it is worse. */
export async function openQuietly(parts: Parts, incident: Incident): Promise<Incident> {
  const moment = { access: parts.access, now: parts.clock.now() }
  const mute = (await listMutes(parts, incident.tenantId)).find((one) => isMeant(one, incident, moment))
  return mute === undefined ? incident : muteIncident(incident, mute)
}

/** Whoever changes it so ends its quiet in the same write; what is over keeps nothing of it. */
export async function followMute(parts: Parts, before: Incident, change: Change): Promise<Change> {
  const { next } = change
  if (next.state.status === 'closed') return { ...change, next: withoutMute(next) }
  const because = await findReason(parts, before, next)
  if (because === undefined || next.muted === undefined) return change
  const now = parts.clock.now()
  const over = because === 'worse' ? await listOverTasks(parts, next, next.muted.muteId) : []
  const { unmuted, ...loud } = unmute(next, now)
  const isTold = because === 'worse' || because === 'late' || because === 'own'
  const kept = isTold && unmuted !== undefined ? { ...loud, unmuted } : loud
  return toLoudChange(parts, { ...change, next: kept, tasks: [...(change.tasks ?? []), ...over] }, because)
}

function withoutMute(incident: Incident): Incident {
  const { muted: _muted, unmuted: _unmuted, ...over } = incident
  return over
}

async function findReason(parts: Parts, before: Incident, next: Incident): Promise<UnmuteReason | undefined> {
  const { muted } = next
  if (muted === undefined || before.muted === undefined) return undefined
  const reason = findUnmuteReason(next, muted)
  if (reason !== undefined || before.evidence === next.evidence) return reason
  const mute = await muteOf(next.tenantId, muted.muteId).recall(parts.store)
  return mute !== undefined && isOwnOfMuter(mute, parts.access, next) ? 'own' : undefined
}

/** Of one sender or connector the mute itself is over; of a cause, others are still known. */
async function listOverTasks(parts: Parts, { tenantId }: Incident, muteId: string): Promise<readonly Task[]> {
  const mute = await muteOf(tenantId, muteId).recall(parts.store)
  return mute?.about.kind === 'entity' ? [toMuteOverTask(mute, 'worse', parts.clock.now())] : []
}
