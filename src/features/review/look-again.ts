// Reads once more what the answers are about, before they count. Whoever submitted waits for it, so it takes ten seconds at
// most; what did not come by then is as it was read last, and the pages say when that was.
import { late, within } from '../../concurrency/within.js'
import { type Incident, toRestriction } from '../../domain/incident.js'
import type { Press } from '../../domain/press.js'
import { mergeReread, toWish } from '../../domain/reread.js'
import { saveEvidence } from '../../domain/transitions.js'
import { BackendError } from '../../errors.js'
import { changeIncident, getIncident } from '../../outbox/change.js'
import { requireTurn } from '../entrance/gate.js'
import { askBackend, type Parts } from '../feature.js'
import { toIncidentEvent } from '../watch/settle.js'

const longestMilliseconds = 10_000

export async function lookAgain(parts: Parts, press: Press): Promise<void> {
  const { actor, incidentId } = press
  const incident = await getIncident(parts, incidentId)
  requireTurn(parts, { actor, permission: 'confirm', incident })
  // Of a page that will not count anyway nothing is asked.
  if (press.revision !== incident.revision || !parts.backends.has(incident.tenantId)) return
  const wish = toWish(incident, press)
  if (wish === 'nothing') return
  const fresh = await read(parts, incident, wish === 'everything' ? undefined : wish)
  if (fresh === undefined) return
  await changeIncident(parts, { incidentId }, (current) => {
    const { evidence } = current
    // Whatever was gathered meanwhile is newer.
    if (evidence === undefined || evidence.gatheredAt !== incident.evidence?.gatheredAt) return undefined
    const now = parts.clock.now()
    const merged = wish === 'everything' ? fresh : mergeReread(evidence, fresh, wish)
    const next = saveEvidence(current, merged, now)
    const facts = wish === 'everything' ? [] : [...wish]
    return { next, events: [toIncidentEvent(next, 'evidence.reread', now, { facts })] }
  })
}

async function read(
  parts: Parts,
  incident: Incident,
  facts: Exclude<ReturnType<typeof toWish>, string> | undefined,
) {
  const { tenantId, entity } = incident
  try {
    const reading = askBackend(parts, {
      tenantId,
      milliseconds: longestMilliseconds,
      call: (backend, signal) => backend.gather(entity, signal, facts, toRestriction(incident)),
    })
    const answer = await within(parts.clock, longestMilliseconds, reading)
    if (answer !== late) return answer
    reading.catch(() => {})
    return undefined
  } catch (error) {
    if (!(error instanceof BackendError)) throw error
    parts.log.info({ incidentId: incident.id, code: error.code }, 'review.not-read-again')
    return undefined
  }
}
