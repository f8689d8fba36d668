import { toEntityKey, toEntityName } from '../../domain/entity.js'
import type { Incident } from '../../domain/incident.js'
import { toWorstFirst } from '../../domain/order.js'
import type { Tenant } from '../../domain/tenant.js'
import type { Answer } from '../../ports.js'
import { takeTenant } from '../entrance/get-tenant.js'
import { type ListFilter, parseListFilter } from '../entrance/parse.js'
import { type Parts, type Typed, toTenant } from '../feature.js'
import { toIncidentRow } from '../incident/card.js'
import { isPollOverdue, pollOf } from '../watch/polls.js'
import { toAgeText, toClockText, toCountText } from '../words/words.js'

/** Rows on one page: both platforms show this many without folding. */
const pageRows = 10
/** Names on one line. */
const mostLeft = 5

export async function showList(parts: Parts, { rest }: Typed): Promise<Answer> {
  const typed = parseListFilter(rest)
  const live = await parts.store.listLive({})
  const filter = toFilter(typed, [
    ...parts.tenants.values(),
    ...live.map(({ tenantId }) => toTenant(parts, tenantId)),
  ])
  const matches = toWorstFirst(live.filter((incident) => matchesFilter(incident, filter)))
  const pages = Math.max(1, Math.ceil(matches.length / pageRows))
  const page = Math.min(filter.page, pages)
  const rows = matches.slice((page - 1) * pageRows, page * pageRows)
  const isFiltered = filter.text !== '' || filter.kind !== undefined || filter.tenantId !== undefined
  return {
    name: 'list',
    view: {
      title: 'Restricted entities',
      countText: `${toCountText(matches.length, 'restriction')}${isFiltered ? ` of ${live.length} match` : ''}${pages > 1 ? `, page ${page} of ${pages}` : ''}`,
      rows: rows.map((incident) => toIncidentRow(incident, toTenant(parts, incident.tenantId))),
      emptyText: isFiltered ? 'Nothing that is restricted matches.' : 'Nobody is restricted.',
      standingText: await toLeftText(parts),
      pollText: await toPollText(parts),
      previousCommand: page > 1 ? toPageCommand(filter, page - 1) : '',
      nextCommand: page < pages ? toPageCommand(filter, page + 1) : '',
    },
  }
}

interface Filter extends Omit<ListFilter, 'tenant'> {
  readonly tenantId: string | undefined
}

/** @throws RefusedError when no tenant, or more than one, is meant. */
function toFilter({ tenant: words, text, ...filter }: ListFilter, tenants: readonly Tenant[]): Filter {
  if (words.length === 0) return { ...filter, text, tenantId: undefined }
  const known = new Map(tenants.map((tenant) => [tenant.id, tenant]))
  const { tenant, rest } = takeTenant(known.values(), words)
  return { ...filter, text: [text, ...rest].join(' ').trim(), tenantId: tenant.id }
}

function matchesFilter(incident: Incident, filter: Filter): boolean {
  if (filter.kind !== undefined && incident.entity.kind !== filter.kind) return false
  if (filter.tenantId !== undefined && incident.tenantId !== filter.tenantId) return false
  return `${toEntityKey(incident.entity)} ${toEntityName(incident.entity)}`
    .toLowerCase()
    .includes(filter.text)
}

function toPageCommand({ text, kind, tenantId }: Filter, page: number): string {
  const words = [
    text,
    kind === undefined ? '' : `kind=${kind}`,
    tenantId === undefined ? '' : `tenant=${tenantId}`,
  ]
  return ['list', ...words.filter((word) => word !== ''), `page=${page}`].join(' ')
}

/** What is off the list, but not as it was: nothing else that people look at by themselves would tell them. */
async function toLeftText(parts: Parts): Promise<string> {
  const closed = await parts.store.listClosed({ standing: true, limit: mostLeft + 1 })
  const names = [...new Set(closed.map(({ entity }) => toEntityName(entity)))]
  if (names.length === 0) return ''
  const more = names.length > mostLeft ? ' and others' : ''
  return `Over, but not given back: ${names.slice(0, mostLeft).join(', ')}${more}. Type show and the address.`
}

/** The oldest good poll of all tenants: the list is only as true as that. */
export async function toPollText(parts: Parts): Promise<string> {
  const now = parts.clock.now()
  const polls = await Promise.all(
    [...parts.tenants.values()].map(async (tenant) => ({
      tenant,
      poll: await pollOf(tenant.id).recall(parts.store),
    })),
  )
  const blind = polls.filter(({ tenant, poll }) => isPollOverdue(poll, tenant, now))
  const times = polls.flatMap(({ poll }) => (poll?.lastGoodAt === undefined ? [] : [poll.lastGoodAt]))
  if (times.length < polls.length && blind.length === 0) return 'The first poll is under way.'
  const oldest = Math.min(...times)
  const last =
    times.length === 0
      ? 'There has been no good poll yet'
      : `Last good poll ${toClockText(oldest)}, ${toAgeText(oldest, now)} ago`
  if (blind.length === 0) return last
  return `⚠️ ${last}: this list may be out of date (${blind.map(({ tenant }) => tenant.name).join(', ')}).`
}
