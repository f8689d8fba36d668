// Brings Defender's alert up to date and hears what was done with it there. Every run acts on the truth, so late ones and
// repeated ones do no harm; whatever fails is told once, and keeps nobody from anything.
import {
  type AlertAssignee,
  type AlertStep,
  type AlertSubject,
  alertPatienceMilliseconds,
  changeAlert,
  type DefenderAlert,
  hearAlert,
  listUndone,
  toAlertChange,
  toNextAlertAt,
} from '../../domain/defender-alert.js'
import type { Incident } from '../../domain/incident.js'
import { hourMilliseconds, type Instant, minuteMilliseconds } from '../../domain/instant.js'
import { listSenderAddresses } from '../../domain/ownership.js'
import { findAccount, listActorKeys } from '../../domain/person.js'
import type { Task } from '../../domain/task.js'
import { BackendError, lastingCodes } from '../../errors.js'
import { changeIncident, getIncident } from '../../outbox/change.js'
import { toAskedMilliseconds } from '../../outbox/patience.js'
import type { Claim, DefenderAlerts } from '../../ports.js'
import { askBackend, type Parts, toTenant } from '../feature.js'
import { toLineTasks, toUpdateTasks } from '../incident/tasks.js'
import { toIncidentEvent } from '../watch/settle.js'
import { isKeptInStep } from './follow.js'
import { type AlertDuty, toAlertTask } from './tasks.js'

const callMilliseconds = 30_000
/** Somebody may have granted it. */
const lastingRetryMilliseconds = 6 * hourMilliseconds
const retryMilliseconds = 5 * minuteMilliseconds
/** An alert may have been raised, or joined another one, before the entry was on the list. */
const earlierMilliseconds = hourMilliseconds

export async function keepInStep(parts: Parts, { incidentId }: AlertDuty, claim: Claim): Promise<void> {
  const incident = await getIncident(parts, incidentId)
  if (!isKeptInStep(parts, incident) || isOver(incident, parts.clock.now()))
    return void (await parts.store.commit({ settle: { claim } }))
  let isThere: boolean
  try {
    isThere = await synchronise(parts, incident)
  } catch (error) {
    if (!(error instanceof BackendError)) throw error
    return putOff(parts, { incident, error, claim })
  }
  await settle(parts, { incidentId, claim, isThere })
}

/** Nobody waits for what has been over for a day. */
function isOver({ state }: Incident, now: Instant): boolean {
  return state.status === 'closed' && now - state.closedAt >= alertPatienceMilliseconds
}

interface Settled {
  readonly incidentId: string
  readonly claim: Claim
  readonly isThere: boolean
}

/** One that is gone for good is asked for no more. */
async function settle(parts: Parts, { incidentId, claim, isThere }: Settled): Promise<void> {
  const after = await getIncident(parts, incidentId)
  const now = parts.clock.now()
  const isGone = !isThere && after.defenderAlert?.id !== undefined
  const isLeft = isThere && listUndone(after).length > 0
  const next = isGone ? undefined : isLeft ? now : toNextAlertAt(after, now)
  await parts.store.commit({
    settle: { claim },
    tasks: next === undefined ? [] : [toAlertTask(after, next)],
  })
}

function toSubject(incident: Incident): AlertSubject {
  return { entity: incident.entity, addresses: listSenderAddresses(incident) }
}

function ask<Value>(
  parts: Parts,
  { tenantId }: Incident,
  call: (alerts: DefenderAlerts, signal: AbortSignal) => Promise<Value>,
): Promise<Value> {
  const run = (backend: { readonly alerts: DefenderAlerts }, signal: AbortSignal) =>
    call(backend.alerts, signal)
  return askBackend(parts, { tenantId, milliseconds: callMilliseconds, call: run })
}

/** @returns whether there is an alert. */
async function synchronise(parts: Parts, incident: Incident): Promise<boolean> {
  const alert = await look(parts, incident)
  if (alert === undefined) return false
  const found = await saveFound(parts, incident, alert)
  const steps = listUndone(found)
  for (const step of steps) await write(parts, { incidentId: found.id, step, alert })
  const now = steps.length === 0 ? alert : await look(parts, await getIncident(parts, found.id))
  if (now !== undefined) await hear(parts, found.id, now)
  return now !== undefined
}

function look(parts: Parts, incident: Incident): Promise<DefenderAlert | undefined> {
  const { defenderAlert, restriction, openedAt } = incident
  const since = (restriction.createdAt ?? openedAt) - earlierMilliseconds
  return ask(parts, incident, (alerts, signal) =>
    defenderAlert?.id === undefined
      ? alerts.find(toSubject(incident), since, signal)
      : alerts.read(defenderAlert.id, toSubject(incident), signal),
  )
}

/** What was the matter is over as well. */
async function saveFound(parts: Parts, { id }: Incident, alert: DefenderAlert): Promise<Incident> {
  return changeIncident(parts, { incidentId: id }, (current) => {
    const { id: known, trouble } = current.defenderAlert ?? {}
    if (known !== undefined && trouble === undefined) return undefined
    const { trouble: _, ...kept } = current.defenderAlert ?? { done: [] }
    const { title } = alert
    const next = { ...current, defenderAlert: { ...kept, id: known ?? alert.id, title } }
    const now = parts.clock.now()
    return {
      next,
      events:
        known === undefined
          ? [{ ...toIncidentEvent(next, 'defender.found', now, { alertId: alert.id }), texts: { title } }]
          : [],
      tasks: trouble === undefined ? [] : toUpdateTasks(next, toTenant(parts, next.tenantId), now),
    }
  })
}

interface Writing {
  readonly incidentId: string
  readonly step: AlertStep
  readonly alert: DefenderAlert
}

/** Written first and saved then: what is written once more is known there by its mark. */
async function write(parts: Parts, { incidentId, step, alert }: Writing): Promise<void> {
  const incident = await getIncident(parts, incidentId)
  const change = toAlertChange(incident, step, { alert, assignee: findAssignee(parts, step) })
  const assigned = await ask(parts, incident, (alerts, signal) => alerts.change(alert.id, change, signal))
  await changeIncident(parts, { incidentId }, (current) => {
    const done = current.defenderAlert?.done ?? []
    if (done.includes(step.key)) return undefined
    const next = changeAlert(current, {
      done: [...done, step.key],
      ...(assigned === undefined ? {} : { assigned }),
    })
    const data = { step: step.key.replace(/-\d+$/, ''), isShared: alert.isShared }
    return { next, events: [toIncidentEvent(next, 'defender.told', parts.clock.now(), data)] }
  })
}

/** By the account that somebody vouches for, else by an address of the access list. */
function findAssignee({ access }: Parts, { takenBy }: AlertStep): AlertAssignee | undefined {
  if (takenBy === undefined) return undefined
  const account = findAccount(takenBy, access)
  const [address] = listActorKeys(takenBy, access).flatMap((key) => access.people.get(key)?.addresses ?? [])
  if (account === undefined && address === undefined) return undefined
  return {
    ...(account === undefined ? {} : { objectId: account.objectId }),
    ...(address === undefined ? {} : { address }),
  }
}

/** Our own writes are no news, and what is done there unblocks nobody. */
async function hear(parts: Parts, incidentId: string, alert: DefenderAlert): Promise<void> {
  await changeIncident(parts, { incidentId }, (current) => {
    const before = current.defenderAlert?.heard
    const heard = hearAlert(current, alert)
    if (heard === before) return undefined
    const { heard: _, ...kept } = current.defenderAlert ?? { done: [] }
    const next = { ...current, defenderAlert: { ...kept, ...(heard === undefined ? {} : { heard }) } }
    return { next, ...toHeardNews(parts, { before, next }) }
  })
}

interface News {
  readonly before: NonNullable<Incident['defenderAlert']>['heard']
  readonly next: Incident
}

function toHeardNews(parts: Parts, { before, next }: News) {
  const now = parts.clock.now()
  const tenant = toTenant(parts, next.tenantId)
  const { closed, assignedTo } = next.defenderAlert?.heard ?? {}
  const isClosedNow = closed !== undefined && before?.closed === undefined
  const isAssignedNow = assignedTo !== undefined && assignedTo !== before?.assignedTo
  const lines: readonly Task[] = isClosedNow
    ? toLineTasks({ incident: next, tenant, notice: 'defender-closed', dueAt: now })
    : []
  return {
    events: [
      ...(isAssignedNow
        ? [{ ...toIncidentEvent(next, 'defender.assigned', now), texts: { to: assignedTo } }]
        : []),
      ...(isClosedNow
        ? [
            {
              ...toIncidentEvent(next, 'defender.closed', now, { closedAt: closed.at }),
              texts: { by: closed.by },
            },
          ]
        : []),
    ],
    tasks: [...toUpdateTasks(next, tenant, now), ...lines],
  }
}

interface Failed {
  readonly incident: Incident
  readonly error: BackendError
  readonly claim: Claim
}

/** The card says why once, where trying again does not help by itself. */
async function putOff(parts: Parts, { incident, error, claim }: Failed): Promise<void> {
  const { id: incidentId } = incident
  const isLasting = lastingCodes.includes(error.code)
  parts.log.warn({ incidentId, code: error.code }, 'defender.put-off')
  if (isLasting)
    await changeIncident(parts, { incidentId }, (current) => {
      if (current.defenderAlert?.trouble?.why === error.message) return undefined
      const now = parts.clock.now()
      const next = changeAlert(current, { trouble: { at: now, why: error.message } })
      const event = toIncidentEvent(next, 'defender.trouble', now, { code: error.code })
      return {
        next,
        events: [{ ...event, texts: { why: error.message } }],
        tasks: toUpdateTasks(next, toTenant(parts, next.tenantId), now),
      }
    })
  const now = parts.clock.now()
  const wait = isLasting
    ? lastingRetryMilliseconds
    : Math.max(retryMilliseconds, toAskedMilliseconds('evidence', error))
  await parts.store.commit({ settle: { claim }, tasks: [toAlertTask(incident, now + wait)] })
}
