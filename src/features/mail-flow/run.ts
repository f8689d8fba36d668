// Reads message trace after an unblock, at growing intervals, until it is known whether mail flows.
import type { Incident, IncidentState } from '../../domain/incident.js'
import { type Instant, minuteMilliseconds } from '../../domain/instant.js'
import type { JournalEvent } from '../../domain/journal.js'
import {
  isWatchOver,
  type MailTrace,
  type MailVerdict,
  mostTracedMilliseconds,
  toMailVerdict,
  toNextTraceAt,
  usualMilliseconds,
} from '../../domain/mail-flow.js'
import type { Task } from '../../domain/task.js'
import { markMail, markStuck, markWatching } from '../../domain/transitions.js'
import { BackendError } from '../../errors.js'
import { type Change, changeIncident, getIncident } from '../../outbox/change.js'
import { toAskedMilliseconds } from '../../outbox/patience.js'
import type { Claim } from '../../ports.js'
import { askBackend, type Parts, toTenant } from '../feature.js'
import { toLineTasks, toUpdateTasks } from '../incident/tasks.js'
import { toVerifyTask } from '../unblock/tasks.js'
import { toIncidentEvent } from '../watch/settle.js'
import { toTraceTask } from './tasks.js'

/** Waits for its turn among all that ask for traces of this tenant, and then for a handful of calls. */
const traceMilliseconds = 240_000

type Watched = Extract<IncidentState, { readonly status: 'watching' | 'stuck' }>

export async function traceMail(parts: Parts, incidentId: string, claim: Claim): Promise<void> {
  const incident = await getIncident(parts, incidentId)
  const watched = findWatched(incident)
  if (watched === undefined) return void (await parts.store.commit({ settle: { claim } }))
  const { unblockedAt } = watched
  const readAt = parts.clock.now()
  const isTooOld = readAt - unblockedAt >= mostTracedMilliseconds
  const trace = isTooOld ? tooOld : await readTrace(parts, { incident, unblockedAt, claim })
  if (trace === undefined) return
  await changeIncident(parts, { incidentId, claim }, (current) => {
    // A later unblock has a read of its own.
    if (findWatched(current)?.unblockedAt !== unblockedAt) return undefined
    return toTraced(parts, current, { trace, readAt, unblockedAt })
  })
}

const tooOld: MailTrace = { known: false, why: 'The unblock is longer ago than message trace tells of.' }

function findWatched({ state }: Incident): Watched | undefined {
  return state.status === 'watching' || state.status === 'stuck' ? state : undefined
}

interface Asked {
  readonly incident: Incident
  readonly unblockedAt: Instant
  readonly claim: Claim
}

/** Undefined when it could not be asked: that is no failure of the task, which has been put off. */
async function readTrace(
  parts: Parts,
  { incident, unblockedAt, claim }: Asked,
): Promise<MailTrace | undefined> {
  try {
    return await askBackend(parts, {
      tenantId: incident.tenantId,
      milliseconds: traceMilliseconds,
      call: (backend, signal) => backend.traceMail(incident.entity, unblockedAt, signal),
    })
  } catch (error) {
    if (!(error instanceof BackendError)) throw error
    const now = parts.clock.now()
    const dueAt = Math.max(toNextTraceAt(unblockedAt, now), now + toAskedMilliseconds('traces', error))
    await parts.store.commit({ settle: { claim }, tasks: [toTraceTask(incident.id, dueAt)] })
    parts.log.warn({ incidentId: incident.id, code: error.code }, 'trace.put-off')
    return undefined
  }
}

interface Traced {
  readonly trace: MailTrace
  readonly readAt: Instant
  readonly unblockedAt: Instant
}

function toTraced(parts: Parts, incident: Incident, { trace, readAt, unblockedAt }: Traced): Change {
  const now = parts.clock.now()
  const before = toMailVerdict(findMail(incident))
  const read = markMail(incident, trace, readAt)
  const verdict = toMailVerdict(findMail(read))
  const elapsed = now - unblockedAt
  const next = toMoved(read, { verdict, elapsed, now })
  const events = verdict === before ? [] : toEvents(next, verdict, now)
  const lines = verdict === 'refused' && before !== 'refused' ? toRefusedLines(parts, next, now) : []
  const again = toTraceTask(next.id, toNextTraceAt(unblockedAt, now))
  const cards = toUpdateTasks(next, toTenant(parts, next.tenantId), now)
  return { next, events, tasks: [...cards, ...lines, ...toLastLook(next, elapsed, now), again] }
}

/** Whether it is still off the list is asked before it is called over. */
function toLastLook(incident: Incident, elapsed: number, now: Instant): readonly Task[] {
  if (!isGone(incident) || !isWatchOver(findMail(incident), elapsed)) return []
  return [toVerifyTask(incident.id, Math.floor(elapsed / minuteMilliseconds), now)]
}

function findMail(incident: Incident) {
  return findWatched(incident)?.unblock.mail
}

function isGone(incident: Incident): boolean {
  return findWatched(incident)?.goneAt !== undefined
}

interface Seen {
  readonly verdict: MailVerdict
  readonly elapsed: number
  readonly now: Instant
}

/** Refused is "still blocked" whatever the list says; delivered after that is as after any unblock, once the list has its way. */
function toMoved(incident: Incident, { verdict, elapsed, now }: Seen): Incident {
  const { status } = incident.state
  if (verdict === 'refused' && status === 'watching') return markStuck(incident, now)
  const isLate = !isGone(incident) && elapsed >= usualMilliseconds
  if (verdict === 'delivered' && status === 'stuck' && !isLate) return markWatching(incident, now)
  return incident
}

function toRefusedLines(parts: Parts, incident: Incident, dueAt: Instant): readonly Task[] {
  return toLineTasks({ incident, tenant: toTenant(parts, incident.tenantId), notice: 'refused', dueAt })
}

function toEvents(incident: Incident, verdict: MailVerdict, now: Instant): readonly JournalEvent[] {
  const mail = findMail(incident)
  switch (verdict) {
    case 'delivered':
      return [toIncidentEvent(incident, 'mail.delivered', now, { mailAt: mail?.deliveredAt ?? now })]
    case 'refused':
      return [
        toIncidentEvent(incident, 'mail.refused', now, {
          mailAt: mail?.refused?.at ?? now,
          code: mail?.refused?.code ?? '',
        }),
      ]
    case 'inside':
      return [toIncidentEvent(incident, 'mail.inside', now, { mailAt: mail?.insideAt ?? now })]
    case 'unknown':
      return [toIncidentEvent(incident, 'mail.unknown', now, { why: mail?.why ?? '' })]
    case 'nothing':
    case 'unread':
      return []
    default:
      return verdict satisfies never
  }
}
