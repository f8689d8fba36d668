// Reads the evidence of several incidents once more while somebody waits: a few at a time, and not for longer than they do.
import { createLimit } from '../../concurrency/limit.js'
import { late, within } from '../../concurrency/within.js'
import { type Incident, toRestriction } from '../../domain/incident.js'
import { saveEvidence } from '../../domain/transitions.js'
import { BackendError } from '../../errors.js'
import { changeIncident } from '../../outbox/change.js'
import { askBackend, type Parts } from '../feature.js'
import { toIncidentEvent } from '../watch/settle.js'
import { countFacts, isOfUse } from './gather.js'

/** Exchange and Graph are asked for several things of each. */
const mostAtOnce = 5

/** What did not come in time stays as it was read last, which its age tells. Rejects never for what a backend fails at. */
export async function rereadEvidence(
  parts: Parts,
  incidents: readonly Incident[],
  milliseconds: number,
): Promise<void> {
  const limit = createLimit(mostAtOnce)
  const until = parts.clock.monotonic() + milliseconds
  await Promise.all(incidents.map((incident) => limit(() => rereadOne(parts, incident, until))))
}

async function rereadOne(parts: Parts, incident: Incident, until: number): Promise<void> {
  const milliseconds = until - parts.clock.monotonic()
  if (milliseconds <= 0 || !parts.backends.has(incident.tenantId)) return
  const evidence = await read(parts, incident, milliseconds)
  if (evidence === undefined) return
  await changeIncident(parts, { incidentId: incident.id }, (current) => {
    // Whatever was gathered meanwhile is newer.
    if (!isOfUse(current) || current.evidence?.gatheredAt !== incident.evidence?.gatheredAt) return undefined
    const now = parts.clock.now()
    const next = saveEvidence(current, evidence, now)
    return { next, events: [toIncidentEvent(next, 'evidence.gathered', now, countFacts(evidence))] }
  })
}

async function read(parts: Parts, incident: Incident, milliseconds: number) {
  const { tenantId, entity } = incident
  try {
    const reading = askBackend(parts, {
      tenantId,
      milliseconds,
      call: (backend, signal) => backend.gather(entity, signal, undefined, toRestriction(incident)),
    })
    const answer = await within(parts.clock, milliseconds, reading)
    if (answer !== late) return answer
    reading.catch(() => {})
    return undefined
  } catch (error) {
    if (!(error instanceof BackendError)) throw error
    parts.log.info({ incidentId: incident.id, code: error.code }, 'evidence.not-read-again')
    return undefined
  }
}
