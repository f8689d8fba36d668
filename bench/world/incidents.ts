// Incidents as the bot would have made them, with the evidence of the sandbox tenant.
import { createSandbox } from '../../src/backends/sandbox/index.js'
import type { Evidence } from '../../src/domain/evidence.js'
import type { Incident } from '../../src/domain/incident.js'
import { parseReason } from '../../src/domain/reason.js'
import type { Restriction } from '../../src/domain/restriction.js'
import { closeIncident, openIncident, saveEvidence } from '../../src/domain/transitions.js'
import type { Store } from '../../src/ports.js'
import { createSystemClock } from '../../src/run/clock.js'
import { reason, tenantId } from './facts.js'

export function createRestriction(address: string): Restriction {
  const now = Date.now()
  return {
    entity: { kind: 'sender', address },
    reason: parseReason(reason),
    createdAt: now,
    temporary: false,
    raw: { SenderAddress: address, Reason: reason, CreatedDatetime: new Date(now).toISOString() },
  }
}

/** What is known about an account with everything wrong that can be. */
export function gatherEvidence(): Promise<Evidence> {
  const sandbox = createSandbox({ clock: createSystemClock(), random: Math.random, latencyMilliseconds: 0 })
  return sandbox.gather({ kind: 'sender', address: 'laura@contoso.com' }, AbortSignal.timeout(10_000))
}

export function createIncident(id: string, evidence: Evidence): Incident {
  return toIncident({ id, tenantId, restriction: createRestriction(`${id}@contoso.com`), evidence })
}

interface Known {
  readonly id: string
  readonly tenantId: string
  readonly restriction: Restriction
  readonly evidence: Evidence
}

export function toIncident({ evidence, ...known }: Known): Incident {
  const now = Date.now()
  const opened = openIncident({ ...known, earlier: { count: 0 }, digestId: undefined, now })
  return saveEvidence(opened, evidence, now)
}

interface Seed {
  /** The first part of every id. */
  readonly name: string
  readonly count: number
  readonly isClosed: boolean
}

/** Commits of one turn share a write, so this many are saved at once. */
const batchSize = 2_000

/** @returns the ids. */
export async function seedIncidents(
  store: Store,
  { name, count, isClosed }: Seed,
): Promise<readonly string[]> {
  const evidence = await gatherEvidence()
  const ids = Array.from({ length: count }, (_, index) => `${name}-${index}`)
  await saveIncidents(store, ids, (id) => {
    const open = createIncident(id, evidence)
    return isClosed ? closeIncident(open, 'cleared-elsewhere', Date.now()) : open
  })
  return ids
}

export async function saveIncidents<Given>(
  store: Store,
  all: readonly Given[],
  toNext: (given: Given) => Incident,
): Promise<void> {
  for (let from = 0; from < all.length; from += batchSize)
    await Promise.all(all.slice(from, from + batchSize).map((given) => saveOne(store, toNext(given))))
}

async function saveOne(store: Store, next: Incident): Promise<void> {
  const { changedAt, tenantId: of, id, state } = next
  const type = state.status === 'closed' ? 'incident.closed' : 'incident.opened'
  const event = { at: changedAt, type, tenantId: of, incidentId: id, data: {} } as const
  await store.commit({ incident: { next, expectedVersion: 0 }, events: [event] })
}
