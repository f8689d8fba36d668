// Whether mail flows after an unblock, from message traces of Graph or of Exchange.
import { describe, expect, test } from 'vitest'
import { createTraceMail } from '../../../../src/backends/exchange/mail-flow/index.js'
import { createTraceSource } from '../../../../src/backends/exchange/mail-flow/source.js'
import type { Entity } from '../../../../src/domain/entity.js'
import { minuteMilliseconds } from '../../../../src/domain/instant.js'
import { createFakeAccount } from '../../../fake-exchange/accounts.js'
import type { FakeMessage } from '../../../fake-exchange/model.js'
import { createSetup, laura, never, now, relay } from '../evidence/setup.js'

const since = now - 60 * minuteMilliseconds
const at = (minutes: number) => since + minutes * minuteMilliseconds
const graphPermission = 'ExchangeMessageTrace.Read.All'
const refusal = 'Reason: [{LED=550 5.1.8 Access denied, bad outbound sender AS(42004)};{MSG=};{FQDN=};{IP=}]'

function toMessage(minutes: number, message: Partial<FakeMessage> = {}): FakeMessage {
  return {
    received: new Date(at(minutes)).toISOString(),
    recipient: 'someone@fabrikam.com',
    subject: 'Hello',
    status: 'Delivered',
    fromIp: '',
    ...message,
  }
}

function createTracing(sent: readonly FakeMessage[] = [], { hasGraphTraces = true } = {}) {
  const setup = createSetup({ mail: 'laura.bennett@contoso.com', sent: [...sent] })
  setup.state.graphPermissions.add(graphPermission)
  const { cmdlets, graph, clock, patiently } = setup
  const source = createTraceSource({ cmdlets, graph, clock, hasGraphTraces, apartMilliseconds: 10_000 })
  const traceMail = createTraceMail({ cmdlets, graph, clock, source })
  const isTrace = (call: string) => /Get-MessageTrace|messageTraces/.test(call)
  return {
    ...setup,
    trace: (entity: Entity = laura) => patiently(traceMail(entity, since, never)),
    traceMail,
    listTraces: () => setup.calls.filter(isTrace),
  }
}

const ways = [
  ['Graph', { hasGraphTraces: true }],
  ['the cmdlet, where Graph has none', { hasGraphTraces: false }],
] as const

describe.each(ways)('by %s', (_, options) => {
  test('a message that left the organisation says that mail flows, under whichever address it went', async () => {
    const tracing = createTracing([toMessage(5), toMessage(9)], options)
    expect(await tracing.trace()).toEqual({ known: true, value: { outside: { first: at(5), last: at(9) } } })
    expect(tracing.listTraces().every((call) => call.startsWith('GET') === options.hasGraphTraces)).toBe(true)
  })

  test('a message within the organisation does not', async () => {
    const tracing = createTracing([toMessage(5, { recipient: 'tom@contoso.com' })], options)
    expect(await tracing.trace()).toEqual({ known: true, value: { insideAt: at(5) } })
  })

  test('what was sent before the unblock says nothing', async () => {
    const tracing = createTracing(
      [toMessage(-5), toMessage(-3, { status: 'Failed', details: refusal })],
      options,
    )
    expect(await tracing.trace()).toEqual({ known: true, value: {} })
  })

  test('a refusal with 5.1.8 says that it is still blocked', async () => {
    const tracing = createTracing([toMessage(5, { status: 'Failed', details: refusal })], options)
    expect(await tracing.trace()).toEqual({ known: true, value: { refused: { at: at(5), code: '5.1.8' } } })
  })

  test('mail that fails for another reason is no refusal', async () => {
    const details = 'Reason: [{LED=550 5.1.10 RESOLVER.ADR.RecipientNotFound};{IP=15.1.8.2}]'
    const tracing = createTracing([toMessage(5, { status: 'Failed', details })], options)
    expect(await tracing.trace()).toEqual({ known: true, value: {} })
  })

  test('a refusal before the last delivery is history, and costs no call', async () => {
    const tracing = createTracing(
      [toMessage(3, { status: 'Failed', details: refusal }), toMessage(20)],
      options,
    )
    expect(await tracing.trace()).toEqual({
      known: true,
      value: { outside: { first: at(20), last: at(20) } },
    })
    expect(tracing.listTraces()).toHaveLength(1)
  })

  test('what is pending is neither', async () => {
    const tracing = createTracing([toMessage(5, { status: 'Pending' })], options)
    expect(await tracing.trace()).toEqual({ known: true, value: {} })
  })
})

describe('Graph', () => {
  test('is not asked without its permission: the cmdlet is', async () => {
    const tracing = createTracing([toMessage(5)])
    tracing.state.graphPermissions.delete(graphPermission)
    expect(await tracing.trace()).toMatchObject({ value: { outside: { first: at(5) } } })
    expect(tracing.listTraces()).toEqual(['Get-MessageTraceV2'])
  })

  test("that refuses without the service principal of Microsoft's app is left alone for an hour", async () => {
    const tracing = createTracing([toMessage(5)])
    tracing.state.hasTransportPrincipal = false
    await tracing.trace()
    await tracing.trace()
    const asked = tracing.listTraces().map((call) => call.split(' ')[0])
    expect(asked).toEqual(['GET', 'Get-MessageTraceV2', 'Get-MessageTraceV2'])
  })

  test('that is only busy is waited for', async () => {
    const tracing = createTracing([toMessage(5)])
    tracing.setTrouble('messageTraces', 'throttled')
    await expect(tracing.trace()).rejects.toMatchObject({ code: 'throttled', retryAfterMilliseconds: 7_000 })
  })
})

describe('what cannot be told', () => {
  test('is said with the role and the permission that are missing', async () => {
    const tracing = createTracing([toMessage(5)])
    tracing.state.graphPermissions.delete(graphPermission)
    tracing.setTrouble('Get-MessageTraceV2', 'forbidden')
    expect(await tracing.trace()).toEqual({
      known: false,
      why: 'The app lacks an Exchange role with Get-MessageTraceV2, such as Message Tracking. Nor may it read message traces of Microsoft Graph (ExchangeMessageTrace.Read.All); the doctor says what is missing.',
    })
  })

  test('is whether mail went outside, where the own domains cannot be read', async () => {
    const tracing = createTracing([toMessage(5)])
    tracing.setTrouble('/v1.0/domains', 'forbidden')
    tracing.setTrouble('Get-AcceptedDomain', 'forbidden')
    expect(await tracing.trace()).toMatchObject({
      known: false,
      why: expect.stringMatching(/^Mail was sent, last at 02:19 UTC, and whether it went outside/) as unknown,
    })
  })

  test('is why a message failed, where details are not permitted', async () => {
    const tracing = createTracing([toMessage(5, { status: 'Failed', details: refusal })])
    tracing.setTrouble('getDetailsByRecipient', 'forbidden')
    expect(await tracing.trace()).toEqual({
      known: true,
      value: { limit: 'A message sent at 02:19 UTC was not delivered, and message trace does not say why' },
    })
  })

  test('is not "nothing" when only the sign-in name is known', async () => {
    const tracing = createTracing([toMessage(5)])
    tracing.setTrouble('Get-Mailbox', 'forbidden')
    tracing.setTrouble('/v1.0/users', 'forbidden')
    expect(await tracing.trace()).toMatchObject({ known: false })
  })
})

describe('many who are watched at once', () => {
  const toAddress = (number: number) => `person${number}@contoso.com`

  function createMany(count: number, tracesTakeSeveral: boolean) {
    const tracing = createTracing()
    tracing.state.tracesTakeSeveral = tracesTakeSeveral
    for (let number = 1; number <= count; number += 1) {
      const upn = toAddress(number)
      tracing.state.accounts.push(createFakeAccount({ upn, mail: upn, sent: [toMessage(number)] }))
    }
    const traceAll = () =>
      tracing.patiently(
        Promise.all(
          Array.from({ length: count }, (_, index) =>
            tracing.traceMail({ kind: 'sender', address: toAddress(index + 1) }, since, never),
          ),
        ),
      )
    return { ...tracing, traceAll }
  }

  test.each([true, false])('are asked about together (Graph takes several: %s)', async (takesSeveral) => {
    const many = createMany(20, takesSeveral)
    const found = await many.traceAll()
    found.forEach((trace, index) => {
      expect(trace).toEqual({
        known: true,
        value: { outside: { first: at(index + 1), last: at(index + 1) } },
      })
    })
    expect(many.listTraces().length).toBeLessThanOrEqual(4)
  })

  test('stay within 30 calls in 5 minutes', async () => {
    const many = createMany(20, false)
    const startedAt = many.clock.now()
    for (const _ of [1, 2, 3]) await many.traceAll()
    const minutes = (many.clock.now() - startedAt) / minuteMilliseconds
    expect(many.listTraces().length).toBeLessThanOrEqual(1 + minutes * 6)
  })
})

describe('a connector', () => {
  const relayed = (minutes: number, message: Partial<FakeMessage> = {}) => ({
    ...toMessage(minutes, { fromIp: '192.0.2.10', ...message }),
    sender: 'erp@contoso.com',
  })

  function createRelay(
    senderIpAddresses: readonly string[],
    senderDomains: readonly string[] = ['contoso.com'],
  ) {
    const tracing = createTracing()
    tracing.state.connectors.push({
      guid: relay.connectorId,
      name: relay.name,
      type: 'OnPremises',
      enabled: true,
      senderIpAddresses,
      senderDomains,
      requireTls: false,
    })
    return tracing
  }

  test('is known by mail from its addresses', async () => {
    const tracing = createRelay(['192.0.2.10'])
    tracing.state.relayed.push(relayed(4), relayed(6, { fromIp: '203.0.113.9' }))
    expect(await tracing.trace(relay)).toEqual({
      known: true,
      value: { outside: { first: at(4), last: at(4) } },
    })
  })

  test('is refused with a code of its own', async () => {
    const tracing = createRelay(['192.0.2.0/24'])
    const details = 'Reason: [{LED=550 5.7.711 Access denied, bad inbound connector}]'
    tracing.state.relayed.push(relayed(4, { status: 'Failed', details }))
    expect(await tracing.trace(relay)).toMatchObject({ value: { refused: { at: at(4), code: '5.7.711' } } })
  })

  test('of which nothing is seen may be turned away before there is a message, which is said', async () => {
    const trace = await createRelay(['192.0.2.10']).trace(relay)
    expect(trace).toMatchObject({
      value: { limit: expect.stringContaining('in no message trace') as unknown },
    })
  })

  test('that is bound to no address cannot be told from others', async () => {
    expect(await createRelay([]).trace(relay)).toEqual({
      known: false,
      why: 'It is not bound to addresses, so message trace cannot tell its mail apart.',
    })
  })
})
