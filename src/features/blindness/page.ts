// Somebody is woken when nobody takes it on for half an hour: on the pagers that the ladders of the channels name. What the
// pager shows follows who is on it, and its end.
import { z } from 'zod'
import { withDeadline } from '../../concurrency/within.js'
import type { Blindness } from '../../domain/blindness.js'
import { cell } from '../../domain/cell.js'
import { type Instant, minuteMilliseconds } from '../../domain/instant.js'
import { type Task, toTask } from '../../domain/task.js'
import type { Claim, PageOrder } from '../../ports.js'
import type { Parts } from '../feature.js'
import { blindnessOf } from './record.js'
import { toBlindWords, toTenantList } from './words.js'

const callMilliseconds = 15_000
const mostCharacters = 100

export const pageKey = 'blindness-'

export const blindPageDuty = z.object({
  kind: z.literal('blind-page'),
  blindnessId: z.string(),
  pager: z.string(),
})

/** What the pager shows, as far as is known. */
export const toldOf = cell('blind-page', z.object({ action: z.enum(['ring', 'acknowledge', 'resolve']) }))

/** Those of the tenants it is about; of what is about none, all that any channel has. */
export function listPagers({ allTenants, pagers }: Parts, { tenantIds }: Blindness): readonly string[] {
  const tenants = [...allTenants.values()].filter(
    ({ id }) => tenantIds.length === 0 || tenantIds.includes(id),
  )
  const targets = tenants
    .flatMap(({ routes }) => routes)
    .flatMap(({ ladders = [] }) => ladders)
    .flatMap(({ steps }) => steps.map(({ target }) => target))
  const ids = targets.flatMap((target) => (target.kind === 'pager' ? [target.pager] : []))
  return [...new Set(ids)].filter((id) => pagers.has(id))
}

/** None before it has waited for too long: nothing rings then. */
export function toBlindPageTasks(parts: Parts, blindness: Blindness, dueAt: Instant): readonly Task[] {
  if (blindness.unansweredAt === undefined) return []
  return listPagers(parts, blindness).map((pager) => {
    const key = `blind-page:${blindness.id}:${pager}`
    return toTask({
      key,
      lane: key,
      dueAt,
      duty: { kind: 'blind-page', blindnessId: blindness.id, pager },
    })
  })
}

export async function pageBlindness(
  parts: Parts,
  { blindnessId, pager: id }: z.output<typeof blindPageDuty>,
  claim: Claim,
): Promise<void> {
  const pager = parts.pagers.get(id)
  const blindness = await blindnessOf(blindnessId).recall(parts.store)
  const told = toldOf(blindnessId, id)
  const before = await told.recall(parts.store)
  const action = blindness === undefined ? undefined : toAction(blindness, before?.action)
  if (pager === undefined || blindness === undefined || action === undefined)
    return void (await parts.store.commit({ settle: { claim } }))
  const order = toOrder(parts, blindness, action)
  await withDeadline(parts.clock, callMilliseconds, (signal) => pager.send(order, signal))
  await parts.store.commit({ settle: { claim }, cells: [told.put({ action })] })
}

/** Undefined when there is nothing new to say; what never rang needs no end. */
function toAction(
  { claim, endedAt }: Blindness,
  told: PageOrder['action'] | undefined,
): PageOrder['action'] | undefined {
  const wanted = endedAt !== undefined ? 'resolve' : claim !== undefined ? 'acknowledge' : 'ring'
  if (told === wanted || told === 'resolve') return undefined
  return told === undefined && wanted !== 'ring' ? undefined : wanted
}

function toOrder(parts: Parts, blindness: Blindness, action: PageOrder['action']): PageOrder {
  const { id, cause, since, noticedAt, unansweredAt = noticedAt, claim, tenantIds } = blindness
  const minutes = Math.max(1, Math.round((unansweredAt - since) / minuteMilliseconds))
  return {
    action,
    key: `${pageKey}${id}`,
    summary: `Reprieve: ${toBlindWords(parts, blindness).begun}, nobody for ${minutes} min`.slice(
      0,
      mostCharacters,
    ),
    severity: cause === 'tenant' || cause === 'platform' ? 'critical' : 'high',
    tenant: toTenantList(parts, tenantIds),
    at: unansweredAt,
    by: claim?.by.name ?? '',
    url: '',
  }
}
