import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { clouds } from '../../../../src/backends/exchange/clouds.js'
import type { CmdletCall } from '../../../../src/backends/exchange/cmdlets.js'
import { createHttpClient } from '../../../../src/backends/exchange/http-client.js'
import { createRestCmdlets } from '../../../../src/backends/exchange/rest/index.js'
import type { Fault } from '../../../fake-exchange/faults.js'
import { identity } from '../../../fake-exchange/homes.js'
import { createLoopback } from '../../../fake-exchange/loopback.js'
import { catchFailure, createSetup, never, type Setup } from '../setup.js'

const list: CmdletCall = { cmdlet: 'Get-BlockedSenderAddress', parameters: {} }
const removal: CmdletCall = {
  cmdlet: 'Remove-BlockedSenderAddress',
  parameters: { SenderAddress: 'laura@contoso.com' },
}
const laura = { kind: 'sender', address: 'laura@contoso.com' } as const

describe('trouble on the way to Exchange', () => {
  let setup: Setup
  beforeEach(async () => {
    setup = await createSetup()
    setup.tenant.restrict(laura, '')
  })
  afterEach(() => setup.close())

  const run = (call: CmdletCall, signal = never) => setup.cmdlets.run(call, signal)

  test.each<Fault>([
    { kind: 'broken', status: 408 },
    { kind: 'broken', status: 503 },
    { kind: 'broken', status: 503, retryAfter: '1' },
    { kind: 'broken', status: 504 },
    { kind: 'down' },
    { kind: 'truncated' },
  ])('that is over soon (%j) does not spoil a look', async (fault) => {
    setup.fake.setFault(fault, { times: 2 })
    expect((await run(list)).records).toHaveLength(1)
    expect(setup.fake.count(list.cmdlet)).toBe(3)
  })

  test('that lasts ends a look after three tries', async () => {
    setup.fake.setFault({ kind: 'broken', status: 503 })
    expect(await catchFailure(run(list))).toMatchObject({ code: 'unavailable', outcome: 'unchanged' })
    expect(setup.fake.count(list.cmdlet)).toBe(3)
  })

  test('that Exchange says lasts longer is not waited for', async () => {
    setup.fake.setFault({ kind: 'broken', status: 503, retryAfter: '120' })
    expect(await catchFailure(run(list))).toMatchObject({ retryAfterMilliseconds: 120_000 })
    expect(setup.fake.count(list.cmdlet)).toBe(1)
  })

  test('is not waited for by those who gave up', async () => {
    const controller = new AbortController()
    setup.fake.setFault({ kind: 'broken', status: 503 })
    const slow = createRestCmdlets({
      ...setup,
      identity,
      send: setup.fake.send,
      // Its waits never end.
      clock: { now: () => 0, monotonic: () => 0, after: () => () => undefined },
      createId: () => {
        if (setup.fake.count(list.cmdlet) === 0) setImmediate(() => controller.abort())
        return 'id'
      },
    })
    expect(await catchFailure(slow.run(list, controller.signal))).toMatchObject({ code: 'timeout' })
  })

  test.each<readonly [Fault, string]>([
    [{ kind: 'broken', status: 408 }, 'unavailable'],
    [{ kind: 'broken', status: 500 }, 'unavailable'],
    [{ kind: 'broken', status: 503 }, 'unavailable'],
    [{ kind: 'down' }, 'unavailable'],
    [{ kind: 'truncated' }, 'unavailable'],
    [{ kind: 'answer-lost', done: true }, 'unavailable'],
    [{ kind: 'redirect', location: 'https://evil.test/' }, 'unavailable'],
  ])('(%j) leaves a change in doubt, and it is tried once', async (fault, code) => {
    setup.fake.setFault(fault)
    expect(await catchFailure(run(removal))).toMatchObject({ code, outcome: 'unknown' })
    expect(setup.fake.count(removal.cmdlet)).toBe(1)
    expect(setup.fake.count('foreign')).toBe(0)
  })

  test('before anything is sent leaves no doubt', async () => {
    await setup.tokens.get('exchange', never)
    const client = createHttpClient()
    // Nobody listens on the port of what has been closed.
    const { port } = setup.fake
    await setup.close()
    const send = createLoopback(client.send, port)
    const cmdlets = createRestCmdlets({ ...setup, identity, send, createId: () => 'id' })
    expect(await catchFailure(cmdlets.run(removal, never))).toMatchObject({
      code: 'unavailable',
      outcome: 'unchanged',
      message: 'Exchange Online cannot be reached: the connection was refused (ECONNREFUSED).',
    })
    await client.close()
  })

  test('of the sign-in leaves no doubt either', async () => {
    setup.fake.setFault({ kind: 'down' }, { calls: ['token'] })
    expect(await catchFailure(run(removal))).toMatchObject({ code: 'unavailable', outcome: 'unchanged' })
    expect(setup.fake.count(removal.cmdlet)).toBe(0)
  })

  describe('being asked to slow down', () => {
    test.each<readonly [Fault, number | undefined]>([
      [{ kind: 'throttled', retryAfter: '17' }, 17_000],
      [{ kind: 'throttled' }, undefined],
      [{ kind: 'throttled', retryAfter: 'soon' }, undefined],
      [{ kind: 'concurrency', status: 200 }, undefined],
      [{ kind: 'concurrency', status: 400 }, undefined],
      [{ kind: 'concurrency', status: 503 }, undefined],
    ])('by %j is told with how long, and is not tried again', async (fault, milliseconds) => {
      setup.fake.setFault(fault)
      for (const call of [list, removal]) {
        const failure = await catchFailure(run(call))
        expect(failure).toMatchObject({ code: 'throttled', outcome: 'unchanged' })
        expect(failure.retryAfterMilliseconds).toBe(milliseconds)
        expect(setup.fake.count(call.cmdlet)).toBe(1)
      }
    })

    test('until a time is told as how long', async () => {
      const at = new Date(setup.clock.now() + 3_600_000).toUTCString()
      setup.fake.setFault({ kind: 'throttled', retryAfter: at })
      const { retryAfterMilliseconds = 0 } = await catchFailure(run(list))
      expect(retryAfterMilliseconds).toBeGreaterThan(3_000_000)
      expect(retryAfterMilliseconds).toBeLessThanOrEqual(3_600_000)
    })
  })

  describe('being asked for another token', () => {
    test.each([list, removal])('is answered with one, and $cmdlet runs once', async (call) => {
      setup.fake.setFault({ kind: 'challenge' })
      await run(call)
      expect(setup.fake.count('token')).toBe(2)
      expect(setup.fake.count(call.cmdlet)).toBe(2)
      expect(setup.tenant.state.removals).toHaveLength(call === removal ? 1 : 0)
      const claims = new URLSearchParams(
        setup.fake.arrivals.findLast(({ call: name }) => name === 'token')?.body,
      )
      expect(claims.get('claims')).toContain('"1700000000"')
    })

    test('again and again is a refusal', async () => {
      const claims = Buffer.from('{"access_token":{}}').toString('base64')
      const cmdlets = createRestCmdlets({
        ...setup,
        identity,
        createId: () => 'id',
        send: () =>
          Promise.resolve({
            status: 401,
            headers: { 'www-authenticate': `Bearer claims="${claims}"` },
            body: '',
          }),
      })
      expect(await catchFailure(cmdlets.run(removal, never))).toMatchObject({
        code: 'forbidden',
        outcome: 'unchanged',
      })
      expect(setup.fake.count('token')).toBe(2)
    })

    test.each(['claims="bm90IGpzb24="', 'claims=""', 'realm=""'])('by %s is a refusal', async (header) => {
      const cmdlets = createRestCmdlets({
        ...setup,
        identity,
        createId: () => 'id',
        send: () =>
          Promise.resolve({ status: 401, headers: { 'www-authenticate': `Bearer ${header}` }, body: '' }),
      })
      expect(await catchFailure(cmdlets.run(list, never))).toMatchObject({ code: 'forbidden' })
      expect(setup.fake.count('token')).toBe(1)
    })
  })

  test('works in every cloud', async () => {
    for (const cloud of Object.values(clouds)) {
      const elsewhere = await createSetup({ cloud })
      expect((await elsewhere.cmdlets.run(list, never)).records).toEqual([])
      expect(elsewhere.fake.arrivals.at(-1)?.url.origin).toBe(cloud.exchange)
      await elsewhere.close()
    }
  })
})
