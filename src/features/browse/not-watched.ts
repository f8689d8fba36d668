// What nobody sees at this moment: tenants whose list is not read, and what was still going on where a tenant was taken out
// of the settings.
import type { Actor } from '../../domain/actor.js'
import { toEntityName } from '../../domain/entity.js'
import type { Incident } from '../../domain/incident.js'
import { dayMilliseconds } from '../../domain/instant.js'
import { isAllowed } from '../entrance/gate.js'
import type { Parts } from '../feature.js'
import { isPollOverdue, pollOf } from '../watch/polls.js'
import { readPolls, type TenantPoll } from '../watch/sight.js'
import { toBrief } from '../words/brief.js'
import { toCountText, toUtcText } from '../words/words.js'
import type { NotWatchedRow } from './views.js'

const mostReasonCharacters = 80
const mostNames = 3
/** After which it is history, and no longer news. */
const departedMilliseconds = 7 * dayMilliseconds

export async function listNotWatched(parts: Parts, actor: Actor): Promise<readonly NotWatchedRow[]> {
  const now = parts.clock.now()
  const polls = await readPolls(parts)
  const blind = polls.filter(({ tenant, poll }) => isPollOverdue(poll, tenant, now))
  const mayExamine = isAllowed(parts, { actor, permission: 'examine' })
  return [...blind.map((one) => toBlindRow(one, mayExamine)), ...(await listDeparted(parts))]
}

/** The doctor says how to mend it; whoever may not call it sees at least how it stands. */
function toBlindRow({ tenant, poll }: TenantPoll, mayExamine: boolean): NotWatchedRow {
  const since = poll?.lastGoodAt === undefined ? 'never read yet' : `since ${toUtcText(poll.lastGoodAt)}`
  const why = toBrief(poll?.problem || 'No poll since', mostReasonCharacters)
  const button = mayExamine
    ? { command: 'doctor', title: 'How to fix it' }
    : { command: 'status', title: 'Status' }
  return { name: tenant.name, text: `${since} · ${why}`, ...button }
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
