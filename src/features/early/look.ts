// Every five minutes, where the settings ask for it: who is near a limit, and whom Microsoft's alert names. Each gets one
// card before the block, and it ends by itself.
import { toApartId } from '../../domain/apart.js'
import { type Early, type EarlyEnd, type EarlyWish, toShare } from '../../domain/early.js'
import { toEntityKey } from '../../domain/entity.js'
import { type Incident, isClosed } from '../../domain/incident.js'
import { dayMilliseconds, hourMilliseconds, type Instant } from '../../domain/instant.js'
import type { Tenant } from '../../domain/tenant.js'
import { BackendError } from '../../errors.js'
import { changeIncident } from '../../outbox/change.js'
import { toAskedMilliseconds } from '../../outbox/patience.js'
import type { Claim } from '../../ports.js'
import { type Parts, toTenant } from '../feature.js'
import { toUpdateTasks } from '../incident/tasks.js'
import { isEntityMuted } from './muted.js'
import { openEarly } from './open.js'
import { toClosingOf } from './over.js'
import { readSigned, type Signed } from './signs.js'
import { lookMilliseconds, toEarlyTask } from './tasks.js'

/** So many cards begin at one look, the worst first: more than that is no early sign but a storm. */
const mostBegun = 5
/** Without a sign for so long a sender is quiet again: message trace is late, and an hour has to pass by itself. */
const quietMilliseconds = hourMilliseconds
/** So much more of a limit is told. */
const newsShare = 0.1

export async function lookEarly(
  parts: Parts,
  { tenantId }: { readonly tenantId: string },
  claim: Claim,
): Promise<void> {
  const tenant = parts.tenants.get(tenantId)
  const wish = tenant?.early
  if (tenant === undefined || wish === undefined) {
    await endAll(parts, tenantId, 'off')
    return void (await parts.store.commit({ settle: { claim } }))
  }
  const next = await look(parts, tenant, wish)
  await parts.store.commit({ settle: { claim }, tasks: [toEarlyTask(tenantId, next)] })
}

/** @returns when it is looked next. */
async function look(parts: Parts, tenant: Tenant, wish: EarlyWish): Promise<Instant> {
  const now = parts.clock.now()
  try {
    const signed = await readSigned(parts, tenant, wish)
    await refresh(parts, tenant, signed)
    return now + lookMilliseconds
  } catch (error) {
    if (!(error instanceof BackendError)) throw error
    parts.log.warn({ tenantId: tenant.id, code: error.code }, 'early.put-off')
    return now + Math.max(lookMilliseconds, toAskedMilliseconds('traces', error))
  }
}

async function refresh(parts: Parts, tenant: Tenant, signed: readonly Signed[]): Promise<void> {
  const earlyId = toApartId('early', tenant.id)
  const live = await parts.store.listLive({ tenantId: earlyId })
  const restricted = new Set((await parts.store.listLive({ tenantId: tenant.id })).map(toKey))
  const byKey = new Map(signed.map((one) => [toEntityKey(one.entity), one]))
  for (const incident of live) {
    const muted = await isEntityMuted(parts, tenant, incident.entity)
    await refreshOne(parts, incident, { signed: byKey.get(toKey(incident)), muted })
  }
  const known = new Set(live.map(toKey))
  let begun = 0
  for (const one of signed) {
    const key = toEntityKey(one.entity)
    if (begun === mostBegun) break
    if (known.has(key) || restricted.has(key) || (await isEntityMuted(parts, tenant, one.entity))) continue
    if (await wasToldLately(parts, tenant, one)) continue
    await openEarly(parts, tenant, { ...one, seenAt: parts.clock.now() })
    begun += 1
  }
}

function toKey({ entity }: Incident): string {
  return toEntityKey(entity)
}

/** An alert is there for hours: what has ended is not begun anew by the same one. */
async function wasToldLately({ store, clock }: Parts, tenant: Tenant, signed: Signed): Promise<boolean> {
  if (signed.near !== undefined || signed.alertAt === undefined) return false
  const query = { tenantId: toApartId('early', tenant.id), entityKey: toEntityKey(signed.entity), limit: 1 }
  const [last] = await store.listClosed(query)
  const alertAt = last?.early?.alertAt
  return alertAt !== undefined && alertAt >= signed.alertAt && clock.now() - alertAt < dayMilliseconds
}

interface Refreshing {
  readonly signed: Signed | undefined
  readonly muted: boolean
}

async function refreshOne(
  parts: Parts,
  { id: incidentId }: Incident,
  { signed, muted }: Refreshing,
): Promise<void> {
  const now = parts.clock.now()
  await changeIncident(parts, { incidentId }, (current) => {
    const { early } = current
    if (early === undefined || isClosed(current)) return undefined
    if (muted) return toClosingOf(parts, current, { why: 'muted', now })
    if (signed === undefined)
      return now - early.seenAt < quietMilliseconds
        ? undefined
        : toClosingOf(parts, current, { why: 'quiet', now })
    if (!isNews(early, signed)) return { next: { ...current, early: { ...early, seenAt: now } } }
    const { near = early.near, alertAt = early.alertAt } = signed
    const seen: Early = {
      ...early,
      ...(near === undefined ? {} : { near }),
      ...(alertAt === undefined ? {} : { alertAt }),
      seenAt: now,
    }
    const next = { ...current, early: seen }
    return { next, tasks: toUpdateTasks(next, toTenant(parts, next.tenantId), now) }
  })
}

/** In Teams an edit of the card takes pages off those who read them: a few recipients more are not worth that. */
function isNews({ near, alertAt }: Early, signed: Signed): boolean {
  if (signed.alertAt !== undefined && alertAt === undefined) return true
  if (signed.near === undefined) return false
  if (near === undefined || signed.near.limit !== near.limit || signed.near.most !== near.most) return true
  return toShare(signed.near) - toShare(near) >= newsShare
}

async function endAll(parts: Parts, tenantId: string, why: EarlyEnd): Promise<void> {
  const live = await parts.store.listLive({ tenantId: toApartId('early', tenantId) })
  for (const { id: incidentId } of live)
    await changeIncident(parts, { incidentId }, (current) =>
      isClosed(current) ? undefined : toClosingOf(parts, current, { why, now: parts.clock.now() }),
    )
}
