// When the lists were read that somebody is told about: what is denied goes by that.
import type { Sight } from '../../domain/absence.js'
import type { Tenant } from '../../domain/tenant.js'
import { type Parts, toTenant } from '../feature.js'
import { isListKnown, isPollOverdue, type PollRecord, pollOf } from './polls.js'

export interface TenantPoll {
  readonly tenant: Tenant
  readonly poll: PollRecord | undefined
}

/** Of the tenants in the settings; where there are no settings, of those whose polls are remembered. */
export async function readPolls(parts: Parts, tenantId?: string): Promise<readonly TenantPoll[]> {
  const tenants = await listTenants(parts)
  return Promise.all(
    tenants
      .filter(({ id }) => tenantId === undefined || id === tenantId)
      .map(async (tenant) => ({ tenant, poll: await pollOf(tenant.id).recall(parts.store) })),
  )
}

async function listTenants(parts: Parts): Promise<readonly Tenant[]> {
  if (parts.allTenants.size > 0 || parts.scope !== undefined) return [...parts.tenants.values()]
  const beginning = pollOf('').key
  const keys = await parts.store.listKeys(beginning)
  return keys.map((key) => toTenant(parts, key.slice(beginning.length)))
}

export async function readSight(parts: Parts, tenantId?: string): Promise<Sight> {
  return toSight(await readPolls(parts, tenantId), parts.clock.now())
}

function toSight(polls: readonly TenantPoll[], now: number): Sight {
  const isGood = ({ tenant, poll }: TenantPoll) =>
    poll?.lastGoodAt !== undefined && !isPollOverdue(poll, tenant, now)
  const blind = polls.filter((one) => !isGood(one))
  const partly = polls.filter((one) => isGood(one) && !isListKnown(one.poll, one.tenant, now))
  return {
    readAt: toOldest(polls),
    blind: blind.map(({ tenant }) => tenant.name),
    blindSince: toOldest(blind),
    partly: partly.map(({ tenant }) => tenant.name),
  }
}

function toOldest(polls: readonly TenantPoll[]): number | undefined {
  const times = polls.map(({ poll }) => poll?.lastGoodAt)
  const known = times.filter((time) => time !== undefined)
  return known.length === 0 || known.length < times.length ? undefined : Math.min(...known)
}
