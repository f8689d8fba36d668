// The backend over REST, as far as the Restricted entities list goes: nothing but it is gathered.
import { createRestrictions } from '../../../src/backends/exchange/restrictions.js'
import type { Entity } from '../../../src/domain/entity.js'
import type { Evidence } from '../../../src/domain/evidence.js'
import type { RestrictionBackend } from '../../../src/ports.js'
import type { Setup } from './setup.js'

export function createRestBackend({ cmdlets, clock }: Pick<Setup, 'cmdlets' | 'clock'>): RestrictionBackend {
  const restrictions = createRestrictions(cmdlets)
  return {
    ...restrictions,
    async gather(entity, signal) {
      await restrictions.find(entity, signal)
      return toEmptyEvidence(entity, clock.now())
    },
    contain: () => Promise.resolve({ detail: 'Nothing was done.', undo: undefined }),
    readPolicies: () => Promise.reject(new Error('not asked for')),
    examine: () => Promise.resolve([]),
  }
}

function toEmptyEvidence(entity: Entity, gatheredAt: number): Evidence {
  const unknown = { known: false, why: 'It was not looked up.' } as const
  if (entity.kind === 'connector')
    return { kind: 'connector', gatheredAt, definition: unknown, changes: unknown, mail: unknown }
  return {
    kind: 'sender',
    gatheredAt,
    account: unknown,
    forwarding: unknown,
    inboxRules: unknown,
    delegates: unknown,
    authentication: unknown,
    password: unknown,
    signIns: unknown,
    risk: unknown,
    consents: unknown,
    roles: unknown,
    sentMail: unknown,
    outboundPolicy: unknown,
  }
}
