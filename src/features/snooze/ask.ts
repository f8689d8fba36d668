// Snooze…: a page that asks until when and why, and the press that says so.
import { type Actor, toActorRef } from '../../domain/actor.js'
import { findReasonProblem } from '../../domain/given-reason.js'
import { toZone } from '../../domain/hearing.js'
import type { Incident } from '../../domain/incident.js'
import type { Instant } from '../../domain/instant.js'
import type { Press } from '../../domain/press.js'
import {
  listSnoozeChoices,
  mostSnoozeHours,
  parseSnooze,
  snooze,
  toSnoozeEnd,
  wake,
} from '../../domain/snooze.js'
import { type Change, changeIncident, getIncident } from '../../outbox/change.js'
import type { Answer } from '../../ports.js'
import { requireTurn } from '../entrance/gate.js'
import { type Parts, toTenant } from '../feature.js'
import { toLineTasks, toUpdateTasks } from '../incident/tasks.js'
import { toIncidentEvent } from '../watch/settle.js'
import { toSubject, toTone } from '../words/words.js'
import { toSnoozeEndTasks } from './tasks.js'

export async function askToSnooze(parts: Parts, { actor, incidentId }: Press): Promise<Answer> {
  const incident = await getIncident(parts, incidentId)
  requireTurn(parts, { actor, permission: 'snooze', incident })
  return toSnoozeCard(parts, incident)
}

function toSnoozeCard(
  parts: Parts,
  incident: Incident,
  { problem = '', until = '', reason = '' } = {},
): Answer {
  const tenant = toTenant(parts, incident.tenantId)
  return {
    name: 'snooze',
    view: {
      ...toSubject(incident, tenant),
      problem,
      choices: listSnoozeChoices(parts.clock.now(), toZone(tenant, incident)),
      until,
      reason,
    },
  }
}

export async function snoozeNow(parts: Parts, press: Press): Promise<Answer> {
  const { actor, incidentId, values } = press
  const found = await getIncident(parts, incidentId)
  requireTurn(parts, { actor, permission: 'snooze', incident: found })
  const given = { until: values.until ?? '', reason: (values.reason ?? '').trim() }
  const now = parts.clock.now()
  const zone = toZone(toTenant(parts, found.tenantId), found)
  const until = parseSnooze(given.until, now, zone)
  if (until === undefined) return toSnoozeCard(parts, found, { problem: untilProblem, reason: given.reason })
  const problem = findReasonProblem(given.reason, 'why this can wait')
  if (problem !== undefined) return toSnoozeCard(parts, found, { problem, ...given })
  const incident = await changeIncident(parts, { incidentId }, (current) => {
    requireTurn(parts, { actor, permission: 'snooze', incident: current })
    return toSnoozedChange(parts, current, { actor, until, zone, reason: given.reason, now })
  })
  return toDoneCard(incident)
}

const untilProblem = `Choose until when: at most ${mostSnoozeHours} hours from now.`

interface Wish {
  readonly actor: Actor
  readonly until: Instant
  readonly zone: string
  readonly reason: string
  readonly now: Instant
}

function toSnoozedChange(parts: Parts, current: Incident, { actor, ...wish }: Wish): Change {
  const { now } = wish
  const next = snooze(current, { by: actor, ...wish })
  const tenant = toTenant(parts, next.tenantId)
  const end = next.snoozed === undefined ? '' : toSnoozeEnd(next.snoozed)
  const event = toIncidentEvent(next, 'snooze.begun', now, { until: wish.until, end })
  return {
    next,
    events: [{ ...event, by: toActorRef(actor), texts: { reason: wish.reason } }],
    tasks: [
      ...toUpdateTasks(next, tenant, now),
      ...toLineTasks({ incident: next, tenant, notice: 'snoozed', dueAt: now, who: actor.name }),
      ...toSnoozeEndTasks(next),
    ],
  }
}

function toDoneCard({ id, snoozed }: Incident): Answer {
  const end = snoozed === undefined ? '' : ` until ${toSnoozeEnd(snoozed)}`
  const text =
    'It comes back by itself then, and at once when it looks worse. Nobody is reminded of it before; the card says so, with your name and your reason.'
  return {
    name: 'notice',
    view: { ...toTone('calm'), icon: '💤', title: `Snoozed${end}`, text, incidentId: id },
  }
}

export async function wakeNow(parts: Parts, press: Press): Promise<Answer> {
  const { actor } = press
  const incident = await changeIncident(parts, press, (current) => {
    requireTurn(parts, { actor, permission: 'snooze', incident: current })
    if (current.snoozed === undefined) return undefined
    const now = parts.clock.now()
    const next = wake(current, now)
    const tenant = toTenant(parts, next.tenantId)
    const event = toIncidentEvent(next, 'snooze.ended', now, { because: 'woken' })
    return {
      next,
      events: [{ ...event, by: toActorRef(actor) }],
      tasks: [
        ...toUpdateTasks(next, tenant, now),
        ...toLineTasks({ incident: next, tenant, notice: 'woken', dueAt: now, who: actor.name }),
      ],
    }
  })
  const text = 'It waits for somebody again. Press “I’m on it” on the card if that is you.'
  return {
    name: 'notice',
    view: { ...toTone('calm'), icon: '⏳', title: 'Awake', text, incidentId: incident.id },
  }
}
