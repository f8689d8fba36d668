import { isDrillTenantId } from '../../domain/drill.js'
import type { Incident } from '../../domain/incident.js'
import { toPlainWords } from '../../domain/said.js'
import type { Tenant } from '../../domain/tenant.js'
import type { Answer } from '../../ports.js'
import { getTenant } from '../entrance/get-tenant.js'
import { parsePoliciesFilter } from '../entrance/parse.js'
import { type HealthPart, type Next, type Parts, type Typed, toTenant } from '../feature.js'
import { recallPolicies } from '../policies/record.js'
import { toCountText } from '../words/words.js'
import { toDelaysText } from './delays.js'
import { toGrouped } from './group.js'
import { readHealth } from './health.js'
import type { HealthRow } from './views.js'

/** One short section each; both platforms take twice as many. What has a problem comes first. */
export const mostRows = 25
/** They are tried once an hour: a day of them is no hiccup. */
const manyFailedReads = 24

/**
 * Silence is an alarm: what cannot be seen or sent right now is said here. `status`, `status all` for every tenant by
 * itself, `status tenant=contoso`, and pages of each.
 */
export async function showStatus(parts: Parts, { rest }: Pick<Typed, 'rest'>): Promise<Answer> {
  await parts.delays.load()
  const { isAll, tenant, page: wanted } = parseStatusFilter(parts, rest)
  const own = await listMeant(parts, tenant)
  const shown = isAll || tenant !== undefined ? own : toGrouped(own)
  const bad = shown.filter(({ ok }) => !ok)
  const good = shown.filter(({ ok }) => ok)
  const toRows = (given: typeof shown) => given.map(({ ok, name, detail }) => toRow(ok, name, detail))
  const general = tenant === undefined ? [...(await listNextRows(parts)), ...toSpeedRows(parts)] : []
  const rows = [...toRows(bad), ...general, ...toRows(good)]
  const pages = Math.max(1, Math.ceil(rows.length / mostRows))
  const page = Math.min(wanted, pages)
  const toCommand = (at: number) =>
    ['status', isAll ? 'all' : '', tenant === undefined ? '' : `tenant=${tenant.id}`, `page=${at}`]
      .filter((word) => word !== '')
      .join(' ')
  return {
    name: 'status',
    view: {
      title: tenant === undefined ? 'Status' : `Status of ${tenant.name}`,
      summary: `${bad.length === 0 ? 'Everything works.' : `${toCountText(bad.length, 'problem')}.`}${pages > 1 ? ` Page ${page} of ${pages}.` : ''}`,
      rows: rows.slice((page - 1) * mostRows, page * mostRows),
      allText:
        shown.length < own.length
          ? '"status all" shows every tenant, "status tenant" and a name shows one.'
          : '',
      previousCommand: page > 1 ? toCommand(page - 1) : '',
      nextCommand: page < pages ? toCommand(page + 1) : '',
    },
  }
}

/** What concerns the one tenant, or all of it. */
async function listMeant(parts: Parts, tenant: Tenant | undefined): Promise<readonly HealthPart[]> {
  const all = await listParts(parts)
  return tenant === undefined ? all : all.filter(({ tenantIds = [] }) => tenantIds.includes(tenant.id))
}

/** The same for programs, each tenant by itself. @throws RefusedError as below. */
export function listWanted(parts: Parts, { rest }: Pick<Typed, 'rest'>): Promise<readonly HealthPart[]> {
  return listMeant(parts, parseStatusFilter(parts, rest).tenant)
}

/** @throws RefusedError when no tenant, or more than one, is meant. */
function parseStatusFilter({ tenants }: Parts, rest: string) {
  const { tenant, page } = parsePoliciesFilter(rest)
  const isAll = tenant === 'all'
  return { isAll, page, tenant: tenant === '' || isAll ? undefined : getTenant(tenants.values(), tenant) }
}

/** All that there is to say, as far as this reader may know of it. */
async function listParts(parts: Parts): Promise<readonly HealthPart[]> {
  const health = await readHealth(parts)
  return [...health.rows.flatMap((row) => toSeen(parts, row)), ...(await listUnreadSettings(parts))]
}

/** What concerns all tenants may name one of them, or somebody in it. */
function toSeen({ scope }: Parts, row: HealthPart): readonly HealthPart[] {
  if (scope === undefined) return [row]
  if (row.tenantIds !== undefined) return row.tenantIds.some((id) => scope.has(id)) ? [row] : []
  return [row.ok ? row : { ...row, detail: 'Whoever has to do with all tenants is told what it is.' }]
}

/** No part of health: that nobody is on it is no failure of Reprieve, which says whom it tells next. */
async function listNextRows(parts: Parts): Promise<readonly HealthRow[]> {
  const live = await parts.store.listLive({})
  const real = live.filter(({ tenantId }) => !isDrillTenantId(tenantId))
  const all = real.flatMap((incident) => findNext(parts, incident) ?? [])
  const [next] = all.toSorted((one, other) => one.at - other.at)
  if (next === undefined) return []
  const word = toCountText(all.length, 'restriction')
  return [{ icon: '⏳', word, name: 'Nobody on it', detail: `Next: ${toPlainWords(next.text)}.` }]
}

function findNext(parts: Parts, incident: Incident): Next | undefined {
  const tenant = toTenant(parts, incident.tenantId)
  return parts.features.map(({ toNext }) => toNext?.(incident, tenant)).find((one) => one !== undefined)
}

/** No part of health: how long people waited says nothing of how everything is now. */
function toSpeedRows({ delays }: Parts): readonly HealthRow[] {
  const detail = toDelaysText(delays)
  return detail === '' ? [] : [{ icon: '⚪', word: 'measured', name: 'Speed in the last day', detail }]
}

/** Tenants whose own settings cannot be read. Said here alone: restrictions are seen and lifted all the same. */
async function listUnreadSettings(parts: Parts): Promise<readonly HealthPart[]> {
  const rows = await Promise.all(
    [...parts.tenants.values()].map(async ({ id, name }) => {
      const { failures = 0, problem = '' } = (await recallPolicies(parts.store, id)) ?? {}
      const detail = `${toCountText(failures, 'read')} failed: ${problem}`
      return failures < manyFailedReads
        ? []
        : [
            {
              ok: false,
              name: `Settings of ${name}`,
              detail,
              reason: 'settings are not read',
              tenantIds: [id],
              group: { what: 'Settings', tenant: name, text: problem },
            },
          ]
    }),
  )
  return rows.flat()
}

function toRow(ok: boolean, name: string, detail: string): HealthRow {
  return { icon: ok ? '🟢' : '🔴', word: ok ? 'works' : 'has a problem', name, detail }
}
