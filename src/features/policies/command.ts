// The tenants' own settings as they were last read. Shows what is remembered: a read takes longer than an answer may.

import type { Actor } from '../../domain/actor.js'
import { minuteMilliseconds } from '../../domain/instant.js'
import { say, tellCommand } from '../../domain/said.js'
import type { Tenant } from '../../domain/tenant.js'
import type { Answer } from '../../ports.js'
import type { Card } from '../cards.js'
import { getTenant } from '../entrance/get-tenant.js'
import { grantWithin, toTooOften } from '../entrance/limits.js'
import { type PoliciesFilter, parsePoliciesFilter } from '../entrance/parse.js'
import type { Parts, Typed } from '../feature.js'
import { toCountText } from '../words/words.js'
import { toPoliciesCard, toPoliciesPageCard, toTenantRow } from './cards.js'
import { allCommand, followReads } from './follow.js'
import { readTenantRecord, type TenantRecord } from './judge.js'
import { putAsked } from './record.js'
import { toSpreadPoliciesTasks } from './tasks.js'

const pageRows = 10
/** After it is due: its turn, and the 90 s that a read may take. */
const longestReadMilliseconds = 5 * minuteMilliseconds
/** Whoever asks once more so soon is shown that it is on its way: that is no refusal. */
const doubleClickMilliseconds = 10_000

/** @throws RefusedError when no tenant is called so, or a read was asked for just now. */
export async function readWanted(parts: Parts, { actor, rest }: Typed) {
  const filter = parsePoliciesFilter(rest)
  const all = [...parts.tenants.values()]
  const tenants = filter.tenant === '' ? all : [getTenant(all, filter.tenant)]
  if (filter.refresh) await askForReads(parts, actor, tenants)
  return { filter, records: await Promise.all(tenants.map((tenant) => readTenantRecord(parts, tenant))) }
}

export async function showPolicies(parts: Parts, typed: Typed): Promise<Answer> {
  const { filter, records } = await readWanted(parts, typed)
  const [only, ...others] = records
  const card =
    only !== undefined && others.length === 0
      ? toPoliciesCard(only, parts.clock.now())
      : toOverview(records, filter, parts.clock.now())
  const tenants = records.map(({ tenant }) => tenant)
  if (card.follows !== undefined) followReads(parts, tenants, card.follows)
  return card
}

/** @throws RefusedError when it was asked for so lately that it would only use up what Exchange grants the watch. */
async function askForReads(parts: Parts, actor: Actor, tenants: readonly Tenant[]): Promise<void> {
  const tenantIds = tenants.map(({ id }) => id)
  const [only = '', ...others] = tenantIds
  const now = parts.clock.now()
  const tasks = toSpreadPoliciesTasks(tenantIds, now)
  const lastDueAt = Math.max(...tasks.map(({ dueAt }) => dueAt))
  const commit = {
    tasks,
    cells: tenantIds.map((id) => putAsked(id, now, lastDueAt + longestReadMilliseconds)),
  }
  const denial =
    others.length === 0
      ? await grantWithin(parts, { limit: 'policies', actor, about: only, commit })
      : await grantWithin(parts, { limit: 'all-policies', actor, about: '', commit })
  if (denial === undefined || parts.clock.now() - denial.last.at < doubleClickMilliseconds) return
  const what =
    others.length === 0
      ? say`These settings were asked for already. Type ${tellCommand('policies')} to see them as they were read.`
      : say`The settings of several tenants at once were asked for already. Name one tenant, or type ${tellCommand('policies')} to see them as they were read.`
  throw toTooOften(parts, what, denial)
}

function toOverview(records: readonly TenantRecord[], filter: PoliciesFilter, now: number): Card {
  const weighed = records.map((record) => toTenantRow(record, now))
  const rows = weighed.toSorted((one, other) => other.weight - one.weight).map(({ row }) => row)
  const pages = Math.max(1, Math.ceil(rows.length / pageRows))
  const page = Math.min(filter.page, pages)
  const fine = weighed.filter(({ weight }) => weight === 0).length
  const reading = records.filter(({ isBeingRead }) => isBeingRead).length
  const toCommand = (wanted: number) => (wanted === 1 ? allCommand : `${allCommand} page ${wanted}`)
  return toPoliciesPageCard({
    follows: reading > 0 ? allCommand : undefined,
    tenants: records.map(({ tenant }) => tenant),
    rows: rows.slice((page - 1) * pageRows, page * pageRows),
    page,
    pages,
    toCommand,
    refreshCommand: reading > 0 ? '' : 'policies refresh',
    summary: `${toCountText(rows.length, 'tenant')}, ${fine} of them look${fine === 1 ? 's' : ''} fine${pages > 1 ? `, page ${page} of ${pages}` : ''}.`,
    readText:
      reading > 0
        ? say`${reading === records.length ? 'All of them are' : `${toCountText(reading, 'tenant')} ${reading === 1 ? 'is' : 'are'}`} being read, one after the other: what is found takes the place of this. Of many tenants it takes long; type ${tellCommand('policies')} to see how far it is.`
        : '',
  })
}
