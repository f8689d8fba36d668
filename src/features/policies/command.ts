// The tenants' own settings as they were last read. Shows what is remembered: a read takes longer than an answer may.
import type { Actor } from '../../domain/actor.js'
import type { Tenant } from '../../domain/tenant.js'
import type { Answer } from '../../ports.js'
import { getTenant } from '../entrance/get-tenant.js'
import { grantWithin, toTooOften } from '../entrance/limits.js'
import { type PoliciesFilter, parsePoliciesFilter } from '../entrance/parse.js'
import type { Parts, Typed } from '../feature.js'
import { toCountText } from '../words/words.js'
import { type TenantRecord, toPoliciesCard, toPoliciesPageCard, toTenantRow } from './cards.js'
import { recallOpenDrift, recallPolicies } from './record.js'
import { toSpreadPoliciesTasks } from './tasks.js'

const pageRows = 10
/** Whoever asks once more so soon is shown that it is on its way: that is no refusal. */
const doubleClickMilliseconds = 10_000

/** @throws RefusedError when no tenant is called so, or a read was asked for just now. */
export async function readWanted(parts: Parts, { actor, rest }: Typed) {
  const filter = parsePoliciesFilter(rest)
  const all = [...parts.tenants.values()]
  const tenants = filter.tenant === '' ? all : [getTenant(all, filter.tenant)]
  if (filter.refresh) await askForReads(parts, actor, tenants)
  return { filter, records: await Promise.all(tenants.map((tenant) => readRecord(parts, tenant))) }
}

export async function showPolicies(parts: Parts, typed: Typed): Promise<Answer> {
  const { filter, records } = await readWanted(parts, typed)
  const [only, ...others] = records
  return only !== undefined && others.length === 0
    ? toPoliciesCard(only, { now: parts.clock.now(), isAsked: filter.refresh })
    : toOverview(records, filter, parts.clock.now())
}

/** @throws RefusedError when it was asked for so lately that it would only use up what Exchange grants the watch. */
async function askForReads(parts: Parts, actor: Actor, tenants: readonly Tenant[]): Promise<void> {
  const tenantIds = tenants.map(({ id }) => id)
  const [only = '', ...others] = tenantIds
  const commit = { tasks: toSpreadPoliciesTasks(tenantIds, parts.clock.now()) }
  const denial =
    others.length === 0
      ? await grantWithin(parts, { limit: 'policies', actor, about: only, commit })
      : await grantWithin(parts, { limit: 'all-policies', actor, about: '', commit })
  if (denial === undefined || parts.clock.now() - denial.last.at < doubleClickMilliseconds) return
  const what =
    others.length === 0
      ? 'These settings were asked for already. Type policies to see them as they were read.'
      : 'The settings of several tenants at once were asked for already. Name one tenant, or type policies to see them as they were read.'
  throw toTooOften(parts, what, denial)
}

async function readRecord(parts: Parts, tenant: Tenant): Promise<TenantRecord> {
  const record = await recallPolicies(parts.store, tenant.id)
  return { tenant, record, drift: await recallOpenDrift(parts.store, record) }
}

function toOverview(records: readonly TenantRecord[], filter: PoliciesFilter, now: number): Answer {
  const weighed = records.map((record) => toTenantRow(record, now))
  const rows = weighed.toSorted((one, other) => other.weight - one.weight).map(({ row }) => row)
  const pages = Math.max(1, Math.ceil(rows.length / pageRows))
  const page = Math.min(filter.page, pages)
  const fine = weighed.filter(({ weight }) => weight === 0).length
  return toPoliciesPageCard({
    tenants: records.map(({ tenant }) => tenant),
    rows: rows.slice((page - 1) * pageRows, page * pageRows),
    page,
    pages,
    toCommand: (wanted) => `policies page ${wanted}`,
    refreshCommand: filter.refresh ? '' : 'policies refresh',
    summary: `${toCountText(rows.length, 'tenant')}, ${fine} of them look${fine === 1 ? 's' : ''} fine${pages > 1 ? `, page ${page} of ${pages}` : ''}.`,
    readText: filter.refresh
      ? 'All of them are being read, one after the other. Type policies again later.'
      : '',
  })
}
