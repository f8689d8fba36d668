// Whether each tenant's list is read in time.
import type { Tenant } from '../../domain/tenant.js'
import type { HealthPart, Parts } from '../feature.js'
import { toAgeText, toClockText, toCountText } from '../words/words.js'
import { isPollOverdue, pollOf } from './polls.js'

export async function readPollHealth(parts: Parts): Promise<readonly HealthPart[]> {
  return Promise.all([...parts.tenants.values()].map((tenant) => readTenantHealth(parts, tenant)))
}

async function readTenantHealth(parts: Parts, tenant: Tenant): Promise<HealthPart> {
  const poll = await pollOf(tenant.id).recall(parts.store)
  const now = parts.clock.now()
  const about = { name: `Polls of ${tenant.name}`, reason: 'poll-overdue', tenantIds: [tenant.id] } as const
  if (poll === undefined) return { ...about, ok: true, detail: 'the first poll is under way' }
  const last =
    poll.lastGoodAt === undefined
      ? 'never a good one'
      : `last good poll ${toClockText(poll.lastGoodAt)}, ${toAgeText(poll.lastGoodAt, now)} ago`
  if (poll.failures === 0 && !isPollOverdue(poll, tenant, now)) return { ...about, ok: true, detail: last }
  const why =
    poll.problem === '' ? 'no poll since' : `${toCountText(poll.failures, 'poll')} failed: ${poll.problem}`
  return { ...about, ok: !isPollOverdue(poll, tenant, now), detail: `${last}; ${why}` }
}
