import { isSeen, type Sight, toAbsenceText } from '../../domain/absence.js'
import { toAddressKey } from '../../domain/address.js'
import { toEntityKey, toEntityName } from '../../domain/entity.js'
import { toDisplayName } from '../../domain/evidence.js'
import type { Incident } from '../../domain/incident.js'
import { toWorstFirst } from '../../domain/order.js'
import { listSenderAddresses } from '../../domain/ownership.js'
import { toUnderstood } from '../../domain/pasted/index.js'
import { say, tellClock, tellCommand, type Words } from '../../domain/said.js'
import type { Tenant } from '../../domain/tenant.js'
import { toListText } from '../../domain/words.js'
import type { Answer } from '../../ports.js'
import { takeTenant } from '../entrance/get-tenant.js'
import { type ListFilter, parseListFilter } from '../entrance/parse.js'
import { type Parts, type Typed, toTenant } from '../feature.js'
import { toIncidentRow } from '../incident/card.js'
import { isPollOverdue, toDoubtText } from '../watch/polls.js'
import { readPolls, readSight } from '../watch/sight.js'
import { toAgeText, toCountText } from '../words/words.js'

/** Rows on one page: both platforms show this many without folding. */
const pageRows = 10
/** Names on one line. */
const mostLeft = 5

/** What is live and meant, the worst first. @throws RefusedError when no tenant, or more than one, is meant. */
export async function findListed(parts: Parts, typed: ListFilter) {
  const live = await parts.store.listLive({})
  const filter = toFilter(typed, [
    ...parts.tenants.values(),
    ...live.map(({ tenantId }) => toTenant(parts, tenantId)),
  ])
  return {
    live,
    filter,
    matches: toWorstFirst(live.filter((incident) => matchesFilter(parts, incident, filter))),
  }
}

export async function showList(parts: Parts, { rest }: Typed): Promise<Answer> {
  const { live, filter, matches } = await findListed(parts, parseListFilter(rest))
  const pages = Math.max(1, Math.ceil(matches.length / pageRows))
  const page = Math.min(filter.page, pages)
  const rows = matches.slice((page - 1) * pageRows, page * pageRows)
  const sight = await readSight(parts, filter.tenantId)
  return {
    name: 'list',
    view: {
      title: 'Restricted entities',
      countText: toMatchesText(
        { matches: matches.length, off: matches.filter(isOff).length, all: live.length, page, pages },
        filter,
        sight,
      ),
      rows: rows.map((incident) => toIncidentRow(parts, incident, toTenant(parts, incident.tenantId))),
      emptyText: isFiltered(filter)
        ? toAbsenceText({ of: 'match', what: toUnderstood(toSought(filter)) }, sight)
        : toAbsenceText({ of: 'anybody' }, sight),
      standingText: await toLeftText(parts),
      pollText: await toPollText(parts),
      previousCommand: page > 1 ? toPageCommand(filter, page - 1) : '',
      nextCommand: page < pages ? toPageCommand(filter, page + 1) : '',
    },
  }
}

/** Unblocked and watched: Exchange does not have it on its list any more. */
function isOff({ state }: Incident): boolean {
  return 'goneAt' in state && state.goneAt !== undefined
}

interface Counts {
  readonly matches: number
  /** Those of them that are off the list already. */
  readonly off: number
  readonly all: number
  readonly page: number
  readonly pages: number
}

function toMatchesText({ matches, off, all, page, pages }: Counts, filter: Filter, sight: Sight): string {
  if (matches === 0 && !isSeen(sight)) return toAbsenceText({ of: 'count' }, sight)
  const count = matches === 0 ? toAbsenceText({ of: 'count' }, sight) : toCountText(matches, 'restriction')
  const rest = off === 0 ? '' : `, ${off} of them off the list already`
  return `${count}${isFiltered(filter) ? ` of ${all} match` : ''}${rest}${pages > 1 ? `, page ${page} of ${pages}` : ''}`
}

interface Filter extends Omit<ListFilter, 'tenant'> {
  readonly tenantId: string | undefined
}

function isFiltered(filter: Filter): boolean {
  return toSought(filter) !== '' || filter.kind !== undefined || filter.tenantId !== undefined
}

function toSought({ text, addresses }: Pick<Filter, 'text' | 'addresses'>): string {
  return addresses.length > 0 ? addresses.join(' ') : text
}

/** @throws RefusedError when no tenant, or more than one, is meant. */
function toFilter({ tenant: words, text, ...filter }: ListFilter, tenants: readonly Tenant[]): Filter {
  if (words.length === 0) return { ...filter, text, tenantId: undefined }
  const known = new Map(tenants.map((tenant) => [tenant.id, tenant]))
  const { tenant, rest } = takeTenant(known.values(), words)
  return { ...filter, text: [text, ...rest].join(' ').trim(), tenantId: tenant.id }
}

function matchesFilter(parts: Parts, incident: Incident, filter: Filter): boolean {
  const { entity, tenantId } = incident
  if (filter.kind !== undefined && entity.kind !== filter.kind) return false
  if (filter.tenantId !== undefined && tenantId !== filter.tenantId) return false
  if (filter.addresses.length > 0) {
    const keys = filter.addresses.map(toAddressKey)
    return listSenderAddresses(incident).some((one) => keys.includes(one))
  }
  // Nearly always: of ten thousand nobody has to know what they are called.
  if (filter.text === '') return true
  const text = toSearchText(incident, toTenant(parts, tenantId))
  return filter.text.split(' ').every((word) => text.includes(word))
}

/** Whatever people know it by: its names and addresses, and whose it is. */
function toSearchText(incident: Incident, { id, name }: Tenant): string {
  const { entity, evidence } = incident
  const texts = [
    toEntityKey(entity),
    toEntityName(entity),
    toDisplayName(evidence),
    id,
    name,
    ...listSenderAddresses(incident),
  ]
  return texts.join(' ').normalize('NFKC').toLowerCase()
}

function toPageCommand(filter: Filter, page: number): string {
  const { kind, tenantId } = filter
  const words = [
    toSought(filter),
    kind === undefined ? '' : `kind=${kind}`,
    tenantId === undefined ? '' : `tenant=${tenantId}`,
  ]
  return ['list', ...words.filter((word) => word !== ''), `page=${page}`].join(' ')
}

/** What is off the list, but not as it was: nothing else that people look at by themselves would tell them. */
async function toLeftText(parts: Parts): Promise<Words> {
  const closed = await parts.store.listClosed({ standing: true, limit: mostLeft + 1 })
  const names = [...new Set(closed.map(({ entity }) => toEntityName(entity)))]
  if (names.length === 0) return ''
  const more = names.length > mostLeft ? ' and others' : ''
  return say`Over, but not given back: ${names.slice(0, mostLeft).join(', ')}${more}. Type ${tellCommand('show')} and the address.`
}

/** The oldest good poll of all tenants: the list is only as true as that. */
export async function toPollText(parts: Parts): Promise<Words> {
  const now = parts.clock.now()
  const polls = await readPolls(parts)
  const late = polls.filter(({ tenant, poll }) => isPollOverdue(poll, tenant, now))
  const times = polls.flatMap(({ poll }) => (poll?.lastGoodAt === undefined ? [] : [poll.lastGoodAt]))
  if (times.length < polls.length && late.length === 0) return 'The first poll is under way.'
  const oldest = Math.min(...times)
  const last =
    times.length === 0
      ? 'There has been no good poll yet'
      : say`Last good poll ${tellClock(oldest)}, ${toAgeText(oldest, now)} ago`
  const doubts = polls.map(({ tenant, poll }) => [tenant.name, toDoubtText(poll)] as const)
  const doubtful = doubts.filter(([, text]) => text !== '')
  if (late.length === 0 && doubtful.length > 0) return say`⚠️ ${last}. ${toDoubtfulText(doubtful)}.`
  if (late.length === 0) return last
  return say`⚠️ ${last}: this list may be out of date (${toListText(late.map(({ tenant }) => tenant.name))}).`
}

/** What is the same of several is said once. */
function toDoubtfulText(doubtful: readonly (readonly [name: string, text: string])[]): string {
  const texts = [...new Set(doubtful.map(([, text]) => text))]
  const told = texts.map((one) => {
    const names = doubtful.flatMap(([name, text]) => (text === one ? [name] : []))
    return `${one} (${toListText(names)})`
  })
  const more = told.length - mostDoubts
  return `${told.slice(0, mostDoubts).join('. ')}${more > 0 ? `. And ${more} more: see the status` : ''}`
}

const mostDoubts = 3
