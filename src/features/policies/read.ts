// One read of one tenant's own settings. A read that failed, or a part of it that did, opens, closes and clears nothing.
import { whileOthersWrite } from '../../domain/cell.js'
import { dayMilliseconds, hourMilliseconds, type Instant } from '../../domain/instant.js'
import type { TenantPolicies } from '../../domain/policies.js'
import { comparePolicies, keepKnown } from '../../domain/policy-drift.js'
import type { Task } from '../../domain/task.js'
import type { Tenant } from '../../domain/tenant.js'
import { BackendError } from '../../errors.js'
import { toAskedMilliseconds } from '../../outbox/patience.js'
import type { Claim } from '../../ports.js'
import { askBackend, type Parts, toTenant } from '../feature.js'
import { settleDrift } from './drift.js'
import { showRead } from './follow.js'
import {
  findPolicies,
  type PolicyRecord,
  putPolicies,
  recallOpenDrift,
  recallPolicies,
  toAnswered,
} from './record.js'
import { toPoliciesTask, toSpreadPoliciesTasks } from './tasks.js'

/** Security & Compliance is slow to connect to; a read that takes longer is a failed one, in milliseconds. */
const readMilliseconds = 90_000
const pauseMilliseconds = dayMilliseconds
/** After a read that failed or left something out. */
const retryMilliseconds = hourMilliseconds

export async function readTenantPolicies(parts: Parts, tenantId: string, claim: Claim): Promise<void> {
  if (!parts.tenants.has(tenantId)) return void (await parts.store.commit({ settle: { claim } }))
  const tenant = toTenant(parts, tenantId)
  const startedAt = parts.clock.now()
  try {
    const read = await askBackend(parts, {
      tenantId,
      milliseconds: readMilliseconds,
      call: (backend, signal) => backend.readPolicies(signal),
    })
    await whileOthersWrite(() => keepRead(parts, { claim, tenant, startedAt, read }))
  } catch (error) {
    if (!(error instanceof BackendError)) throw error
    await whileOthersWrite(() => keepFailure(parts, { claim, tenant, startedAt, error }))
  }
  await showRead(parts, tenant)
}

interface Ended {
  readonly claim: Claim
  readonly tenant: Tenant
  readonly startedAt: Instant
}

async function keepRead(
  parts: Parts,
  { claim, tenant, startedAt, read }: Ended & { readonly read: TenantPolicies },
): Promise<void> {
  const { value: before, version } = await findPolicies(parts.store, tenant.id)
  const known = before?.known === undefined ? read : keepKnown(before.known, read)
  // What could not be read until now has no baseline yet, and what is there is it.
  const baseline = before?.baseline === undefined ? read : keepKnown(known, before.baseline)
  const change = settleDrift(parts, {
    tenant,
    before: await recallOpenDrift(parts.store, before),
    changes: comparePolicies(baseline, known),
    readBefore: before?.read?.readAt,
  })
  const { driftId } = change
  const { driftId: _, ...kept } = before ?? {}
  const record: PolicyRecord = {
    ...kept,
    lastTriedAt: startedAt,
    readFrom: tenant.readFrom,
    failures: 0,
    problem: '',
    read,
    known,
    baseline,
    ...(driftId === undefined ? {} : { driftId }),
  }
  await parts.store.commit({
    settle: { claim },
    events: change.events,
    tasks: [...change.tasks, toPoliciesTask(tenant.id, parts.clock.now() + toPauseMilliseconds(read))],
    cells: [
      ...change.cells,
      putPolicies(tenant.id, record, { expectedVersion: version }),
      ...(await toAnswered(parts.store, tenant.id, startedAt)),
    ],
  })
  parts.poke()
  for (const { type } of change.events) parts.log.info({ tenantId: tenant.id }, type)
}

function toPauseMilliseconds({ alerts, audit, outbound }: TenantPolicies): number {
  return alerts.known && audit.known && outbound.known ? pauseMilliseconds : retryMilliseconds
}

async function keepFailure(
  parts: Parts,
  { claim, tenant, startedAt, error }: Ended & { readonly error: BackendError },
): Promise<void> {
  const { value: before, version } = await findPolicies(parts.store, tenant.id)
  const failures = (before?.failures ?? 0) + 1
  const problem = error.message
  const now = parts.clock.now()
  const { readFrom } = tenant
  const record: PolicyRecord = { ...before, lastTriedAt: startedAt, readFrom, failures, problem }
  const waitMilliseconds = Math.max(retryMilliseconds, toAskedMilliseconds('policies', error))
  parts.log.warn({ tenantId: tenant.id, failures, code: error.code, problem }, 'policies.read-failed')
  await parts.store.commit({
    settle: { claim },
    tasks: [toPoliciesTask(tenant.id, now + waitMilliseconds)],
    cells: [
      putPolicies(tenant.id, record, { expectedVersion: version }),
      ...(await toAnswered(parts.store, tenant.id, startedAt)),
    ],
    events:
      failures === 1
        ? [{ at: now, type: 'policies.read-failed', tenantId: tenant.id, data: { problem } }]
        : [],
  })
}

/** What was read within its day, by whichever process, is not read again before, unless it is read from elsewhere now. */
export async function listFirstReads(
  { store, tenants }: Pick<Parts, 'store' | 'tenants'>,
  now: Instant,
): Promise<readonly Task[]> {
  const all = [...tenants.values()].map(async (one) => ({
    id: one.id,
    nextAt: await findNextRead(store, one),
  }))
  const found = await Promise.all(all)
  const isWaiting = (nextAt: Instant | undefined): nextAt is Instant => nextAt !== undefined && nextAt > now
  const waiting = found.flatMap(({ id, nextAt }) => (isWaiting(nextAt) ? [toPoliciesTask(id, nextAt)] : []))
  const due = found.flatMap(({ id, nextAt }) => (isWaiting(nextAt) ? [] : [id]))
  return [...waiting, ...toSpreadPoliciesTasks(due, now)]
}

/** Undefined when the last read failed, which this very start may have mended, or there was none. */
async function findNextRead(store: Parts['store'], tenant: Tenant): Promise<Instant | undefined> {
  const record = await recallPolicies(store, tenant.id)
  if (record?.read === undefined || record.failures > 0) return undefined
  if (record.readFrom !== tenant.readFrom) return undefined
  return record.lastTriedAt + toPauseMilliseconds(record.read)
}
