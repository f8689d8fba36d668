// What a look at the list means for an incident that is already known.
import type { Incident, Outcome } from '../domain/incident.js'
import type { Instant } from '../domain/instant.js'
import type { JournalEvent, JournalType } from '../domain/journal.js'
import { type Restriction, toVanishedOutcome } from '../domain/restriction.js'
import {
  changeRestriction,
  closeIncident,
  findUnblock,
  markSeen,
  markUnblocked,
} from '../domain/transitions.js'
import { StaleError } from '../errors.js'
import { type Change, changeIncident, type Parts, toTenant } from './parts.js'
import { toLineTasks, toUpdateTasks, toVerifyTasks } from './tasks.js'

/** What a look that began then has to say about an incident. */
export interface Sighting {
  readonly incidentId: string
  readonly startedAt: Instant
}

/** @throws StaleError when the incident changed after the look began: that the look cannot have seen. */
async function changeSeen(
  parts: Parts,
  { incidentId, startedAt }: Sighting,
  decide: (incident: Incident) => Change | undefined,
): Promise<void> {
  await changeIncident(parts, { incidentId }, (incident) => {
    if (incident.changedAt >= startedAt) throw new StaleError('This changed after the look had begun.')
    return decide(incident)
  })
}

/** Gone although nobody unblocked it here: lifted elsewhere, or ended by itself. */
export async function closeVanished(parts: Parts, sighting: Sighting): Promise<void> {
  await changeSeen(parts, sighting, (incident) => {
    const now = parts.clock.now()
    return toClosing(parts, incident, { outcome: toVanishedOutcome(incident.restriction, now), now })
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

/** Still listed, with other facts than before. */
export async function keepListed(parts: Parts, sighting: Sighting, restriction: Restriction): Promise<void> {
  await changeSeen(parts, sighting, (incident) => {
    const now = parts.clock.now()
    const next = changeRestriction(incident, restriction, now)
    const event = toIncidentEvent(next, 'incident.changed', now, { reason: restriction.reason.raw })
    return { next, events: [event], tasks: toUpdateTasks(next, toTenant(parts, incident.tenantId), now) }
  })
}

/** Gone after an unblock of ours, or after one whose answer was lost: the look decides. */
export async function settleGone(parts: Parts, sighting: Sighting): Promise<void> {
  await changeSeen(parts, sighting, (incident) => toGone(parts, incident, parts.clock.now()))
}

/** What it means that the entry is not on the list now; undefined when it says nothing new. */
export function toGone(parts: Parts, incident: Incident, now: Instant): Change | undefined {
  const tenant = toTenant(parts, incident.tenantId)
  switch (incident.state.status) {
    case 'uncertain': {
      const next = markUnblocked(incident, { alreadyGone: false, gone: true, now })
      const events = [toIncidentEvent(next, 'unblock.done', now, { settledBy: 'look' })]
      return {
        next,
        events,
        tasks: [...toUpdateTasks(next, tenant, now), ...toVerifyTasks(incident.id, now)],
      }
    }
    case 'watching': {
      if (incident.state.goneAt !== undefined) return undefined
      const next = markSeen(incident, false, now)
      return {
        next,
        events: [toIncidentEvent(next, 'look.gone', now)],
        tasks: toUpdateTasks(next, tenant, now),
      }
    }
    case 'stuck':
      return toClosing(parts, incident, { outcome: 'unblocked', now })
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

export function toClosing(
  parts: Parts,
  incident: Incident,
  { outcome, now }: { readonly outcome: Outcome; readonly now: Instant },
): Required<Change> {
  const next = closeIncident(incident, outcome, now)
  const event = toIncidentEvent(next, 'incident.closed', now, {
    outcome,
    raw: JSON.stringify(incident.restriction.raw),
  })
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
