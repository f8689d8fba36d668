// Incidents in every status, to be moved on from.
import type { Actor, ActorRef } from '../../src/domain/actor.js'
import type { Incident, IncidentState, Outcome, Status, Unblock } from '../../src/domain/incident.js'
import type { Instant } from '../../src/domain/instant.js'
import { parseReason } from '../../src/domain/reason.js'
import type { Restriction } from '../../src/domain/restriction.js'
import type { Review } from '../../src/domain/review.js'
import { openIncident } from '../../src/domain/transitions.js'

export const began: Instant = Date.UTC(2026, 10, 22, 3, 14)
export const maya: ActorRef = { platform: 'slack', id: 'U1', name: 'Maya' }
export const tom: ActorRef = { platform: 'teams', id: 'aad-2', name: 'Tom' }

export const statuses: readonly Status[] = [
  'open',
  'reviewing',
  'unblocking',
  'uncertain',
  'watching',
  'stuck',
  'failed',
  'closed',
]

const spamReason = 'OutboundSpamLast24Hours=412;OutboundMailLast24Hours=1203;CIP=203.0.113.9'

export function createRestriction(facts: Partial<Restriction> = {}): Restriction {
  return {
    entity: { kind: 'sender', address: 'laura@contoso.com' },
    reason: parseReason(spamReason),
    createdAt: began,
    temporary: false,
    raw: { SenderAddress: 'laura@contoso.com' },
    ...facts,
  }
}

export function createReview(facts: Partial<Review> = {}): Review {
  return { by: maya, at: began, attestations: [], note: 'secured', ...facts }
}

export function createUnblock(facts: Partial<Unblock> = {}): Unblock {
  return { by: maya, review: createReview(), requestedAt: began, ...facts }
}

function createState(status: Status, outcome: Outcome = 'unblocked'): IncidentState {
  const unblock = createUnblock()
  const looked = { unblock, unblockedAt: began, alreadyGone: false }
  const states: Readonly<Record<Status, IncidentState>> = {
    open: { status: 'open' },
    reviewing: { status: 'reviewing', by: maya, since: began },
    unblocking: { status: 'unblocking', unblock },
    uncertain: { status: 'uncertain', unblock, since: began, why: 'no answer' },
    watching: { status: 'watching', ...looked },
    stuck: { status: 'stuck', ...looked, since: began, handedOff: false },
    failed: { status: 'failed', unblock, failedAt: began, why: 'limit reached' },
    closed: { status: 'closed', outcome, closedAt: began, unblock },
  }
  return states[status]
}

export function createIncident(status: Status, facts: Partial<Incident> = {}): Incident {
  const opened = openIncident({
    id: 'incident-1',
    tenantId: 'contoso',
    restriction: createRestriction(),
    earlier: { count: 0 },
    digestId: undefined,
    now: began,
  })
  return { ...opened, state: createState(status), ...facts }
}

export function createActor(facts: Partial<Actor> = {}): Actor {
  return { ...maya, home: 'T1', isMember: true, addresses: ['maya@contoso.com'], groups: [], ...facts }
}
