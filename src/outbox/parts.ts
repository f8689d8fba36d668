// What every use-case is handed, and the two ways it changes anything.
import type { Lanes } from '../concurrency/lanes.js'
import type { Access } from '../domain/access.js'
import type { PlatformName } from '../domain/actor.js'
import type { Incident, MessageRef } from '../domain/incident.js'
import type { Instant } from '../domain/instant.js'
import type { JournalEvent } from '../domain/journal.js'
import type { Task, TaskDuty } from '../domain/task.js'
import type { Tenant } from '../domain/tenant.js'
import { RefusedError, StaleError } from '../errors.js'
import type { Refusals } from '../features/entrance/refusals.js'
import type { Claim, Clock, CreateId, Log, Meter, Platform, RestrictionBackend, Store } from '../ports.js'

export interface Parts {
  readonly store: Store
  readonly clock: Clock
  readonly createId: CreateId
  readonly log: Log
  readonly meter: Meter
  readonly access: Access
  /** Every live incident, as whoever answers a press or a command found it; none where nobody asks for anything. */
  readonly live: readonly Incident[]
  /** What is allowed in the settings but probably not meant. */
  readonly warnings: readonly string[]
  readonly tenants: ReadonlyMap<string, Tenant>
  readonly backends: ReadonlyMap<string, RestrictionBackend>
  readonly platforms: ReadonlyMap<PlatformName, Platform>
  /** A number in [0, 1) that spreads retries. */
  readonly random: () => number
  /** Writes to one incident take turns, so that a card just posted is never lost to a crowd. */
  readonly writes: Lanes
  readonly refusals: Refusals
  /** Wakes whoever runs tasks: new ones were saved. */
  readonly poke: () => void
  /** The tasks that keep failing, for `status`. */
  readonly readTroubles: () => readonly Trouble[]
  /** The last time the wall clock was set, for `status`. */
  readonly readClockStep: () => ClockStep | undefined
  /** Messages that a platform took and whose places could not be saved yet: they are saved later, never posted again. */
  readonly posted: Map<string, MessageRef>
  /** Incidents whose evidence is on its way, by the claim that asked for it. */
  readonly gathering: Map<string, string>
}

/** A task whose last try failed. */
export interface Trouble {
  readonly key: string
  readonly duty: TaskDuty
  readonly attempts: number
  readonly problem: string
  /** It could not succeed, and is tried seldom from now on. */
  readonly isGivenUp: boolean
}

/** The wall clock was set. */
export interface ClockStep {
  /** Negative when it was set back. */
  readonly milliseconds: number
  /** By the clock as it was set. */
  readonly at: Instant
  readonly monotonicAt: number
}

/** A state change with everything that belongs to it; saved in one write. */
export interface Change {
  readonly next: Incident
  readonly events?: readonly JournalEvent[]
  readonly tasks?: readonly Task[]
}

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
export async function changeIncident(parts: Parts, target: Target, decide: Decide): Promise<Incident> {
  return parts.writes.run(target.incidentId, () => decideAndSave(parts, target, decide))
}

async function decideAndSave(parts: Parts, target: Target, decide: Decide): Promise<Incident> {
  for (let attempt = 1; ; attempt += 1) {
    const incident = await getIncident(parts, target.incidentId)
    const change = decide(incident)
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

export async function getIncident(parts: Parts, incidentId: string): Promise<Incident> {
  const incident = await parts.store.findIncident(incidentId)
  if (incident === undefined)
    throw new RefusedError(
      'not-found',
      'Reprieve has no record of this restriction. Type `list` to see what is there.',
    )
  return incident
}

/** The tenant of an incident. A tenant that was taken out of the settings keeps its id as its name. */
export function toTenant(parts: Parts, tenantId: string): Tenant {
  return parts.tenants.get(tenantId) ?? { id: tenantId, name: tenantId, routes: [], pollSeconds: 60 }
}

/** @throws RefusedError when the tenant is no longer in the settings. */
export function getBackend(parts: Parts, tenantId: string): RestrictionBackend {
  const backend = parts.backends.get(tenantId)
  if (backend === undefined)
    throw new RefusedError('not-found', `The tenant ${tenantId} is not in the settings any more.`)
  return backend
}
