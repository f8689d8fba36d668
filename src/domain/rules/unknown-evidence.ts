// Evidence of which nothing is known, and why: so that every rule says "not checked" by itself.
import type { ConnectorEvidence, SenderEvidence } from '../evidence.js'
import type { Instant } from '../instant.js'

export function createUnknownSenderEvidence(why: string, gatheredAt: Instant): SenderEvidence {
  const unknown = { known: false, why } as const
  return {
    kind: 'sender',
    gatheredAt,
    account: unknown,
    forwarding: unknown,
    inboxRules: unknown,
    transportRules: unknown,
    journalRules: unknown,
    automaticReply: unknown,
    doors: unknown,
    removedTraces: unknown,
    delegates: unknown,
    authentication: unknown,
    password: unknown,
    signIns: unknown,
    risk: unknown,
    consents: unknown,
    appCredentials: unknown,
    roles: unknown,
    sentMail: unknown,
    outboundPolicy: unknown,
    headroom: unknown,
  }
}

export function createUnknownConnectorEvidence(why: string, gatheredAt: Instant): ConnectorEvidence {
  const unknown = { known: false, why } as const
  return { kind: 'connector', gatheredAt, definition: unknown, changes: unknown, mail: unknown }
}
