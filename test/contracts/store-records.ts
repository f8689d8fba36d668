// Records for tests of stores: as small as the schemas allow, different where a test says so.
import type { Containment } from '../../src/domain/containment.js'
import type { Incident } from '../../src/domain/incident.js'
import type { Instant } from '../../src/domain/instant.js'
import type { JournalEvent } from '../../src/domain/journal.js'
import type { Task } from '../../src/domain/task.js'
import { taskKinds } from '../../src/features/index.js'
import type { PoolRequest } from '../../src/ports.js'

export function createIncident(id: string, changes: Partial<Incident> & { address?: string } = {}): Incident {
  const { address = `${id}@contoso.com`, ...others } = changes
  const entity = { kind: 'sender', address } as const
  return {
    id,
    tenantId: 'contoso',
    version: 0,
    revision: 1,
    changedAt: 1_000,
    openedAt: 1_000,
    entity,
    restriction: {
      entity,
      reason: { raw: 'OutboundSpamLast24Hours=182', cause: 'spam', facts: [] },
      temporary: false,
      raw: { SenderAddress: address },
    },
    state: { status: 'open' },
    earlier: { count: 0 },
    reviews: [],
    confirmations: [],
    cards: [],
    ...others,
  }
}

export function toClosed(incident: Incident, closedAt: Instant = 5_000): Incident {
  return { ...incident, state: { status: 'closed', outcome: 'unblocked', closedAt } }
}

export function createTask(key: string, changes: Partial<Task> = {}): Task {
  return {
    key,
    lane: `lane:${key}`,
    dueAt: 1_000,
    attempts: 0,
    duty: { kind: 'gather', incidentId: key },
    ...changes,
  }
}

export function createEvent(incidentId: string, changes: Partial<JournalEvent> = {}): JournalEvent {
  return {
    at: Date.UTC(2026, 10, 5),
    type: 'incident.changed',
    tenantId: 'contoso',
    incidentId,
    data: {},
    ...changes,
  }
}

/** A sign-in that was blocked, and remembers how it was before. */
export function createContainment(id: string): Containment {
  return {
    id,
    step: 'block-sign-in',
    targets: [],
    by: { platform: 'slack', id: 'U1', name: 'Maya' },
    askedAt: 1_000,
    requestedAt: 1_000,
    attemptedAt: 1_000,
    ended: { at: 1_000, result: 'done', detail: 'Sign-in was blocked.' },
    undo: { signInAllowed: true },
  }
}

/** One pool with room for every kind of task. */
export function toPools(limit: number): readonly PoolRequest[] {
  return [{ kinds: taskKinds, limit, sharedBy: 'tenant', mostPerShare: 999 }]
}
