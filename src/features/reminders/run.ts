// Says once more what waits, for as long as it does.
import type { Incident } from '../../domain/incident.js'
import { findReminder, type Reminder } from '../../domain/reminder.js'
import { type Change, changeIncident, getIncident } from '../../outbox/change.js'
import type { Claim } from '../../ports.js'
import { findWaiting } from '../approval/words.js'
import { type Parts, toTenant } from '../feature.js'
import { toLineTasks } from '../incident/tasks.js'
import { toIncidentEvent } from '../watch/settle.js'
import { toRemindTask } from './tasks.js'

function findNext(parts: Parts, incident: Incident): Reminder | undefined {
  const waiting = findWaiting(incident)
  const since = waiting?.first?.at ?? waiting?.review.at
  return findReminder(incident, toTenant(parts, incident.tenantId), since)
}

export async function remind(
  parts: Parts,
  { incidentId }: { readonly incidentId: string },
  claim: Claim,
): Promise<void> {
  const found = await getIncident(parts, incidentId)
  const next = findNext(parts, found)
  if (next === undefined || next.dueAt > parts.clock.now()) {
    const tasks = next === undefined ? [] : [toRemindTask(found, next.dueAt)]
    return void (await parts.store.commit({ settle: { claim }, tasks }))
  }
  await changeIncident(parts, { incidentId, claim }, (incident) => {
    const due = findNext(parts, incident)
    const now = parts.clock.now()
    if (due === undefined || due.dueAt > now) return undefined
    return say(parts, incident, due)
  })
}

function say(parts: Parts, incident: Incident, { about, notice }: Reminder): Change {
  const now = parts.clock.now()
  const count = (incident.reminded?.about === about ? incident.reminded.count : 0) + 1
  const next = { ...incident, reminded: { about, count, at: now } }
  const later = findNext(parts, next)
  const tenant = toTenant(parts, next.tenantId)
  return {
    next,
    events: [toIncidentEvent(next, 'reminder.sent', now, { notice, count })],
    tasks: [
      ...toLineTasks({ incident: next, tenant, notice, dueAt: now }),
      ...(later === undefined ? [] : [toRemindTask(next, later.dueAt)]),
    ],
  }
}

/** Whoever lets something wait: it is said again when its time has come. */
export async function followReminders(parts: Parts, before: Incident, change: Change): Promise<Change> {
  const next = findNext(parts, change.next)
  if (next === undefined || next.about === findNext(parts, before)?.about) return change
  return { ...change, tasks: [...(change.tasks ?? []), toRemindTask(change.next, next.dueAt)] }
}
