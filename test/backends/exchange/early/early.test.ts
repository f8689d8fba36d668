// What speaks of a sender before Exchange restricts them: message trace by Graph or by the cmdlet, and Microsoft's alert.
import { describe, expect, test } from 'vitest'
import { createReadEarlySigns } from '../../../../src/backends/exchange/early/index.js'
import { createTraceSource } from '../../../../src/backends/exchange/mail-flow/source.js'
import type { EarlyAsked } from '../../../../src/domain/early.js'
import { hourMilliseconds, minuteMilliseconds } from '../../../../src/domain/instant.js'
import { createFakeAccount } from '../../../fake-exchange/accounts.js'
import type { FakeMessage } from '../../../fake-exchange/model.js'
import { createSetup, never, now } from '../evidence/setup.js'

const asked: EarlyAsked = { loads: true, dayFrom: 1_000, alerts: false, since: now - 2 * hourMilliseconds }

function toMessages(count: number, message: Partial<FakeMessage> = {}): FakeMessage[] {
  return Array.from({ length: count }, (_, at) => ({
    received: new Date(now - 20 * minuteMilliseconds - at).toISOString(),
    recipient: `someone${at}@fabrikam.com`,
    subject: 'Hello',
    status: 'Delivered',
    fromIp: '',
    ...message,
  }))
}

function open({ hasGraphTraces = true, sent = toMessages(3) } = {}) {
  const setup = createSetup({ sent })
  setup.state.graphPermissions.add('ExchangeMessageTrace.Read.All')
  setup.state.graphPermissions.add('SecurityAlert.Read.All')
  const { cmdlets, graph, clock, patiently } = setup
  const source = createTraceSource({ cmdlets, graph, clock, hasGraphTraces, apartMilliseconds: 10_000 })
  const readEarlySigns = createReadEarlySigns({ cmdlets, graph, clock, source })
  const read = (more: Partial<EarlyAsked> = {}) => patiently(readEarlySigns({ ...asked, ...more }, never))
  const listTraces = () => setup.calls.filter((call) => /Get-MessageTrace|messageTraces/.test(call))
  return { ...setup, read, listTraces }
}

describe.each([
  ['Graph', { hasGraphTraces: true }],
  ['the cmdlet, where Graph has none', { hasGraphTraces: false }],
])('by %s', (_, way) => {
  test('recipients of the last hour are counted by sender, outside and inside, in one call', async () => {
    const inside = toMessages(2, { recipient: 'tom@contoso.com' })
    const old = toMessages(1, { received: new Date(now - 3 * hourMilliseconds).toISOString() })
    const { read, state, listTraces } = open({
      ...way,
      sent: [...toMessages(3), ...inside.slice(0, 1), ...old],
    })
    state.accounts.push(createFakeAccount({ upn: 'tom@contoso.com', sent: toMessages(7) }))
    expect(await read()).toEqual({
      loads: {
        known: true,
        value: {
          isCut: false,
          senders: [
            { address: 'tom@contoso.com', external: 7, internal: 0 },
            { address: 'laura@contoso.com', external: 3, internal: 1 },
          ],
        },
      },
    })
    expect(listTraces()).toHaveLength(1)
  })

  test('the day is counted of the worst alone, and only from so many on', async () => {
    const earlier = toMessages(40, { received: new Date(now - 5 * hourMilliseconds).toISOString() })
    const { read, state, listTraces } = open({ ...way, sent: [...toMessages(30), ...earlier] })
    for (const name of ['tom', 'kim', 'lee'])
      state.accounts.push(createFakeAccount({ upn: `${name}@contoso.com`, sent: toMessages(20) }))
    const { loads } = await read({ dayFrom: 20 })
    const senders = loads?.known === true ? loads.value.senders : []
    expect(senders.map(({ day }) => day)).toEqual([70, 20, undefined, undefined])
    expect(listTraces()).toHaveLength(3)
  })
})

test('a sender outside, such as of a mail that came in, is nobody’s business here', async () => {
  const { read, state } = open({ sent: [] })
  state.relayed.push(...toMessages(2).map((one) => ({ ...one, sender: 'noreply@fabrikam.com' })))
  expect(await read()).toMatchObject({ loads: { known: true, value: { senders: [] } } })
})

test('what may not be read is said, and is no empty answer', async () => {
  const { read, state } = open()
  state.graphPermissions.delete('SecurityAlert.Read.All')
  expect(await read({ loads: false, alerts: true })).toEqual({
    alerts: { known: false, why: 'Alerts: the app lacks SecurityAlert.Read.All.' },
  })
})

test('the alert about odd sending names its senders, whatever kind of evidence it has; others are left out', async () => {
  const { read, state } = open()
  const createdDateTime = new Date(now - 10 * minuteMilliseconds).toISOString()
  const title = 'Suspicious email sending patterns detected'
  const told = {
    createdDateTime,
    serviceSource: 'microsoftDefenderForOffice365',
    description: '',
    status: 'new',
    assignedTo: null,
    lastUpdateDateTime: createdDateTime,
    resolvedDateTime: null,
    comments: [],
  }
  const user = { userAccount: { userPrincipalName: 'laura@contoso.com', azureAdUserId: '1' } }
  const cluster = { '@odata.type': '#microsoft.graph.security.mailClusterEvidence', emailCount: 9 }
  state.alerts.push(
    { ...told, id: 'a1', title, evidence: [cluster, user] },
    {
      ...told,
      id: 'a2',
      // Titles are translated in some tenants.
      title: 'Verdächtiges Sendemuster',
      alertPolicyId: 'BE215649-fba8-4339-9ddd-05991a43b948',
      evidence: [{ primaryAddress: 'tom@contoso.com', upn: null }],
    },
    { ...told, id: 'a3', title: 'Phish delivered', evidence: [user] },
    { ...told, id: 'a4', title, serviceSource: 'microsoftDefenderForIdentity', evidence: [user] },
  )
  expect(await read({ loads: false, alerts: true })).toEqual({
    alerts: {
      known: true,
      value: [
        { id: 'a1', at: Date.parse(createdDateTime), addresses: ['laura@contoso.com'] },
        { id: 'a2', at: Date.parse(createdDateTime), addresses: ['tom@contoso.com'] },
      ],
    },
  })
})
