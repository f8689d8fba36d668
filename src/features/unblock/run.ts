// Lifts a restriction, once. The list is read before and after; that the call is about to be made is saved first, so
// that after a crash or a lost answer nothing is ever sent a second time: the list decides what became of it.
import { findUnblock, type Trouble, toTrouble } from '../../domain/attempts.js'
import type { Incident } from '../../domain/incident.js'
import { markAttempted, markFailed, markUnblocked, markUncertain } from '../../domain/transitions.js'
import { BackendError, PlatformError } from '../../errors.js'
import { type Change, changeIncident, getIncident } from '../../outbox/change.js'
import type { Claim } from '../../ports.js'
import { findLapse } from '../approval/signers.js'
import { findLateBar, withLive } from '../entrance/gate.js'
import { askBackend, type Parts, toTenant } from '../feature.js'
import { toLineTasks, toUpdateTasks } from '../incident/tasks.js'
import { toIncidentEvent } from '../watch/settle.js'
import { toVerifyTasks } from './tasks.js'

/** Time limits of the calls to Exchange, in milliseconds; all of them together stay well below a task's lease. */
const findMilliseconds = 20_000
const unblockMilliseconds = 60_000

/** What has to be known before the unblock is asked for this often; after that the unblock is called off. */
const findTries = 4

export async function runUnblock(parts: Parts, incidentId: string, claim: Claim): Promise<void> {
  const incident = await getIncident(parts, incidentId)
  if (incident.state.status !== 'unblocking') return void (await parts.store.commit({ settle: { claim } }))
  if (incident.state.unblock.attemptedAt !== undefined)
    return conclude(parts, claim, (current) => toUncertain(parts, current, interrupted))
  if (!(await isListed(parts, incident, claim))) return
  const barred = await begin(parts, claim, incidentId)
  if (barred !== undefined) {
    // Exchange was not asked.
    const trouble = { why: `${barred} Nothing was changed.`, isAnswered: false, effect: 'none' } as const
    return conclude(parts, claim, (current) => toFailed(parts, current, trouble))
  }
  await attempt(parts, incident, claim)
}

/** Saves that Exchange is about to be asked, unless by now it turns out that it must not be: then says why. */
async function begin(parts: Parts, claim: Claim, incidentId: string): Promise<string | undefined> {
  const informed = await withLive(parts)
  const before = await getIncident(parts, incidentId)
  const first = findUnblock(before)?.first
  const lapse = first === undefined ? undefined : await findLapse(informed, before, first)
  if (lapse?.reason === 'lookup-failed' && claim.task.attempts + 1 < findTries)
    throw new PlatformError(lapse.why, { code: 'unavailable' })
  let barred: string | undefined
  await changeIncident(parts, { incidentId }, (current) => {
    const unblock = findUnblock(current)
    // Whoever broke the glass was let through by the machine, whose mailbox it may be.
    barred =
      unblock?.breakGlass === undefined
        ? unblock &&
          (findLateBar(informed, { ...unblock, identity: unblock.identity, incident: current }) ?? lapse?.why)
        : undefined
    if (barred !== undefined) return undefined
    const next = markAttempted(current, parts.clock.now())
    return { next, events: [toIncidentEvent(next, 'unblock.attempted', next.changedAt)] }
  })
  return barred
}

const interrupted: Trouble = {
  why: 'Reprieve was interrupted right after it had asked Exchange.',
  isAnswered: false,
  effect: 'unknown',
}

/** Reads the list first. False when that settled the matter already. */
async function isListed(parts: Parts, incident: Incident, claim: Claim): Promise<boolean> {
  try {
    const restriction = await find(parts, incident)
    if (restriction !== undefined) return true
    await conclude(parts, claim, (current) => toUnblocked(parts, current, { alreadyGone: true, gone: true }))
    return false
  } catch (error) {
    if (!(error instanceof BackendError) || claim.task.attempts + 1 < findTries) throw error
    await conclude(parts, claim, (current) =>
      toFailed(parts, current, {
        ...toTrouble(error),
        why: `Exchange could not be asked, so nothing was changed: ${error.message}`,
        effect: 'none',
      }),
    )
    return false
  }
}

async function attempt(parts: Parts, incident: Incident, claim: Claim): Promise<void> {
  let alreadyGone: boolean
  try {
    const answer = await askBackend(parts, {
      tenantId: incident.tenantId,
      milliseconds: unblockMilliseconds,
      isDeed: true,
      call: (backend, signal) => backend.unblock(incident.entity, signal),
    })
    alreadyGone = answer.alreadyGone
  } catch (error) {
    if (!(error instanceof BackendError)) throw error
    const decide = error.outcome === 'unknown' ? toUncertain : toFailed
    return conclude(parts, claim, (current) => decide(parts, current, toTrouble(error)))
  }
  const gone = await isGone(parts, incident)
  await conclude(parts, claim, (current) => toUnblocked(parts, current, { alreadyGone, gone }))
}

// Exchange took the unblock; not being able to look right after it changes nothing about that, and is not said to be a look.
async function isGone(parts: Parts, incident: Incident): Promise<boolean | undefined> {
  try {
    return (await find(parts, incident)) === undefined
  } catch (error) {
    if (error instanceof BackendError) return undefined
    throw error
  }
}

function find(parts: Parts, incident: Incident) {
  return askBackend(parts, {
    tenantId: incident.tenantId,
    milliseconds: findMilliseconds,
    call: (backend, signal) => backend.find(incident.entity, signal),
  })
}

async function conclude(parts: Parts, claim: Claim, decide: (incident: Incident) => Change): Promise<void> {
  const incidentId = claim.task.duty.incidentId ?? ''
  const saved = await changeIncident(parts, { incidentId, claim }, (current) =>
    current.state.status === 'unblocking' ? decide(current) : undefined,
  )
  parts.log.info({ incidentId: saved.id, status: saved.state.status }, 'unblock.concluded')
}

function toUnblocked(
  parts: Parts,
  incident: Incident,
  { alreadyGone, gone }: { readonly alreadyGone: boolean; readonly gone: boolean | undefined },
): Change {
  const now = parts.clock.now()
  const next = markUnblocked(incident, { alreadyGone, gone, now })
  const seen = gone === undefined ? { alreadyGone } : { alreadyGone, gone }
  const event = toIncidentEvent(next, 'unblock.done', now, { settledBy: 'answer', ...seen })
  const tasks = [...toUpdateTasks(next, toTenant(parts, next.tenantId), now), ...toVerifyTasks(next.id, now)]
  return { next, events: [event], tasks }
}

function toUncertain(parts: Parts, incident: Incident, trouble: Trouble): Change {
  const now = parts.clock.now()
  const next = markUncertain(incident, trouble, now)
  const tenant = toTenant(parts, next.tenantId)
  return {
    next,
    events: [toIncidentEvent(next, 'unblock.uncertain', now, toTroubleData(trouble))],
    tasks: [
      ...toUpdateTasks(next, tenant, now),
      ...toLineTasks({ incident: next, tenant, notice: 'uncertain', dueAt: now }),
      ...toVerifyTasks(next.id, now),
    ],
  }
}

/** Nothing was lifted and that is certain; the incident can be reviewed again. */
export function toFailed(parts: Parts, incident: Incident, trouble: Trouble): Change {
  const now = parts.clock.now()
  const next = markFailed(incident, trouble, now)
  const tenant = toTenant(parts, next.tenantId)
  return {
    next,
    events: [toIncidentEvent(next, 'unblock.failed', now, toTroubleData(trouble))],
    tasks: [
      ...toUpdateTasks(next, tenant, now),
      ...toLineTasks({ incident: next, tenant, notice: 'failed', dueAt: now }),
    ],
  }
}

function toTroubleData({ why, isAnswered }: Trouble) {
  return { why, answered: isAnswered }
}
