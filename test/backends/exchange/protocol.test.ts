// What a live organisation answered, told without naming anybody in it.
import { expect, onTestFinished, test } from 'vitest'
import { createProtocol } from '../../../src/backends/exchange/protocol.js'
import { toLiveText } from '../../../src/cli/live.js'
import { type LiveReport, toKind } from '../../../src/domain/protocol.js'
import { createAdjustableClock, createSystemClock } from '../../../src/run/clock.js'
import { readEverything } from '../../../src/run/live.js'
import { createRestBackend } from './rest-backend.js'
import { createSetup } from './setup.js'
import { createTakenOver, permitContainment } from './taken-over.js'

const upn = 'laura.bianchi@contoso.com'
const names = /laura|bianchi|contoso|evil|mail-helper|drop@|Archive|198\.51|203\.0/i

async function readLive(address?: string): Promise<LiveReport> {
  const { fake, tenant, close } = await createSetup()
  onTestFinished(close)
  permitContainment(tenant)
  for (const permission of ['AuditLog.Read.All', 'User.Read.All'])
    tenant.state.graphPermissions.add(permission)
  tenant.state.accounts.push(createTakenOver(upn, false))
  if (address === undefined)
    tenant.restrict(
      { kind: 'sender', address: upn },
      'OutboundSpamLast24Hours=412;OutboundMailLast24Hours=1203',
    )
  const clock = createAdjustableClock(createSystemClock())
  clock.setRate(20)
  const protocol = createProtocol(clock)
  const backend = await createRestBackend(fake, clock, protocol)
  onTestFinished(() => backend.close())
  const problems = await readEverything(backend, address, clock.now())
  return { cloud: 'worldwide', transport: 'rest', problems, calls: protocol.list() }
}

const find = ({ calls }: LiveReport, call: string) =>
  calls.find((one) => one.call.startsWith(call)) ?? expect.fail(call)

test('every read says which properties came and of what kind, and which did not', async () => {
  const report = await readLive()
  expect(find(report, 'Get-BlockedSenderAddress')).toMatchObject({
    answered: [1],
    failures: [],
    properties: {
      SenderAddress: ['text (address)'],
      CreatedDatetime: ['text (date)'],
      TemporaryBlock: ['yes or no'],
    },
    absent: [],
  })
  const mailbox = find(report, 'Get-Mailbox -Identity')
  expect(mailbox.properties.ForwardingSmtpAddress).toEqual(['text (address)'])
  expect(find(report, 'GET /v1.0/users/{} with $select').properties.accountEnabled).toEqual(['yes or no'])
  expect(find(report, 'Get-InboxRule').properties.Name).toEqual(['text'])
})

test('nothing of it names anybody, as text or as JSON', async () => {
  const report = await readLive()
  expect(JSON.stringify(report)).not.toMatch(names)
  expect(toLiveText(report)).not.toMatch(names)
  expect(toLiveText(report).split('\n').length).toBeGreaterThan(50)
})

test('a mailbox that is named is read when nobody is restricted, and a call that failed says how', async () => {
  const report = await readLive(upn)
  expect(find(report, 'Get-BlockedSenderAddress').answered[0]).toBe(0)
  expect(find(report, 'Get-Mailbox -Identity').answered).toContain(1)
  expect(report.calls.flatMap(({ failures }) => failures)).toContain('forbidden')
})

test('an organisation in which nobody is restricted and nobody named says so', async () => {
  const { fake, close } = await createSetup()
  onTestFinished(close)
  const backend = await createRestBackend(fake)
  onTestFinished(() => backend.close())
  expect(await readEverything(backend, undefined, Date.now())).toContainEqual(
    expect.stringMatching(/--entity to read its evidence/),
  )
})

test.each([
  ['laura@contoso.com', 'text (address)'],
  ['2026-11-22 03:14:00Z', 'text (date)'],
  ['/Date(1795317247000)/', 'text (date)'],
  ['8c3dad1d-b6bc-4f8b-939b-8263372eced6', 'text (GUID)'],
  ['True', 'text (yes or no)'],
  ['1204', 'text (digits)'],
  ['Laura Bianchi', 'text'],
  ['', 'empty text'],
  [null, 'nothing'],
  [[], 'empty list'],
  [['a', 4], 'list of text or whole number'],
  [{ Local: 'laura' }, 'object'],
  [4.5, 'number'],
])('%j is told as %s', (value, kind) => expect(toKind(value)).toBe(kind))
