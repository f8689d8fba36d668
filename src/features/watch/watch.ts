// One poll of one tenant's list: what is new becomes an incident, what is gone ends one. A poll that failed
// decides nothing; it is counted and shown. One that could not read every entry opens, and ends nothing.
import { createLimit, type Limit } from '../../concurrency/limit.js'
import { toEntityKey } from '../../domain/entity.js'
import { type Incident, isReviewable } from '../../domain/incident.js'
import { type Instant, leastStepMilliseconds } from '../../domain/instant.js'
import type { JournalEvent } from '../../domain/journal.js'
import { isWhole, type Listed } from '../../domain/listed.js'
import { usualMilliseconds } from '../../domain/mail-flow.js'
import { isNewListing, isSameRestriction, type Restriction } from '../../domain/restriction.js'
import type { Tenant } from '../../domain/tenant.js'
import { BackendError, StaleError } from '../../errors.js'
import { toAskedMilliseconds } from '../../outbox/patience.js'
import type { Claim, Clock } from '../../ports.js'
import { askBackend, type Parts, toTenant } from '../feature.js'
import { settleUnread } from '../unread/settle.js'
import { openIncidents } from './open.js'
import { type PollRecord, pollOf } from './polls.js'
import {
  closeRelapsed,
  closeVanished,
  isSightingNews,
  keepListed,
  noteAbsent,
  type Sighting,
  settleGone,
} from './settle.js'
import { toWatchTask } from './tasks.js'

/** A poll that takes longer is a failed one, in milliseconds. */
const pollMilliseconds = 45_000
const findMilliseconds = 20_000
/** When much is cleared at once elsewhere. */
const findsAtOnce = 8
/** From a poll that misses an entry to the one that decides. */
const decideMilliseconds = 15_000

export async function watchTenant(parts: Parts, tenantId: string, claim: Claim): Promise<void> {
  const tenant = toTenant(parts, tenantId)
  if (!parts.tenants.has(tenantId)) {
    await parts.store.commit({ settle: { claim } })
    return
  }
  const before = await pollOf(tenantId).recall(parts.store)
  const startedAt = parts.clock.now()
  const hasStepped = watchForStep(parts.clock)
  try {
    const listed = await askBackend(parts, {
      tenantId,
      milliseconds: pollMilliseconds,
      call: (backend, signal) => backend.list(signal),
    })
    // What changed since it began cannot be told from what changed before: it decides nothing, the next one does.
    if (hasStepped()) return await lookAgain(parts, tenantId, claim)
    const isDoubtful = await compare(parts, { tenant, listed, startedAt })
    await finishPoll(parts, {
      claim,
      tenant,
      before,
      poll: toGoodPoll(listed, startedAt),
      isDoubtful,
      listed,
    })
  } catch (error) {
    if (!(error instanceof BackendError)) throw error
    // When the last good one was has moved with the clock meanwhile.
    const known = hasStepped() ? await pollOf(tenantId).recall(parts.store) : before
    const triedAt = hasStepped() ? (known?.lastTriedAt ?? parts.clock.now()) : startedAt
    const poll = toFailedPoll(known, triedAt, error)
    parts.log.warn(
      { tenantId, failures: poll.failures, code: error.code, problem: error.message },
      'watch.failed',
    )
    await finishPoll(parts, { claim, tenant, before, poll, error, isDoubtful: false })
  }
}

/** Whether the wall clock was set since this was called. */
function watchForStep(clock: Clock): () => boolean {
  const toAhead = () => clock.now() - clock.monotonic()
  const ahead = toAhead()
  return () => Math.abs(toAhead() - ahead) >= leastStepMilliseconds
}

async function lookAgain({ store, clock }: Parts, tenantId: string, claim: Claim): Promise<void> {
  await store.commit({ settle: { claim }, tasks: [toWatchTask(tenantId, clock.now())] })
}

interface Poll {
  readonly tenant: Tenant
  readonly listed: Listed
  readonly startedAt: Instant
}

/** What the list says of each live incident, and what it says that no incident knows of. True when the next poll has to decide. */
async function compare(parts: Parts, { tenant, listed, startedAt }: Poll): Promise<boolean> {
  const { restrictions } = listed
  const entries = new Map(restrictions.map((restriction) => [toEntityKey(restriction.entity), restriction]))
  const live = await parts.store.listLive({ tenantId: tenant.id })
  const known = new Set<string>()
  const relapsed: Restriction[] = []
  let isDoubtful = false
  const finds = createLimit(findsAtOnce)
  await Promise.all(
    live.map(async (incident) => {
      const key = toEntityKey(incident.entity)
      known.add(key)
      const restriction = entries.get(key)
      // It may be the one that could not be read: nothing is over by a list that is not whole.
      if (restriction === undefined && !isWhole(listed, incident.entity.kind)) return
      const judged = await judge(parts, { incident, restriction, startedAt, finds })
      if (judged === 'relapsed' && restriction !== undefined) relapsed.push(restriction)
      isDoubtful ||= judged === 'doubtful'
    }),
  )
  const unknown = restrictions.filter((restriction) => !known.has(toEntityKey(restriction.entity)))
  await openIncidents(parts, tenant, toDistinct([...relapsed, ...unknown]))
  return isDoubtful
}

interface Seen {
  readonly incident: Incident
  readonly restriction: Restriction | undefined
  readonly startedAt: Instant
  readonly finds: Limit
}

/** `relapsed`: ended by a new restriction of the same entity, which then opens its own. `doubtful`: not seen, once. */
async function judge(
  parts: Parts,
  { incident, restriction, startedAt, finds }: Seen,
): Promise<'relapsed' | 'doubtful' | 'judged'> {
  const sighting = { incidentId: incident.id, startedAt }
  try {
    if (restriction === undefined) return await judgeGone(parts, incident, { ...sighting, finds })
    else if (isRelapse(incident, restriction, startedAt)) {
      await closeRelapsed(parts, sighting)
      return 'relapsed'
    } else if (isNews(incident, restriction)) await keepListed(parts, sighting, restriction)
  } catch (error) {
    // Somebody changed the incident meanwhile; the next poll will judge what is true then.
    if (!(error instanceof StaleError)) throw error
  }
  return 'judged'
}

function isNews(incident: Incident, restriction: Restriction): boolean {
  const isChanged = !isSameRestriction(incident.restriction, restriction)
  return isChanged || incident.absentSince !== undefined || isSightingNews(incident)
}

/** What nobody unblocked here is over when two polls did not see it, and a direct poll does not either. */
async function judgeGone(
  parts: Parts,
  incident: Incident,
  { finds, ...sighting }: Sighting & { readonly finds: Limit },
): Promise<'doubtful' | 'judged'> {
  if (!isReviewable(incident)) await settleGone(parts, sighting)
  else if (incident.absentSince === undefined || incident.absentSince >= sighting.startedAt) {
    await noteAbsent(parts, sighting)
    return 'doubtful'
  } else if (await finds(() => isGone(parts, incident))) await closeVanished(parts, sighting)
  return 'judged'
}

async function isGone(parts: Parts, { tenantId, entity }: Incident): Promise<boolean> {
  try {
    const found = await askBackend(parts, {
      tenantId,
      milliseconds: findMilliseconds,
      call: (backend, signal) => backend.find(entity, signal),
    })
    return found === undefined
  } catch (error) {
    // Then the next poll asks again.
    if (!(error instanceof BackendError)) throw error
    parts.log.warn({ tenantId, code: error.code }, 'watch.not-found-out')
    return false
  }
}

// The same entry seen again is a slow list, within the hour that Microsoft gives it; an entry that began after ours was gone
// is a new restriction.
function isRelapse(incident: Incident, restriction: Restriction, startedAt: Instant): boolean {
  const { state } = incident
  if (state.status !== 'watching' && state.status !== 'stuck') return false
  if (isNewListing(incident.restriction, incident.openedAt, restriction)) return true
  if (incident.restriction.createdAt !== undefined && restriction.createdAt !== undefined) return false
  if (state.goneAt !== undefined && startedAt - state.unblockedAt > usualMilliseconds) return true
  // Without dates another reason tells; nothing else proves that an entry which is back is a new one.
  return state.goneAt !== undefined && incident.restriction.reason.raw !== restriction.reason.raw
}

function toDistinct(restrictions: readonly Restriction[]): readonly Restriction[] {
  return [...new Map(restrictions.map((one) => [toEntityKey(one.entity), one])).values()]
}

function toGoodPoll({ unreadable, notices }: Listed, startedAt: Instant): PollRecord {
  const entries = unreadable.map(({ kind, key, what, reason }) => ({ kind, key, what, reason }))
  return {
    lastGoodAt: startedAt,
    lastTriedAt: startedAt,
    failures: 0,
    problem: '',
    ...(entries.length === 0 ? {} : { unreadable: entries }),
    ...(notices.length === 0 ? {} : { notices }),
  }
}

function toFailedPoll(
  before: PollRecord | undefined,
  lastTriedAt: Instant,
  { message: problem, code }: BackendError,
): PollRecord {
  return { ...before, lastTriedAt, failures: (before?.failures ?? 0) + 1, problem, code }
}

interface Finished {
  readonly claim: Claim
  readonly tenant: Tenant
  readonly before: PollRecord | undefined
  readonly poll: PollRecord
  readonly error?: BackendError
  /** Of a good poll. */
  readonly listed?: Listed
  /** Something was not seen for the first time. */
  readonly isDoubtful: boolean
}

async function finishPoll(parts: Parts, finished: Finished): Promise<void> {
  const { claim, tenant, before, poll, error, listed, isDoubtful } = finished
  const unreadIds = before?.unreadIds ?? []
  const unread =
    listed === undefined
      ? { unreadIds, events: [], tasks: [], cells: [] }
      : await settleUnread(parts, { tenant, unreadIds, unreadable: listed.unreadable })
  const saved = unread.unreadIds.length === 0 ? poll : { ...poll, unreadIds: unread.unreadIds }
  const now = parts.clock.now()
  const usual = tenant.pollSeconds * 1_000
  const interval = isDoubtful ? Math.min(usual, decideMilliseconds) : usual
  const waitMilliseconds = Math.max(interval, toAskedMilliseconds('watch', error))
  await parts.store.commit({
    settle: { claim },
    tasks: [toWatchTask(tenant.id, now + waitMilliseconds), ...unread.tasks],
    cells: [pollOf(tenant.id).put(saved), ...unread.cells],
    events: [...toEvents(tenant, before, poll, now), ...unread.events],
  })
  if (unread.tasks.length > 0) parts.poke()
  parts.meter.pollEnded({ ok: error === undefined, milliseconds: now - poll.lastTriedAt })
}

// One entry when polls begin to fail and one when they work again; every failed poll in between is only counted.
function toEvents(
  tenant: Tenant,
  before: PollRecord | undefined,
  poll: PollRecord,
  at: Instant,
): readonly JournalEvent[] {
  if (poll.failures === 1)
    return [{ at, type: 'watch.failed', tenantId: tenant.id, data: { problem: poll.problem } }]
  const failed = before?.failures ?? 0
  if (poll.failures === 0 && failed > 0)
    return [{ at, type: 'watch.recovered', tenantId: tenant.id, data: { failures: failed } }]
  return []
}
