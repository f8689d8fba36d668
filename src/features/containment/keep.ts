// "Keep it so" on what is left after the end: asked for with a reason, and for as long as nobody decides, said once a day.
import { type Actor, toActorRef } from '../../domain/actor.js'
import { findReasonProblem } from '../../domain/given-reason.js'
import { type Incident, isClosed } from '../../domain/incident.js'
import { dayMilliseconds, hourMilliseconds, type Instant, minuteMilliseconds } from '../../domain/instant.js'
import type { JournalEvent } from '../../domain/journal.js'
import { keepSo, requireOver } from '../../domain/keep-so.js'
import { hasStanding } from '../../domain/offers.js'
import type { Press } from '../../domain/press.js'
import { toReminders } from '../../domain/reminder.js'
import { changeIncident } from '../../outbox/change.js'
import type { Answer, Claim } from '../../ports.js'
import { requireAccess } from '../entrance/gate.js'
import { type Parts, toTenant } from '../feature.js'
import { toLineTasks, toUpdateTasks } from '../incident/tasks.js'
import { toSubject, toTone } from '../words/words.js'
import { getContainable } from './containable.js'
import { toOutstandingTask } from './tasks.js'
import { toStandingText } from './words.js'

/** Asks why. Nothing is decided yet. */
export async function askToKeep(parts: Parts, press: Press): Promise<Answer> {
  return toKeepCard(parts, await getKeepable(parts, press))
}

/** @throws RefusedError */
async function getKeepable(parts: Parts, press: Press): Promise<Incident> {
  const found = await getContainable(parts, press, () => 'give-back')
  requireOver(found)
  return found
}

function toKeepCard(parts: Parts, incident: Incident, { problem = '', reason = '' } = {}): Answer {
  const text = toStandingText(incident)
  return {
    name: 'keep-so',
    view: {
      ...toSubject(incident, toTenant(parts, incident.tenantId)),
      problem,
      text: text === '' ? 'Nothing is left here that could stay or be given back.' : text,
      reason,
    },
  }
}

export async function confirmKeep(parts: Parts, press: Press): Promise<Answer> {
  const { actor, incidentId } = press
  const found = await getKeepable(parts, press)
  const reason = (press.values.reason ?? '').trim()
  const problem = findReasonProblem(reason, 'why it stays like this')
  if (problem !== undefined) return toKeepCard(parts, found, { problem, reason })
  const incident = await changeIncident(parts, { incidentId }, (current) => {
    requireAccess(parts, { actor, permission: 'give-back', incident: current })
    const now = parts.clock.now()
    const next = keepSo(current, { by: actor, reason, now })
    return {
      next,
      events: [toKeptEvent(next, actor, now)],
      tasks: toUpdateTasks(next, toTenant(parts, next.tenantId), now),
    }
  })
  return {
    name: 'notice',
    view: {
      ...toTone('calm'),
      icon: '⚪',
      title: 'It stays like this',
      text: 'The card says so, with your name and your reason. It can still be given back from the details.',
      incidentId: incident.id,
    },
  }
}

function toKeptEvent({ id, tenantId, kept }: Incident, by: Actor, at: Instant): JournalEvent {
  return {
    at,
    type: 'containment.kept',
    tenantId,
    incidentId: id,
    by: toActorRef(by),
    data: { containments: [...(kept?.containmentIds ?? [])] },
    texts: { reason: kept?.reason ?? '' },
  }
}

/** Looks again while an incident is open: it ends when nobody is looking. */
const openMilliseconds = hourMilliseconds

/** After the end, usually once a day, until it is given back or somebody decides that it stays. */
export async function remindOfOutstanding(
  parts: Parts,
  { incidentId }: { readonly incidentId: string },
  claim: Claim,
): Promise<void> {
  const incident = await parts.store.findIncident(incidentId)
  if (incident === undefined || !hasStanding(incident))
    return void (await parts.store.commit({ settle: { claim } }))
  const now = parts.clock.now()
  const tenant = toTenant(parts, incident.tenantId)
  const every = toReminders(tenant, incident).leftMinutes * minuteMilliseconds
  const due = toDueAt(incident, { now, every })
  const next = toOutstandingTask(incidentId, due ?? now + every)
  const lines = due === undefined ? toLineTasks({ incident, tenant, notice: 'outstanding', dueAt: now }) : []
  await parts.store.commit({ settle: { claim }, tasks: [next, ...lines] })
  parts.poke()
}

interface Rhythm {
  readonly now: Instant
  readonly every: number
}

/** Undefined when it is due now. Where nobody wants to be asked, it is looked whether that is still so. */
function toDueAt(incident: Incident, { now, every }: Rhythm): Instant | undefined {
  if (!isClosed(incident) || incident.state.status !== 'closed') return now + openMilliseconds
  if (every === 0) return now + dayMilliseconds
  const first = incident.state.closedAt + every
  return now < first ? first : undefined
}
