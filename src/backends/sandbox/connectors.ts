// The sandbox tenant's inbound connectors.
import type { ConnectorEvidence } from '../../domain/evidence.js'
import { dayMilliseconds, hourMilliseconds, type Instant } from '../../domain/instant.js'
import { known, unknown } from './stories/facts.js'

export interface ConnectorAccount {
  readonly connectorId: string
  readonly name: string
  /** For the people who play with the sandbox. */
  readonly about: string
  readonly story: (began: Instant) => Omit<ConnectorEvidence, 'kind' | 'gatheredAt'>
}

export const connectors: readonly ConnectorAccount[] = [
  {
    connectorId: 'd7c0a3f2-6a1e-4a52-9d35-5b1f0c7e2a01',
    name: 'Head office relay',
    about: 'Changed last night by an administrator whose account was taken over',
    story: (began) => ({
      definition: known({
        name: 'Head office relay',
        type: 'OnPremises',
        enabled: true,
        senderIpAddresses: ['192.0.2.10', '203.0.113.0/24'],
        senderDomains: ['contoso.com', '*'],
        requiresTls: false,
      }),
      changes: known([
        {
          at: began - 9 * hourMilliseconds,
          who: 'henrik.dahl@contoso.com',
          operation: 'Set-InboundConnector',
          doubtful: true,
        },
        { at: began - 640 * dayMilliseconds, who: 'tom@contoso.com', operation: 'New-InboundConnector' },
      ]),
      mail: known({
        hours: 24,
        messages: 5_210,
        markedAsSpam: 3_877,
        fromDomains: 61,
        sourceAddresses: ['203.0.113.18', '203.0.113.77'],
        outsideShare: 0.99,
        subjects: { themes: ['bait'], replies: false },
      }),
      rhythm: known({ messagesPerDay: 640, outsideShare: 0.4 }),
    }),
  },
  {
    connectorId: 'd7c0a3f2-6a1e-4a52-9d35-5b1f0c7e2a02',
    name: 'Warehouse scanners',
    about: 'As it should be; one of the scanners behind it is not',
    story: (began) => ({
      definition: known({
        name: 'Warehouse scanners',
        type: 'OnPremises',
        enabled: true,
        senderIpAddresses: ['192.0.2.77'],
        senderDomains: ['scan.contoso.com'],
        requiresTls: true,
      }),
      changes: known([
        { at: began - 211 * dayMilliseconds, who: 'tom@contoso.com', operation: 'Set-InboundConnector' },
      ]),
      mail: known({
        hours: 24,
        messages: 5_390,
        markedAsSpam: 122,
        fromDomains: 1,
        sourceAddresses: ['192.0.2.77'],
        outsideShare: 0.04,
        subjects: { themes: ['machine'], replies: false },
      }),
      rhythm: known({ messagesPerDay: 4_800, outsideShare: 0.04 }),
    }),
  },
  {
    connectorId: 'd7c0a3f2-6a1e-4a52-9d35-5b1f0c7e2a03',
    name: 'Payroll gateway',
    about: 'Hardly anything can be known about it',
    story: () => ({
      definition: known({
        name: 'Payroll gateway',
        type: 'OnPremises',
        enabled: true,
        senderIpAddresses: [],
        senderDomains: ['payroll.contoso.com'],
        requiresTls: true,
      }),
      changes: unknown('Audit logging is off in this tenant.'),
      mail: unknown('Message trace did not answer in time.'),
    }),
  },
]

export function findConnector(connectorId: string): ConnectorAccount | undefined {
  const wanted = connectorId.toLowerCase()
  return connectors.find((connector) => connector.connectorId === wanted)
}
