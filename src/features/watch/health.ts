// Whether each tenant's list is read in time.
import type { Tenant } from '../../domain/tenant.js'
import type { HealthPart, Parts } from '../feature.js'
import { toAgeText, toClockText, toCountText } from '../words/words.js'
import { isLookOverdue, lookOf } from './looks.js'

export async function readPollHealth(parts: Parts): Promise<readonly HealthPart[]> {
  return Promise.all([...parts.tenants.values()].map((tenant) => readLookHealth(parts, tenant)))
}

async function readLookHealth(parts: Parts, tenant: Tenant): Promise<HealthPart> {
  const look = await lookOf(tenant.id).recall(parts.store)
  const now = parts.clock.now()
  const about = { name: `Polls of ${tenant.name}`, reason: 'poll-overdue', tenantIds: [tenant.id] } as const
  if (look === undefined) return { ...about, ok: true, detail: 'the first poll is under way' }
  const last =
    look.lastGoodAt === undefined
      ? 'never a good one'
      : `last good poll ${toClockText(look.lastGoodAt)}, ${toAgeText(look.lastGoodAt, now)} ago`
  if (look.failures === 0 && !isLookOverdue(look, tenant, now)) return { ...about, ok: true, detail: last }
  const why =
    look.problem === '' ? 'no poll since' : `${toCountText(look.failures, 'poll')} failed: ${look.problem}`
  return { ...about, ok: !isLookOverdue(look, tenant, now), detail: `${last}; ${why}` }
}
