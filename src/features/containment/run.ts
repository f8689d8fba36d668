// Does one confirmed step on an account, once. That the call is about to be made is saved first, so that after a crash or
// a lost answer nothing is ever sent a second time: fresh evidence shows what became of it.
import type { z } from 'zod'
import type { Containment } from '../../domain/containment.js'
import { attemptContainment, endContainment, findContainment } from '../../domain/containment-moves.js'
import type { Sender } from '../../domain/entity.js'
import { type Incident, isClosed } from '../../domain/incident.js'
import { dayMilliseconds, minuteMilliseconds } from '../../domain/instant.js'
import { hasStanding } from '../../domain/offers.js'
import { toReminders } from '../../domain/reminder.js'
import type { Tenant } from '../../domain/tenant.js'
import { BackendError, StaleError } from '../../errors.js'
import { changeIncident, getIncident } from '../../outbox/change.js'
import type { Claim } from '../../ports.js'
import { findLateBar, withLive } from '../entrance/gate.js'
import { isOfUse } from '../evidence/gather.js'
import { toGatherTask } from '../evidence/tasks.js'
import { askBackend, type Parts, toTenant } from '../feature.js'
import { toUpdateTasks } from '../incident/tasks.js'
import { type ContainmentEvent, listContainmentEvents } from './events.js'
import { redrawLive } from './follow.js'
import { type containDuty, toOutstandingTask } from './tasks.js'

/** Time limit of the call, in milliseconds; well below a task's lease. */
const containMilliseconds = 60_000

type Duty = z.infer<typeof containDuty>
type Ending = Omit<Parameters<typeof endContainment>[2], 'now'>

export async function runContainment(parts: Parts, duty: Duty, claim: Claim): Promise<void> {
  const incident = await getIncident(parts, duty.incidentId)
  const one = findContainment(incident, duty.containmentId)
  const order = { claim, duty }
  const { entity } = incident
  if (one?.requestedAt === undefined || one.ended !== undefined || entity.kind !== 'sender')
    return void (await parts.store.commit({ settle: { claim } }))
  if (one.attemptedAt !== undefined)
    return conclude(parts, order, toUnknown('Reprieve was interrupted right after it had asked.'))
  if (isTooLate(incident, one)) return conclude(parts, order, toFailed(tooLate))
  if (!parts.backends.has(incident.tenantId)) return conclude(parts, order, toFailed(departed))
  const barred = await attempt(parts, duty)
  redrawLive(parts, duty.incidentId)
  if (barred !== undefined) return conclude(parts, order, toFailed(barred))
  await conclude(parts, order, await call(parts, { incident, one, sender: entity }))
}

const tooLate = 'This was closed before the step began.'

const departed = 'The tenant was taken out of the settings before the step began.'

/** When all is over nothing new is begun; what was changed is given back all the same. */
function isTooLate(incident: Incident, { undoes }: Containment): boolean {
  return isClosed(incident) && undoes === undefined
}

/** Saves that the step is about to be done, unless by now it turns out that it must not be: then says why. */
async function attempt(parts: Parts, { incidentId, containmentId }: Duty): Promise<string | undefined> {
  const informed = await withLive(parts)
  let barred: string | undefined
  await changeIncident(parts, { incidentId }, (current) => {
    const one = findContainment(current, containmentId)
    if (one !== undefined && isTooLate(current, one)) throw new StaleError(tooLate)
    barred = one && findLateBar(informed, { ...one, identity: one.identity, incident: current })
    if (barred !== undefined) return undefined
    const now = parts.clock.now()
    const next = attemptContainment(current, containmentId, now)
    const events = listContainmentEvents(next, containmentId, { type: 'containment.attempted', at: now })
    return { next, events }
  })
  return barred
}

interface Call {
  readonly incident: Incident
  readonly one: Containment
  readonly sender: Sender
}

async function call(parts: Parts, { incident, one, sender }: Call): Promise<Ending> {
  const { step, targets, undoes } = one
  const restore = undoes === undefined ? undefined : findContainment(incident, undoes)?.undo
  const order = { step, targets: targets.map(({ id }) => id), restore }
  try {
    const { detail, undo, restores } = await askBackend(parts, {
      tenantId: incident.tenantId,
      milliseconds: containMilliseconds,
      isDeed: true,
      call: (backend, signal) => backend.contain(sender, order, signal),
    })
    return { result: 'done', detail, undo, restores }
  } catch (error) {
    if (!(error instanceof BackendError)) throw error
    return error.outcome === 'unknown' ? toUnknown(error.message) : toFailed(error.message)
  }
}

function toUnknown(why: string): Ending {
  return {
    result: 'unknown',
    detail: `${why} Look at the evidence before you try again.`,
    undo: undefined,
  }
}

function toFailed(why: string): Ending {
  return { result: 'failed', detail: `${why} Nothing was changed.`, undo: undefined }
}

const endTypes = {
  done: 'containment.done',
  failed: 'containment.failed',
  unknown: 'containment.unknown',
} as const satisfies Readonly<Record<Ending['result'], ContainmentEvent>>

/** What became of it, with fresh evidence on its way; told on the card of a closed incident too. */
async function conclude(
  parts: Parts,
  { claim, duty }: { readonly claim: Claim; readonly duty: Duty },
  ending: Ending,
): Promise<void> {
  const { incidentId, containmentId } = duty
  const { result, detail } = ending
  const type = endTypes[result]
  parts.log.info({ incidentId, containment: containmentId, result }, 'containment.concluded')
  await changeIncident(parts, { incidentId, claim }, (current) => {
    if (findContainment(current, containmentId)?.ended !== undefined) return undefined
    const now = parts.clock.now()
    const next = endContainment(current, containmentId, { ...ending, now })
    const events = listContainmentEvents(next, containmentId, { type, at: now, detail })
    // A step that failed alone changes nothing on the card; of several, it is what an open page waits for.
    const isAlone = findContainment(next, containmentId)?.setId === undefined
    if (result === 'failed' && isAlone) return { next, events }
    const tenant = toTenant(parts, next.tenantId)
    const updates = toUpdateTasks(next, tenant, now)
    const looks = result !== 'failed' && isOfUse(next) ? [toGatherTask(incidentId, now)] : []
    const reminders = hasStanding(next)
      ? [toOutstandingTask(incidentId, now + toLeftMilliseconds(tenant, next))]
      : []
    return { next, events, tasks: [...looks, ...reminders, ...updates] }
  })
  redrawLive(parts, duty.incidentId)
}

/** Never is asked for again once a day: settings change. */
function toLeftMilliseconds(tenant: Tenant, incident: Incident): number {
  return toReminders(tenant, incident).leftMinutes * minuteMilliseconds || dayMilliseconds
}
