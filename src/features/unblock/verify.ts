// Looks at the list after an unblock at 1, 5, 15 and 60 minutes, and at 24 hours with the text for Microsoft Support.
import { findUnblock, markListed, uncertainMinutes } from '../../domain/attempts.js'
import type { Incident } from '../../domain/incident.js'
import { type Instant, isAhead, minuteMilliseconds } from '../../domain/instant.js'
import { isWatchOver, longestMilliseconds, toMailVerdict, usualMilliseconds } from '../../domain/mail-flow.js'
import { markHandedOff, markMail, markSeen } from '../../domain/transitions.js'
import { type Change, changeIncident, getIncident } from '../../outbox/change.js'
import type { Claim } from '../../ports.js'
import { askBackend, type Parts, toTenant } from '../feature.js'
import { toLineTasks, toUpdateTasks } from '../incident/tasks.js'
import { toTraceTask } from '../mail-flow/tasks.js'
import { toClosing, toGone, toIncidentEvent, toStuck } from '../watch/settle.js'
import { toFailed } from './run.js'

const usualMinutes = usualMilliseconds / minuteMilliseconds
const longestMinutes = longestMilliseconds / minuteMilliseconds

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
  const { state } = incident
  if (state.status === 'stuck' && isToBeHandedOff(state, minutes))
    return toHandedOff(parts, markSeen(incident, false, now), now)
  if (state.status === 'uncertain' || minutes < usualMinutes) return toGone(parts, incident, now)
  if (isWatchOver(findUnblock(incident)?.mail, minutes * minuteMilliseconds))
    return toClosing(parts, withTrace(incident, now), { outcome: 'unblocked', now })
  const gone = toGone(parts, incident, now) ?? { next: incident }
  // An older program has asked for no trace.
  return { ...gone, tasks: [...(gone.tasks ?? []), toTraceTask(incident.id, now)] }
}

/** A day without one answer of message trace is not told as if nobody had asked. */
function withTrace(incident: Incident, now: Instant): Incident {
  const isUnread = toMailVerdict(findUnblock(incident)?.mail) === 'unread'
  return isUnread ? markMail(incident, { known: false, why: 'Message trace did not answer.' }, now) : incident
}

type Stuck = Extract<Incident['state'], { readonly status: 'stuck' }>

/** Whoever is off the list has no case for Microsoft Support, unless mail was refused all the same. */
function isToBeHandedOff({ unblock, handedOff }: Stuck, minutes: number): boolean {
  return !handedOff && minutes >= longestMinutes && toMailVerdict(unblock.mail) === 'refused'
}

function toHandedOff(parts: Parts, before: Incident, now: Instant): Change {
  const next = markHandedOff(before, now)
  const tenant = toTenant(parts, next.tenantId)
  const lines = toLineTasks({ incident: next, tenant, notice: 'handoff', dueAt: now })
  const events = [toIncidentEvent(next, 'handoff.written', now)]
  return { next, events, tasks: [...toUpdateTasks(next, tenant, now), ...lines] }
}

function isBackLate({ state }: Incident, now: Instant): boolean {
  if (state.status !== 'watching' && state.status !== 'stuck') return false
  return state.goneAt !== undefined && now - state.unblockedAt > usualMilliseconds
}

function toListedLook(parts: Parts, before: Incident, { minutes, startedAt, now }: Seen): Change | undefined {
  // It had left the list: what it is that is back after the hour, the next poll tells by its date.
  if (isBackLate(before, now)) return undefined
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
    return toStuck(parts, markSeen(incident, true, now), now)
  }
  if (state.status === 'stuck' && minutes >= longestMinutes && !state.handedOff)
    return toHandedOff(parts, incident, now)
  const next = markSeen(incident, true, now)
  const events = [toIncidentEvent(next, 'poll.listed', now, { minutes })]
  return { next, events, tasks: next === before ? [] : toUpdateTasks(next, tenant, now) }
}
