// Who took an entry off the list elsewhere. The audit log is up to a day late, so it is asked a few times after the end,
// and until it knows the card says what is known: that the entry left.
import type { z } from 'zod'
import type { Incident } from '../../domain/incident.js'
import { type Instant, minuteMilliseconds } from '../../domain/instant.js'
import { BackendError } from '../../errors.js'
import { changeIncident } from '../../outbox/change.js'
import type { Claim } from '../../ports.js'
import { askBackend, type Parts, toTenant } from '../feature.js'
import { toUpdateTasks } from '../incident/tasks.js'
import { toIncidentEvent } from './settle.js'
import { type liftedDuty, toLiftedTasks } from './tasks.js'

/** Searches of the audit log are slow. */
const searchMilliseconds = 60_000
/** The end is noted by the clock of this machine, and what brought it about by Microsoft's. */
const slackMilliseconds = 5 * minuteMilliseconds

/** Whether somebody may have taken it off the list, and nobody knows who. */
function isUnexplained({ state, continuedBy }: Incident): boolean {
  return (
    state.status === 'closed' &&
    state.outcome === 'cleared-elsewhere' &&
    state.lifted === undefined &&
    continuedBy === undefined
  )
}

export async function findLifted(
  parts: Parts,
  { incidentId, tenantId, tries }: z.infer<typeof liftedDuty>,
  claim: Claim,
): Promise<void> {
  const incident = await parts.store.findIncident(incidentId)
  if (incident?.state.status !== 'closed' || !isUnexplained(incident) || !parts.tenants.has(tenantId))
    return void (await parts.store.commit({ settle: { claim } }))
  const { closedAt } = incident.state
  const deed = await search(parts, incident, closedAt)
  if (deed === undefined) {
    const tasks = toLiftedTasks(incident, closedAt, tries + 1)
    return void (await parts.store.commit({ settle: { claim }, tasks }))
  }
  const lifted = { by: deed.who, at: deed.at }
  await changeIncident(parts, { incidentId, claim }, (now) => {
    if (now.state.status !== 'closed' || !isUnexplained(now)) return undefined
    const next: Incident = { ...now, state: { ...now.state, lifted } }
    const event = toIncidentEvent(next, 'incident.lifted', parts.clock.now(), {
      who: deed.who,
      liftedAt: deed.at,
    })
    return { next, events: [event], tasks: toUpdateTasks(next, toTenant(parts, tenantId), parts.clock.now()) }
  })
}

/** The last that took it off; undefined also when the log cannot be read, which the doctor says. */
async function search(
  parts: Parts,
  { tenantId, entity, restriction, openedAt }: Incident,
  closedAt: Instant,
) {
  // Whoever took it off before it began took off the one before it.
  const from = restriction.createdAt ?? openedAt
  const to = closedAt + slackMilliseconds
  try {
    const [last] = await askBackend(parts, {
      tenantId,
      milliseconds: searchMilliseconds,
      call: (backend, signal) => backend.searchDeeds({ what: 'lift', entity, from, to }, signal),
    })
    return last
  } catch (error) {
    if (!(error instanceof BackendError)) throw error
    parts.log.warn({ tenantId, code: error.code, problem: error.message }, 'lifted.not-found-out')
    return undefined
  }
}
