import { isDrillTenantId } from '../../domain/drill.js'
import type { Incident } from '../../domain/incident.js'
import type { Answer } from '../../ports.js'
import { type HealthPart, type Next, type Parts, toTenant } from '../feature.js'
import { recallPolicies } from '../policies/record.js'
import { toCountText } from '../words/words.js'
import { toDelaysText } from './delays.js'
import { readHealth } from './health.js'
import type { HealthRow } from './views.js'

/** One short section each; both platforms take twice as many. What has a problem comes first. */
export const mostRows = 25
/** They are tried once an hour: a day of them is no hiccup. */
const manyFailedReads = 24

/** Silence is an alarm: what cannot be seen or sent right now is said here. */
export async function showStatus(parts: Parts): Promise<Answer> {
  await parts.delays.load()
  const rows = await listParts(parts)
  const bad = rows.filter(({ ok }) => !ok)
  const good = rows.filter(({ ok }) => ok)
  const toRows = (given: typeof rows) => given.map(({ ok, name, detail }) => toRow(ok, name, detail))
  return {
    name: 'status',
    view: {
      title: 'Status',
      summary: bad.length === 0 ? 'Everything works.' : `${toCountText(bad.length, 'problem')}.`,
      rows: [...toRows(bad), ...(await listNextRows(parts)), ...toSpeedRows(parts), ...toRows(good)].slice(
        0,
        mostRows,
      ),
    },
  }
}

/** All that there is to say, as far as this reader may know of it. */
export async function listParts(parts: Parts): Promise<readonly HealthPart[]> {
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
  return [{ icon: '⏳', word, name: 'Nobody on it', detail: `Next: ${next.text}.` }]
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
            },
          ]
    }),
  )
  return rows.flat()
}

function toRow(ok: boolean, name: string, detail: string): HealthRow {
  return { icon: ok ? '🟢' : '🔴', word: ok ? 'works' : 'has a problem', name, detail }
}
