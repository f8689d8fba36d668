// Clean evidence and plain restrictions, to be spoiled one fact at a time.
import type { ConnectorEvidence, SenderEvidence } from '../../../src/domain/evidence.js'
import { dayMilliseconds, hourMilliseconds } from '../../../src/domain/instant.js'
import { parseReason } from '../../../src/domain/reason.js'
import type { Restriction } from '../../../src/domain/restriction.js'

export const began = Date.UTC(2026, 10, 22, 3, 14)
export const hoursBefore = (hours: number) => began - hours * hourMilliseconds
export const daysBefore = (days: number) => began - days * dayMilliseconds

export const known = <const Value>(value: Value) => ({ known: true, value }) as const
export const unknown = (why: string) => ({ known: false, why }) as const

export const account = {
  userId: '4b0f2f5e-5a53-4f0e-8a0e-6d8f0c1f1a04',
  displayName: 'Laura Bianchi',
  addresses: ['laura@contoso.com'],
  signInAllowed: true,
  synced: false,
}

export const sentMail = {
  hours: 24,
  messages: 12,
  recipients: 14,
  distinctSubjects: 11,
  busiestHour: { startsAt: hoursBefore(5), messages: 4 },
}

export const outboundPolicy = { name: 'Default', recipientsPerDay: 0, action: 'BlockUserForToday' }

export const definition = {
  name: 'Head office',
  type: 'OnPremises',
  enabled: true,
  senderIpAddresses: ['192.0.2.10'],
  senderDomains: ['contoso.com'],
  requiresTls: true,
}

/** Everything known and nothing wrong, after a password reset and with sign-in blocked. */
export function createSenderEvidence(facts: Partial<SenderEvidence> = {}): SenderEvidence {
  return {
    kind: 'sender',
    gatheredAt: began + hourMilliseconds,
    account: known({ ...account, signInAllowed: false }),
    forwarding: known(null),
    inboxRules: known([]),
    delegates: known([]),
    authentication: known({
      multiFactor: true,
      methods: [{ kind: 'Authenticator app', addedAt: daysBefore(400) }],
    }),
    password: known({ changedAt: began + 1 }),
    signIns: known([]),
    risk: known({ level: 'none', detail: '' }),
    consents: known([]),
    roles: known([]),
    sentMail: known(sentMail),
    outboundPolicy: known(outboundPolicy),
    ...facts,
  }
}

/** Known and wanted: one device in the usual place, as much to the same people as always. The verdict is bulk mail. */
export function createWanted(facts: Partial<SenderEvidence> = {}): SenderEvidence {
  return createSenderEvidence({
    account: known({ ...account, kind: 'person' }),
    signIns: known([
      {
        at: hoursBefore(3),
        from: 'Milan (IT)',
        ipAddress: '192.0.2.7',
        client: 'Outlook',
        succeeded: true,
        interactive: true,
        device: 'known',
      },
    ]),
    usualPlaces: known(['Milan (IT)']),
    password: known({ changedAt: daysBefore(200) }),
    sentMail: known({
      hours: 24,
      messages: 1_203,
      recipients: 1_180,
      distinctSubjects: 2,
      seenBefore: 0.97,
      outsideShare: 0.9,
    }),
    rhythm: known({ messagesPerDay: 1_100, outsideShare: 0.9 }),
    methodChanges: known([]),
    removedTraces: known([]),
    ...facts,
  })
}

/** Somebody else is in: sign-in allowed, forwarding, rules and an app, everything with an id to name it by. */
export function createTakenOver(facts: Partial<typeof account> = {}): SenderEvidence {
  const rule = { enabled: true, hidden: false, effect: 'moves to Archive', suspicious: false }
  return createSenderEvidence({
    account: known({ ...account, ...facts }),
    forwarding: known({ to: 'drop@evil.example', keepsCopy: false }),
    inboxRules: known([
      { ...rule, id: 'Bianchi, Laura\\4711', name: 'Archive' },
      {
        ...rule,
        id: 'Bianchi, Laura\\4712',
        name: '.',
        hidden: true,
        effect: 'deletes everything',
        suspicious: true,
      },
    ]),
    consents: known([
      { id: 'grant-1', app: 'Mail Helper', scopes: 'Mail.Send', grantedAt: hoursBefore(4) },
      { app: 'Whole Tenant', scopes: 'User.Read', grantedAt: daysBefore(90) },
    ]),
  })
}

export function createConnectorEvidence(facts: Partial<ConnectorEvidence> = {}): ConnectorEvidence {
  return {
    kind: 'connector',
    gatheredAt: began + hourMilliseconds,
    definition: known(definition),
    changes: known([]),
    mail: known({ hours: 24, messages: 900, markedAsSpam: 0 }),
    ...facts,
  }
}

export function createRestriction(facts: Partial<Restriction> = {}): Restriction {
  return {
    entity: { kind: 'sender', address: 'laura@contoso.com' },
    reason: parseReason('OutboundSpamLast24Hours=5;OutboundMailLast24Hours=12'),
    createdAt: began,
    temporary: false,
    raw: {},
    ...facts,
  }
}

/** A restriction of which Exchange did not say when it began. */
export function createUndatedRestriction(): Restriction {
  const { createdAt: _, ...undated } = createRestriction()
  return undated
}

export function createConnectorRestriction(): Restriction {
  return createRestriction({
    entity: { kind: 'connector', connectorId: '0f4f2f5e-5a53-4f0e-8a0e-6d8f0c1f1a99', name: 'Head office' },
    reason: parseReason(''),
  })
}
