// Incidents as the bot would have made them, with the evidence of the sandbox tenant.
import { createSandbox } from '../../src/backends/sandbox/index.js'
import { createSystemClock } from '../../src/clock.js'
import type { Evidence } from '../../src/domain/evidence.js'
import type { Incident } from '../../src/domain/incident.js'
import { parseReason } from '../../src/domain/reason.js'
import type { Restriction } from '../../src/domain/restriction.js'
import { closeIncident, openIncident, saveEvidence } from '../../src/domain/transitions.js'
import type { Store } from '../../src/ports.js'
import { tenantId } from './facts.js'

export function createRestriction(address: string): Restriction {
  const reason = 'OutboundSpamLast24Hours=412;OutboundMailLast24Hours=1203;CIP=203.0.113.9'
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
  const now = Date.now()
  const restriction = createRestriction(`${id}@contoso.com`)
  const opened = openIncident({ id, tenantId, restriction, earlier: { count: 0 }, digestId: undefined, now })
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
  for (let from = 0; from < count; from += batchSize)
    await Promise.all(
      ids.slice(from, from + batchSize).map((id) => {
        const open = createIncident(id, evidence)
        const next = isClosed ? closeIncident(open, 'cleared-elsewhere', Date.now()) : open
        const event = {
          at: next.changedAt,
          type: isClosed ? 'incident.closed' : 'incident.opened',
          tenantId,
          incidentId: id,
          data: {},
        } as const
        return store.commit({ incident: { next, expectedVersion: 0 }, events: [event] })
      }),
    )
  return ids
}
