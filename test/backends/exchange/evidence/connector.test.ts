import { describe, expect, test } from 'vitest'
import type { FakeMessage } from '../../../fake-exchange/model.js'
import {
  createConnector,
  createSetup,
  daysAgo,
  hoursAgo,
  known,
  listUnknown,
  relay,
  unknown,
} from './setup.js'

const gone = unknown('There is no inbound connector with this id any more.')

function createMail(facts: Partial<FakeMessage> = {}): FakeMessage & { sender: string } {
  return {
    sender: 'scanner@contoso.com',
    received: hoursAgo(2),
    recipient: 'a@fabrikam.com',
    subject: 'Scan',
    status: 'Delivered',
    fromIp: '192.0.2.10',
    ...facts,
  }
}

describe('the definition', () => {
  test('is that of the connector with the id, whatever its name is by now', async () => {
    const setup = createSetup()
    setup.state.connectors.push(
      createConnector({ guid: 'other' }),
      createConnector({
        guid: relay.connectorId.toUpperCase(),
        name: 'Renamed',
        senderIpAddresses: ['192.0.2.10', '203.0.113.0/24'],
        senderDomains: ['contoso.com', '*'],
        requireTls: false,
      }),
    )
    expect((await setup.gatherConnector()).definition).toEqual(
      known({
        name: 'Renamed',
        type: 'OnPremises',
        enabled: true,
        senderIpAddresses: ['192.0.2.10', '203.0.113.0/24'],
        senderDomains: ['contoso.com', '*'],
        requiresTls: false,
      }),
    )
  })

  test('of a connector that is gone is not known, and the log still tells who removed it', async () => {
    const setup = createSetup()
    setup.state.audit.push({
      creationDate: hoursAgo(1),
      user: 'henrik.dahl@contoso.com',
      operation: 'Remove-InboundConnector',
      data: { ObjectId: 'Head office relay' },
    })
    expect(await setup.gatherConnector()).toMatchObject({
      definition: gone,
      changes: known([{ who: 'henrik.dahl@contoso.com', operation: 'Remove-InboundConnector' }]),
      mail: gone,
    })
  })
})

describe('changes', () => {
  const change = { user: 'henrik.dahl@contoso.com', operation: 'Set-InboundConnector' }

  test('are those of this connector in 90 days, newest first, by id or by any of its names', async () => {
    const setup = createSetup()
    setup.state.connectors.push(createConnector({ name: 'Renamed' }))
    const identity = (Value: string) => ({ Parameters: [{ Name: 'Identity', Value }] })
    setup.state.audit.push(
      {
        ...change,
        creationDate: daysAgo(60),
        operation: 'New-InboundConnector',
        data: { Parameters: [{ Name: 'Name', Value: 'Head Office Relay' }] },
      },
      { ...change, creationDate: hoursAgo(9), data: identity(relay.connectorId) },
      { ...change, creationDate: hoursAgo(5), data: { ObjectId: 'contoso.onmicrosoft.com\\Renamed' } },
      { ...change, creationDate: hoursAgo(4), data: identity('Warehouse scanners') },
      { ...change, creationDate: daysAgo(91), data: identity(relay.connectorId) },
      { ...change, creationDate: hoursAgo(3), operation: 'Set-OutboundConnector', data: identity('Renamed') },
    )
    const who = 'henrik.dahl@contoso.com'
    expect((await setup.gatherConnector()).changes).toEqual(
      known([
        { at: Date.parse(hoursAgo(5)), who, operation: 'Set-InboundConnector' },
        { at: Date.parse(hoursAgo(9)), who, operation: 'Set-InboundConnector' },
        { at: Date.parse(daysAgo(60)), who, operation: 'New-InboundConnector' },
      ]),
    )
  })

  test('are none when nothing was logged while logging was on, and not known when it is off', async () => {
    const setup = createSetup()
    expect((await setup.gatherConnector()).changes).toEqual(known([]))
    await setup.clock.advance(60_000)
    setup.state.unifiedAuditLogIngestionEnabled = false
    expect((await setup.gatherConnector()).changes).toEqual(unknown('Audit logging is off in this tenant.'))
  })

  test('cannot be told in a cloud whose log cannot be searched, empty as it is', async () => {
    const setup = createSetup({}, [], 'china')
    expect((await setup.gatherConnector()).changes).toEqual(
      unknown('The audit log cannot be searched in this cloud.'),
    )
  })
})

describe('mail', () => {
  test.each([
    ['single addresses', { senderIpAddresses: ['192.0.2.10', '192.0.2.11'], senderDomains: ['*'] }],
    ['a range, by its domains', { senderIpAddresses: ['192.0.2.0/28'], senderDomains: ['contoso.com'] }],
    [
      'a span, by its domains',
      { senderIpAddresses: ['192.0.2.9-192.0.2.11'], senderDomains: ['contoso.com'] },
    ],
  ])('through %s is counted by message, and nobody else with it', async (_, facts) => {
    const setup = createSetup()
    setup.state.connectors.push(createConnector(facts))
    setup.state.relayed.push(
      createMail({ messageId: '1', status: 'FilteredAsSpam' }),
      createMail({ messageId: '1', recipient: 'b@fabrikam.com', status: 'FilteredAsSpam' }),
      createMail({ messageId: '2', fromIp: '192.0.2.11' }),
      createMail({ messageId: '3', fromIp: '198.51.100.1' }),
      createMail({ messageId: '4', fromIp: '' }),
      createMail({ messageId: '5', received: hoursAgo(25) }),
    )
    expect((await setup.gatherConnector()).mail).toEqual(known({ hours: 24, messages: 2, markedAsSpam: 1 }))
  })

  test.each([
    [
      { senderIpAddresses: [], senderDomains: ['payroll.contoso.com'] },
      'It is not bound to addresses, so message trace cannot tell its mail apart.',
    ],
    [
      { senderIpAddresses: ['192.0.2.0/24'], senderDomains: ['*'] },
      'It takes mail of any domain from ranges of addresses, and message trace can be asked for neither.',
    ],
    [
      { senderIpAddresses: Array.from({ length: 11 }, (_, index) => `192.0.2.${index}`) },
      'It takes mail from too many addresses to trace them one by one.',
    ],
  ])('of %j cannot be told', async (facts, why) => {
    const setup = createSetup()
    setup.state.connectors.push(createConnector(facts))
    expect((await setup.gatherConnector()).mail).toEqual(unknown(why))
    expect(setup.calls).not.toContain('Get-MessageTraceV2')
  })

  test('of more rows than are read is counted as far back as it goes', async () => {
    const setup = createSetup()
    setup.state.connectors.push(createConnector())
    for (let index = 0; index < 26_000; index += 1)
      setup.state.relayed.push(createMail({ messageId: String(index), received: hoursAgo(index / 5_000) }))
    expect((await setup.gatherConnector()).mail).toEqual(
      known({ hours: 5, messages: 25_000, markedAsSpam: 0 }),
    )
  })
})

describe.each([
  ['Get-InboundConnector', ['definition', 'mail']],
  ['Search-UnifiedAuditLog', ['changes']],
  ['Get-AdminAuditLogConfig', ['changes']],
  ['Get-MessageTraceV2', ['mail']],
])('when %s fails', (source, lost) => {
  test.each(['timeout', 'forbidden', 'rejected', 'garbage'] as const)(
    '(%s) only what hangs on it is not known',
    async (trouble) => {
      const setup = createSetup()
      setup.state.connectors.push(createConnector())
      setup.setTrouble(source, trouble)
      expect(listUnknown(await setup.gatherConnector())).toEqual(lost)
    },
  )
})
