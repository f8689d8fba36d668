// What a poll of the list means for an incident that is already known.
import { findAttempt, findUnblock, isGoneByAttempt, markListed } from '../../domain/attempts.js'
import { hasReader } from '../../domain/claim.js'
import { type Incident, isRetryable, isReviewable, type Outcome } from '../../domain/incident.js'
import { type Instant, isAhead, minuteMilliseconds } from '../../domain/instant.js'
import type { JournalEvent } from '../../domain/journal.js'
import { isWatchOver, toMailVerdict, usualMilliseconds } from '../../domain/mail-flow.js'
import { isSameRestriction, type Restriction, toVanishedOutcome } from '../../domain/restriction.js'
import {
  changeRestriction,
  closeIncident,
  markAbsent,
  markPresent,
  markSeen,
  markStuck,
  markUnblocked,
  markWatching,
} from '../../domain/transitions.js'
import { StaleError } from '../../errors.js'
import { type Change, changeIncident } from '../../outbox/change.js'
import type { JournalType } from '../events.js'
import { type Parts, toTenant } from '../feature.js'
import { toLineTasks, toUpdateTasks } from '../incident/tasks.js'
import { toVerifyTasks } from '../unblock/tasks.js'
import { toLiftedTasks } from './tasks.js'

/** What a poll that began then has to say about an incident. */
export interface Sighting {
  readonly incidentId: string
  readonly startedAt: Instant
}

/** @throws StaleError when the incident changed after the poll began: that the poll cannot have seen. */
async function changeSeen(
  parts: Parts,
  { incidentId, startedAt }: Sighting,
  decide: (incident: Incident) => Change | undefined,
): Promise<void> {
  await changeIncident(parts, { incidentId }, (incident) => {
    if (incident.changedAt >= startedAt && !isAhead(incident.changedAt, parts.clock.now()))
      throw new StaleError('This changed after the poll had begun.')
    return decide(incident)
  })
}

/** The first poll without the entry: the next one, and a direct look, decide. */
export async function noteAbsent(parts: Parts, sighting: Sighting): Promise<void> {
  await changeSeen(parts, sighting, (incident) => {
    const next = markAbsent(incident, sighting.startedAt)
    return next === incident ? undefined : { next }
  })
}

/** Gone although no unblock of ours was taken: lifted elsewhere, or ended by itself, unless an attempt of ours did it. */
export async function closeVanished(parts: Parts, sighting: Sighting): Promise<void> {
  await changeSeen(parts, sighting, (incident) => {
    const now = parts.clock.now()
    if (isGoneByAttempt(incident, now)) return toSettled(parts, incident, now)
    const outcome = toVanishedOutcome(incident.restriction, incident.openedAt, now)
    const closing = toClosing(parts, incident, { outcome, now })
    if (outcome === 'expired') return closing
    return { ...closing, tasks: [...closing.tasks, ...toLiftedTasks(incident, now)] }
  })
}

/** Restricted again after it was unblocked: this one ends, the new restriction opens an incident of its own. */
export async function closeRelapsed(parts: Parts, sighting: Sighting): Promise<void> {
  await changeSeen(parts, sighting, (incident) => {
    const now = parts.clock.now()
    const closing = toClosing(parts, incident, { outcome: 'restricted-again', now })
    const tenant = toTenant(parts, incident.tenantId)
    const lines = toLineTasks({ incident, tenant, notice: 'relapse', dueAt: now })
    return { ...closing, tasks: [...closing.tasks, ...lines] }
  })
}

/** Still listed: maybe with other facts than before, maybe after an unblock, maybe after it had gone. */
export async function keepListed(parts: Parts, sighting: Sighting, restriction: Restriction): Promise<void> {
  await changeSeen(parts, sighting, (incident) => {
    const now = parts.clock.now()
    const present = markPresent(incident)
    const seen = toListedAgain(present, sighting.startedAt, now)
    const isSame = isSameRestriction(incident.restriction, restriction)
    const next = isSame ? seen.next : changeRestriction(seen.next, restriction, now)
    if (next === incident) return undefined
    if (next === present) return { next }
    const tenant = toTenant(parts, incident.tenantId)
    // Polls without the entry were no sign that the unblock had helped after all.
    if (isSame && isBack(incident) && isLate(next, now)) {
      const stuck = toStuck(parts, next, now)
      return { ...stuck, events: [...seen.events, ...stuck.events] }
    }
    const changed = toIncidentEvent(next, 'incident.changed', now, { reason: restriction.reason.raw })
    return {
      next,
      events: [...seen.events, ...(isSame ? [] : [changed])],
      // In Teams an edit of the card takes half-filled answers off the reviewer's page.
      tasks: isSame && hasReader(next, now) ? [] : toUpdateTasks(next, tenant, now),
    }
  })
}

/**
 * What a poll that sees the entry says about an unblock. While its outcome is not known every poll counts and is shown; what
 * was accepted has checks of its own, and only an entry that is back is news.
 */
function toListedAgain(
  incident: Incident,
  startedAt: Instant,
  now: Instant,
): { readonly next: Incident; readonly events: readonly JournalEvent[] } {
  if (!isSightingNews(incident)) return { next: incident, events: [] }
  const next = markSeen(markListed(incident, startedAt), true, now)
  const isNews = isBack(incident) || isRetryable(next) !== isRetryable(incident)
  const events = isNews ? [toIncidentEvent(next, 'poll.listed', now)] : []
  return { next, events }
}

function isLate({ state }: Incident, now: Instant): boolean {
  return state.status === 'watching' && now - state.unblockedAt > usualMilliseconds
}

/** Still on the list although the hour is over that Microsoft gives it: everybody hears of it. */
export function toStuck(parts: Parts, incident: Incident, now: Instant): Required<Change> {
  const { state } = incident
  const unblockedAt = state.status === 'watching' ? state.unblockedAt : now
  const minutes = Math.floor((now - unblockedAt) / minuteMilliseconds)
  const next = markStuck(incident, now)
  const tenant = toTenant(parts, next.tenantId)
  const lines = toLineTasks({ incident: next, tenant, notice: 'stuck', dueAt: now })
  const events = [toIncidentEvent(next, 'stuck.noticed', now, { minutes })]
  return { next, events, tasks: [...toUpdateTasks(next, tenant, now), ...lines] }
}

/** Whether it says anything new about this incident that a poll has seen its entry. */
export function isSightingNews(incident: Incident): boolean {
  if (incident.state.status === 'uncertain' || isBack(incident)) return true
  const attempt = findAttempt(incident)
  const isDoubtful = attempt?.trouble !== undefined && attempt.trouble.effect !== 'none'
  return isReviewable(incident) && isDoubtful && attempt.listed === undefined
}

function isBack({ state }: Incident): boolean {
  return (state.status === 'watching' || state.status === 'stuck') && state.goneAt !== undefined
}

/** Gone after an unblock of ours, or after one whose answer was lost: the poll decides. */
export async function settleGone(parts: Parts, sighting: Sighting): Promise<void> {
  await changeSeen(parts, sighting, (incident) => toGone(parts, incident, parts.clock.now()))
}

/** What it means that the entry is not on the list now; undefined when it says nothing new. */
export function toGone(parts: Parts, incident: Incident, now: Instant): Change | undefined {
  const tenant = toTenant(parts, incident.tenantId)
  switch (incident.state.status) {
    case 'uncertain':
      return toSettled(parts, incident, now)
    case 'watching':
    case 'stuck': {
      const { status, unblock, unblockedAt, goneAt } = incident.state
      if (goneAt !== undefined) return undefined
      const seen = markSeen(incident, false, now)
      const events = [toIncidentEvent(seen, 'poll.gone', now)]
      if (status === 'stuck' && isWatchOver(unblock.mail, now - unblockedAt)) {
        const closing = toClosing(parts, seen, { outcome: 'unblocked', now })
        return { ...closing, events: [...events, ...closing.events] }
      }
      // Mail that was refused says more than the list does.
      const isRefused = toMailVerdict(unblock.mail) === 'refused'
      const next = status === 'stuck' && !isRefused ? markWatching(seen, now) : seen
      return { next, events, tasks: toUpdateTasks(next, tenant, now) }
    }
    // `unblocking` is decided by its own task, which reads the list before and after; the rest is not waiting for it.
    case 'open':
    case 'reviewing':
    case 'failed':
    case 'unblocking':
    case 'closed':
      return undefined
    default:
      return incident.state satisfies never
  }
}

/** The list decides: an unblock of ours that Exchange did not confirm has worked. */
function toSettled(parts: Parts, incident: Incident, now: Instant): Required<Change> {
  const next = markUnblocked(incident, { alreadyGone: false, gone: true, now })
  const answered = findUnblock(next)?.trouble?.isAnswered ?? false
  const event = toIncidentEvent(next, 'unblock.done', now, { settledBy: 'look', answered })
  const tenant = toTenant(parts, incident.tenantId)
  return {
    next,
    events: [event],
    tasks: [...toUpdateTasks(next, tenant, now), ...toVerifyTasks(incident.id, now)],
  }
}

export function toClosing(
  parts: Parts,
  incident: Incident,
  { outcome, now }: { readonly outcome: Outcome; readonly now: Instant },
): Required<Change> {
  const next = closeIncident(incident, outcome, now)
  const mail = findUnblock(next)?.mail
  const flow = outcome === 'unblocked' && mail !== undefined ? { mail: toMailVerdict(mail) } : {}
  const event = {
    ...toIncidentEvent(next, 'incident.closed', now, { outcome, ...flow }),
    texts: { raw: JSON.stringify(incident.restriction.raw) },
  }
  return { next, events: [event], tasks: toUpdateTasks(next, toTenant(parts, incident.tenantId), now) }
}

/** An event of one incident; who asked for the unblock is named once there is one. */
export function toIncidentEvent(
  incident: Incident,
  type: JournalType,
  at: Instant,
  data: JournalEvent['data'] = {},
): JournalEvent {
  const by = findUnblock(incident)?.by
  return {
    at,
    type,
    tenantId: incident.tenantId,
    incidentId: incident.id,
    ...(by === undefined || !type.startsWith('unblock.') ? {} : { by }),
    data,
  }
}
