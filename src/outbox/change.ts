// The one way an incident changes: state, journal and tasks in one write.
import { noRecordText } from '../domain/denial.js'
import type { Incident } from '../domain/incident.js'
import { RefusedError, StaleError } from '../errors.js'
import type { Claim } from '../ports.js'
import type { Change } from './follow.js'
import type { OutboxParts } from './parts.js'

export type { Change }

interface Target {
  readonly incidentId: string
  /** Ended in the same write. */
  readonly claim?: Claim
}

type Decide = (incident: Incident) => Change | undefined

/** Another process may be faster a few times in a row; within this one, writes to an incident take turns. */
const tries = 8

/**
 * Reads the incident, lets `decide` say what becomes of it, saves that. When somebody else was faster, reads and
 * decides again: the decision is always about what is true at the moment of the write. `undefined` changes nothing.
 * @throws RefusedError when there is no such incident, whatever `decide` throws, StaleError when it stays contended.
 */
export async function changeIncident(parts: OutboxParts, target: Target, decide: Decide): Promise<Incident> {
  return parts.writes.run(target.incidentId, () => decideAndSave(parts, target, decide))
}

async function decideAndSave(parts: OutboxParts, target: Target, decide: Decide): Promise<Incident> {
  for (let attempt = 1; ; attempt += 1) {
    const incident = await getIncident(parts, target.incidentId)
    const decided = decide(incident)
    const change = decided === undefined ? undefined : await parts.follow(incident, decided)
    if (change === undefined && target.claim === undefined) return incident
    try {
      const saved = await parts.store.commit({
        ...(change === undefined ? {} : toCommit(incident, change)),
        ...(target.claim === undefined ? {} : { settle: { claim: target.claim } }),
      })
      if (saved !== undefined) parts.meter.incidentChanged(incident, saved)
      if (change?.tasks !== undefined) parts.poke()
      return saved ?? incident
    } catch (error) {
      if (!(error instanceof StaleError) || attempt === tries) throw error
    }
  }
}

function toCommit(incident: Incident, change: Change) {
  return {
    incident: { next: change.next, expectedVersion: incident.version },
    events: change.events ?? [],
    tasks: change.tasks ?? [],
  }
}

export async function getIncident(parts: OutboxParts, incidentId: string): Promise<Incident> {
  const incident = await parts.store.findIncident(incidentId)
  if (incident === undefined) throw new RefusedError('not-found', noRecordText)
  return incident
}
