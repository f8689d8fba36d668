// What nobody sees at this moment: tenants whose list is not read, and what was still going on where a tenant was taken out
// of the settings.

import type { Actor } from '../../domain/actor.js'
import { toEntityName } from '../../domain/entity.js'
import type { Incident } from '../../domain/incident.js'
import { dayMilliseconds } from '../../domain/instant.js'
import { say, tellDay } from '../../domain/said.js'
import { isAllowed } from '../entrance/gate.js'
import type { Parts } from '../feature.js'
import { isPollOverdue, pollOf } from '../watch/polls.js'
import { readPolls, type TenantPoll } from '../watch/sight.js'
import { toBrief } from '../words/brief.js'
import { toCountText } from '../words/words.js'
import type { NotWatchedRow } from './views.js'

const mostReasonCharacters = 80
const mostNames = 3
/** After which it is history, and no longer news. */
const departedMilliseconds = 7 * dayMilliseconds

/** Most tenants first, with the number of tenants that the rows are about. */
export async function listNotWatched(
  parts: Parts,
  actor: Actor,
): Promise<{ readonly rows: readonly NotWatchedRow[]; readonly tenants: number }> {
  const now = parts.clock.now()
  const polls = await readPolls(parts)
  const blind = polls.filter(({ tenant, poll }) => isPollOverdue(poll, tenant, now))
  const mayExamine = isAllowed(parts, { actor, permission: 'examine' })
  const departed = await listDeparted(parts)
  return {
    rows: [...toBlindRows(blind, mayExamine), ...departed],
    tenants: blind.length + departed.length,
  }
}

/** Fewer are told one by one. */
const manyTenants = 4

/** What keeps many from being read is one thing: most tenants first. */
function toBlindRows(blind: readonly TenantPoll[], mayExamine: boolean): readonly NotWatchedRow[] {
  const groups = new Map<string, TenantPoll[]>()
  for (const one of blind) {
    const key = toReason(one).replaceAll(/[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|\d+/gi, '#')
    groups.set(key, [...(groups.get(key) ?? []), one])
  }
  const all = [...groups.values()].toSorted((one, other) => other.length - one.length)
  return all.flatMap((group) =>
    group.length < manyTenants
      ? group.map((one) => toBlindRow(one, mayExamine))
      : [toGroupRow(group, mayExamine)],
  )
}

/** The line below the summary names more of them. */
const groupNames = 2

function toGroupRow(group: readonly TenantPoll[], mayExamine: boolean): NotWatchedRow {
  const [first] = group
  const names = group.slice(0, groupNames).map(({ tenant }) => tenant.name)
  const why = first === undefined ? '' : toReason(first)
  return {
    name: toCountText(group.length, 'tenant'),
    text: `${why} · ${names.join(', ')} and ${group.length - groupNames} more`,
    ...toButton(mayExamine),
  }
}

function toReason({ poll }: TenantPoll): string {
  return toBrief(poll?.problem || 'No poll since', mostReasonCharacters)
}

function toButton(mayExamine: boolean): Pick<NotWatchedRow, 'command' | 'title'> {
  return mayExamine ? { command: 'doctor', title: 'How to fix it' } : { command: 'status', title: 'Status' }
}

/** The doctor says how to mend it; whoever may not call it sees at least how it stands. */
function toBlindRow(one: TenantPoll, mayExamine: boolean): NotWatchedRow {
  const { tenant, poll } = one
  const since = poll?.lastGoodAt === undefined ? 'never read yet' : say`since ${tellDay(poll.lastGoodAt)}`
  return { name: tenant.name, text: say`${since} · ${toReason(one)}`, ...toButton(mayExamine) }
}

/** Nobody knows how these ended, and no card says so to whoever does not look for it. */
async function listDeparted(parts: Parts): Promise<readonly NotWatchedRow[]> {
  const beginning = pollOf('').key
  if (parts.allTenants.size === 0) return []
  const ids = (await parts.store.listKeys(beginning)).map((key) => key.slice(beginning.length))
  const gone = ids.filter((id) => !parts.allTenants.has(id) && parts.scope?.has(id) !== false)
  const rows = gone.map(async (id) => toDepartedRow(id, await listUnfinished(parts, id)))
  return (await Promise.all(rows)).flat()
}

async function listUnfinished(parts: Parts, tenantId: string): Promise<readonly Incident[]> {
  const closed = await parts.store.listClosed({ tenantId, limit: mostClosed })
  const after = parts.clock.now() - departedMilliseconds
  return closed.filter(
    ({ state }) =>
      state.status === 'closed' && state.outcome === 'no-longer-watched' && state.closedAt >= after,
  )
}

const mostClosed = 20

function toDepartedRow(tenantId: string, incidents: readonly Incident[]): readonly NotWatchedRow[] {
  if (incidents.length === 0) return []
  const names = [...new Set(incidents.map(({ entity }) => toEntityName(entity)))]
  const more = names.length > mostNames ? ` and ${names.length - mostNames} more` : ''
  const count = toCountText(names.length, 'restriction was', 'restrictions were')
  const text = `not in the settings any more; ${count} not over: ${names.slice(0, mostNames).join(', ')}${more}`
  return [{ name: tenantId, text, command: 'history', title: 'History' }]
}
