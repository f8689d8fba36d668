// Who is near a limit of their own and whom Microsoft's alert names, the worst first.
import { toApartId } from '../../domain/apart.js'
import { type EarlySigns, type EarlyWish, findNear, type Near, toShare } from '../../domain/early.js'
import { findLowestLimits, findPolicyOf, type PolicyLimits, toLimits } from '../../domain/early-limits.js'
import { type Entity, toEntityKey } from '../../domain/entity.js'
import { dayMilliseconds, hourMilliseconds, type Instant } from '../../domain/instant.js'
import type { Tenant } from '../../domain/tenant.js'
import { askBackend, type Parts } from '../feature.js'
import { recallPolicies } from '../policies/record.js'

/** It waits for its turn among all that ask for traces of this tenant. */
const readMilliseconds = 240_000
/** From so much of a day's limit in one hour on the day itself is counted. */
const hourShareOfDay = 0.1
/** Alerts of so long ago are not news any more. */
const alertMilliseconds = 2 * hourMilliseconds

/** Somebody there is a sign of. */
export interface Signed {
  readonly entity: Entity
  readonly near?: Near
  readonly alertAt?: Instant
}

export async function readSigned(parts: Parts, tenant: Tenant, wish: EarlyWish): Promise<readonly Signed[]> {
  const { nearLimitPercent, alerts } = wish
  const record = await recallPolicies(parts.store, tenant.id)
  const policies = record?.known ?? record?.read
  const lowest = findLowestLimits(policies)
  const dayFrom = Math.ceil((lowest.day?.most ?? Number.POSITIVE_INFINITY) * hourShareOfDay)
  const since = parts.clock.now() - alertMilliseconds
  const asked = { loads: nearLimitPercent !== undefined, dayFrom, alerts, since }
  const signs = await askBackend(parts, {
    tenantId: tenant.id,
    milliseconds: readMilliseconds,
    call: (backend, signal) => backend.readEarlySigns(asked, signal),
  })
  noteUnknown(parts, tenant, signs)
  const loads = signs.loads?.known === true ? signs.loads.value : { senders: [], isCut: false }
  const near: Signed[] = []
  const judging = { percent: nearLimitPercent ?? 100, isLeast: loads.isCut }
  // Whoever is far from the lowest limit is so from any.
  for (const load of loads.senders.filter((one) => findNear(one, { ...judging, limits: lowest }))) {
    const entity = toSender(load.address)
    const policy = findPolicyOf(policies, load.address) ?? (await recallPolicyOf(parts, tenant, entity))
    const limits = policy === undefined ? lowest : toLimits(policy)
    const found = findNear(load, { ...judging, limits })
    if (found !== undefined) near.push({ entity, near: found })
  }
  const told = signs.alerts?.known === true ? signs.alerts.value : []
  const alerted = told.flatMap(({ at, addresses }) =>
    addresses.map((address): Signed => ({ entity: toSender(address), alertAt: at })),
  )
  return unite([...near, ...alerted])
}

const toSender = (address: string): Entity => ({ kind: 'sender', address })

/** As the evidence of an early card of theirs says, today's or the last one: that asks which groups somebody is in. */
async function recallPolicyOf(
  { store, clock }: Parts,
  tenant: Tenant,
  entity: Entity,
): Promise<PolicyLimits | undefined> {
  const query = { tenantId: toApartId('early', tenant.id), entityKey: toEntityKey(entity) }
  const [live] = await store.listLive(query)
  const evidence = (live ?? (await store.listClosed({ ...query, limit: 1 }))[0])?.evidence
  if (evidence?.kind !== 'sender' || clock.now() - evidence.gatheredAt > dayMilliseconds) return undefined
  return evidence.outboundPolicy.known ? evidence.outboundPolicy.value : undefined
}

/** The worst first: whoever is named by an alert, then whoever is nearest. */
function unite(signed: readonly Signed[]): readonly Signed[] {
  const byKey = new Map<string, Signed>()
  for (const one of signed) {
    const key = toEntityKey(one.entity)
    byKey.set(key, { ...byKey.get(key), ...one })
  }
  const weigh = ({ near, alertAt }: Signed) =>
    (alertAt === undefined ? 0 : 10) + (near === undefined ? 0 : toShare(near))
  return [...byKey.values()].toSorted((one, other) => weigh(other) - weigh(one))
}

/** What may be read the doctor says; this is for whoever looks for why no card came. */
function noteUnknown({ log }: Parts, { id: tenantId }: Tenant, { loads, alerts }: EarlySigns): void {
  if (loads?.known === false) log.warn({ tenantId, part: 'loads', why: loads.why }, 'early.not-known')
  if (alerts?.known === false) log.warn({ tenantId, part: 'alerts', why: alerts.why }, 'early.not-known')
}
