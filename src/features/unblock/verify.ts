// Looks after an unblock at 1, 5, 15 and 60 minutes, and at 24 hours with the text for Microsoft Support.
import { findUnblock, markListed, uncertainMinutes } from '../../domain/attempts.js'
import type { Incident } from '../../domain/incident.js'
import { type Instant, isAhead, minuteMilliseconds } from '../../domain/instant.js'
import { markHandedOff, markSeen, markStuck } from '../../domain/transitions.js'
import { type Change, changeIncident, getIncident } from '../../outbox/change.js'
import type { Claim } from '../../ports.js'
import { askBackend, type Parts, toTenant } from '../feature.js'
import { toLineTasks, toUpdateTasks } from '../incident/tasks.js'
import { toClosing, toGone, toIncidentEvent } from '../watch/settle.js'
import { toFailed } from './run.js'

/** Microsoft: mail flows again "within one hour" under most circumstances, after 24 hours at the latest. */
const usualMinutes = 60
const longestMinutes = 1_440

const findMilliseconds = 20_000

interface Look {
  readonly incidentId: string
  readonly minutes: number
}

export async function verifyUnblock(
  parts: Parts,
  { incidentId, minutes }: Look,
  claim: Claim,
): Promise<void> {
  const incident = await getIncident(parts, incidentId)
  if (!isWatched(incident)) return void (await parts.store.commit({ settle: { claim } }))
  // A look left over from an earlier unblock of this incident comes at the time the current one asks for.
  const since = toWatchedSince(incident)
  const dueAt = since + minutes * minuteMilliseconds
  const startedAt = parts.clock.now()
  if (startedAt < dueAt && !isAhead(since, startedAt))
    return void (await parts.store.commit({ settle: { claim, retryAt: dueAt } }))
  const restriction = await askBackend(parts, {
    tenantId: incident.tenantId,
    milliseconds: findMilliseconds,
    call: (backend, signal) => backend.find(incident.entity, signal),
  })
  await changeIncident(parts, { incidentId, claim }, (current) => {
    if (!isWatched(current)) return undefined
    const seen = { minutes, startedAt, now: parts.clock.now() }
    return restriction === undefined ? toGoneLook(parts, current, seen) : toListedLook(parts, current, seen)
  })
}

function isWatched({ state }: Incident): boolean {
  return state.status === 'watching' || state.status === 'uncertain' || state.status === 'stuck'
}

function toWatchedSince({ state, changedAt }: Incident): Instant {
  if (state.status === 'uncertain') return state.since
  return 'unblockedAt' in state ? state.unblockedAt : changedAt
}

interface Seen {
  readonly minutes: number
  readonly startedAt: Instant
  readonly now: Instant
}

function toGoneLook(parts: Parts, incident: Incident, { minutes, now }: Seen): Change | undefined {
  if (incident.state.status !== 'watching' || minutes < usualMinutes) return toGone(parts, incident, now)
  return toClosing(parts, incident, { outcome: 'unblocked', now })
}

function toListedLook(parts: Parts, before: Incident, { minutes, startedAt, now }: Seen): Change | undefined {
  const incident = markListed(before, startedAt)
  const { state } = incident
  const tenant = toTenant(parts, incident.tenantId)
  if (state.status === 'uncertain' && minutes >= uncertainMinutes)
    return toFailed(parts, incident, {
      why: `${state.why} After ${minutes} minutes the entry is still listed: the unblock did not happen.`,
      isAnswered: findUnblock(incident)?.trouble?.isAnswered ?? false,
      effect: 'unknown',
    })
  if (state.status === 'watching' && minutes >= usualMinutes) {
    const next = markStuck(markSeen(incident, true, now), now)
    const lines = toLineTasks({ incident: next, tenant, notice: 'stuck', dueAt: now })
    const events = [toIncidentEvent(next, 'stuck.noticed', now, { minutes })]
    return { next, events, tasks: [...toUpdateTasks(next, tenant, now), ...lines] }
  }
  if (state.status === 'stuck' && minutes >= longestMinutes && !state.handedOff) {
    const next = markHandedOff(incident, now)
    const lines = toLineTasks({ incident: next, tenant, notice: 'handoff', dueAt: now })
    const events = [toIncidentEvent(next, 'handoff.written', now)]
    return { next, events, tasks: [...toUpdateTasks(next, tenant, now), ...lines] }
  }
  const next = markSeen(incident, true, now)
  const events = [toIncidentEvent(next, 'poll.listed', now, { minutes })]
  return { next, events, tasks: next === before ? [] : toUpdateTasks(next, tenant, now) }
}
