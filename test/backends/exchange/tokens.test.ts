import { afterEach, describe, expect, test } from 'vitest'
import { cloudNames, clouds } from '../../../src/backends/exchange/clouds.js'
import type { Credential, Identity } from '../../../src/backends/exchange/credential.js'
import type { SendHttp } from '../../../src/backends/exchange/http.js'
import { createTokens } from '../../../src/backends/exchange/tokens.js'
import { createManualClock } from '../../clock.js'
import { createCertificate } from '../../fake-exchange/certificate.js'
import { identity } from '../../fake-exchange/homes.js'
import { catchFailure, createSetup, never, type Setup } from './setup.js'

const minute = 60_000
const certified = createCertificate()

function withCredential(credential: Credential): Identity {
  return { ...identity, credential }
}

describe('tokens', () => {
  const setups: Setup[] = []
  const create = async (parts: Parameters<typeof createSetup>[0] = {}) => {
    const setup = await createSetup(parts)
    setups.push(setup)
    return setup
  }
  afterEach(async () => {
    await Promise.all(setups.splice(0).map((setup) => setup.close()))
  })

  test.each(cloudNames)('come from the right place in the %s cloud, for each service', async (name) => {
    const cloud = clouds[name]
    const { tokens, fake } = await create({ cloud })
    for (const audience of ['exchange', 'compliance', 'graph'] as const) {
      await tokens.get(audience, never)
      const arrival = fake.arrivals.at(-1)
      expect(arrival?.url.href).toMatch(`${cloud.login}/${identity.tenantId}/oauth2/v2.0/token`)
      expect(new URLSearchParams(arrival?.body).get('scope')).toContain(`${cloud[audience]}/.default`)
    }
    // Neither a cloud nor a region is looked up.
    expect(fake.arrivals).toHaveLength(3)
  })

  test('are got with a certificate, and without sending its key', async () => {
    const credential = { kind: 'certificate', ...certified } as const
    const { tokens, fake } = await create({
      identity: withCredential(credential),
      home: { certificate: certified.certificate },
    })
    expect(await tokens.get('exchange', never)).toMatch(/^eyJ/)
    expect(JSON.stringify(fake.arrivals)).not.toContain('PRIVATE KEY')
  })

  test('are kept no longer when somebody sets the clock back: one that is over would stop every poll', async () => {
    const clock = createManualClock(Date.UTC(2026, 10, 22))
    const { tokens, fake } = await create({ clock })
    const first = await tokens.get('exchange', never)
    clock.step(-2 * 60 * minute)
    await clock.advance(10 * minute)
    expect(await tokens.get('exchange', never)).not.toBe(first)
    expect(fake.count('token')).toBe(2)
  })

  test('are kept for ten minutes, so that what was granted meanwhile is soon in them', async () => {
    const clock = createManualClock(Date.UTC(2026, 10, 22))
    const { tokens, fake } = await create({ clock })
    const first = await tokens.get('exchange', never)
    await clock.advance(9 * minute)
    expect(await tokens.get('exchange', never)).toBe(first)
    await clock.advance(minute)
    expect(await tokens.get('exchange', never)).not.toBe(first)
    expect(fake.count('token')).toBe(2)
  })

  test('outlive an outage of the sign-in, until shortly before they end', async () => {
    const clock = createManualClock(Date.UTC(2026, 10, 22))
    const { tokens, fake } = await create({ clock, tokenSeconds: 3_600 })
    const first = await tokens.get('exchange', never)
    fake.setFault({ kind: 'down' }, { calls: ['token'] })
    await clock.advance(54 * minute)
    expect(await tokens.get('exchange', never)).toBe(first)
    await clock.advance(minute)
    expect(await catchFailure(tokens.get('exchange', never))).toMatchObject({ code: 'unavailable' })
  })

  test('are not handed out once the app has lost its right to them', async () => {
    const clock = createManualClock(Date.UTC(2026, 10, 22))
    const { tokens, fake } = await create({ clock })
    await tokens.get('exchange', never)
    fake.setFault({ kind: 'sign-in', code: 7000112 }, { calls: ['token'] })
    await clock.advance(11 * minute)
    expect(await catchFailure(tokens.get('exchange', never))).toMatchObject({ code: 'forbidden' })
  })

  test('are asked for once by many', async () => {
    const { tokens, fake } = await create()
    const got = await Promise.all(Array.from({ length: 50 }, () => tokens.get('exchange', never)))
    expect(new Set(got).size).toBe(1)
    expect(fake.count('token')).toBe(1)
  })

  test('are asked for anew when claims are wanted, and the new one is kept', async () => {
    const { tokens, fake } = await create()
    const old = await tokens.get('exchange', never)
    const claims = '{"access_token":{"nbf":{"essential":true,"value":"1700000000"}}}'
    const next = await tokens.get('exchange', never, claims)
    expect(next).not.toBe(old)
    expect(new URLSearchParams(fake.arrivals.at(-1)?.body).get('claims')).toContain('"1700000000"')
    expect(await tokens.get('exchange', never)).toBe(next)
  })

  test('are got again after a failure, at once', async () => {
    const { tokens, fake } = await create()
    fake.setFault({ kind: 'broken', status: 503 }, { calls: ['token'], times: 1 })
    await catchFailure(tokens.get('exchange', never))
    expect(await tokens.get('exchange', never)).toMatch(/^eyJ/)
  })

  describe('when one gives up', () => {
    test('nothing is asked if it did so before it began', async () => {
      const { tokens, fake } = await create()
      const failure = await catchFailure(tokens.get('exchange', AbortSignal.abort()))
      expect(failure).toMatchObject({ code: 'timeout', outcome: 'unchanged' })
      expect(fake.arrivals).toEqual([])
    })

    test('the others still get theirs', async () => {
      const { tokens, fake } = await create()
      fake.setFault({ kind: 'slow', milliseconds: 100 }, { calls: ['token'] })
      const controller = new AbortController()
      const leaving = catchFailure(tokens.get('exchange', controller.signal))
      const staying = tokens.get('exchange', never)
      controller.abort()
      expect(await leaving).toMatchObject({ code: 'timeout', outcome: 'unchanged' })
      expect(await staying).toMatch(/^eyJ/)
      expect(fake.count('token')).toBe(1)
    })

    test('the request ends with the last one, and the next begins afresh', async () => {
      const signals: AbortSignal[] = []
      const wrap = (send: SendHttp): SendHttp => {
        return (request) => {
          signals.push(request.signal)
          return send(request)
        }
      }
      const { tokens, fake } = await create({ wrap })
      fake.setFault({ kind: 'hang' }, { calls: ['token'], times: 1 })
      const controllers = [new AbortController(), new AbortController()]
      const failing = controllers.map(({ signal }) => catchFailure(tokens.get('exchange', signal)))
      await fake.arrived()
      for (const [index, controller] of controllers.entries()) {
        expect(signals.map(({ aborted }) => aborted)).toEqual([false])
        controller.abort()
        expect(await failing[index]).toMatchObject({ code: 'timeout', outcome: 'unchanged' })
      }
      expect(signals.map(({ aborted }) => aborted)).toEqual([true])
      expect(await tokens.get('exchange', never)).toMatch(/^eyJ/)
    })
  })

  describe('that are refused', () => {
    test.each<readonly [string, Identity, RegExp]>([
      [
        'a wrong secret',
        withCredential({ kind: 'secret', clientSecret: 'canary-wrong' }),
        /7000215\): its client secret is wrong/,
      ],
      [
        'an unknown app',
        { ...identity, appId: '00000000-0000-4000-8000-000000000001' },
        /700016\): the app 00000000-.* not known/,
      ],
      [
        'an unknown tenant',
        { ...identity, tenantId: '00000000-0000-4000-8000-000000000002' },
        /90002\): there is no such tenant/,
      ],
      [
        'a certificate that is not registered',
        withCredential({ kind: 'certificate', ...certified }),
        /700027\): its certificate/,
      ],
    ])('say what to do about %s', async (_, wrong, words) => {
      const { tokens } = await create({ identity: wrong })
      const failure = await catchFailure(tokens.get('exchange', never))
      expect(failure).toMatchObject({ code: 'forbidden', outcome: 'unchanged' })
      expect(failure.message).toMatch(words)
      expect(JSON.stringify([failure.message, failure.stack, failure.cause])).not.toContain('canary')
    })

    test.each([
      [7000222, /its client secret has expired/],
      [53003, /Conditional Access/],
      [999999, /Entra refused it. Check app 6f1d2c4e/],
    ])('say what AADSTS%i means', async (code, words) => {
      const { tokens, fake } = await create()
      fake.setFault({ kind: 'sign-in', code }, { calls: ['token'] })
      const failure = await catchFailure(tokens.get('exchange', never))
      expect(failure.message).toContain(`AADSTS${code}`)
      expect(failure.message).toMatch(words)
      expect(failure.message).not.toContain('canary')
    })

    test.each<readonly [string, Credential]>([
      ['no certificate', { kind: 'certificate', certificate: 'canary', privateKey: certified.privateKey }],
      ['no key', { kind: 'certificate', certificate: certified.certificate, privateKey: 'canary' }],
      ['a short key', { kind: 'certificate', ...createCertificate({ bits: 1_024 }) }],
    ])('say so when there is %s to sign with', async (_, credential) => {
      const { tokens, fake } = await create({ identity: withCredential(credential) })
      const failure = await catchFailure(tokens.get('exchange', never))
      expect(failure).toMatchObject({ code: 'forbidden', outcome: 'unchanged' })
      expect(JSON.stringify([failure.message, failure.stack, failure.cause])).not.toContain('canary')
      expect(fake.arrivals).toEqual([])
    })
  })

  test.each([
    [{ kind: 'down' }, { code: 'unavailable' }],
    [{ kind: 'truncated' }, { code: 'unavailable' }],
    [
      { kind: 'throttled', retryAfter: '11' },
      { code: 'throttled', retryAfterMilliseconds: 11_000 },
    ],
    [{ kind: 'broken', status: 503 }, { code: 'unavailable' }],
    [{ kind: 'broken', status: 407 }, { code: 'unavailable' }],
    [{ kind: 'body', body: '{}' }, { code: 'malformed' }],
    [{ kind: 'body', body: '<html>' }, { code: 'malformed' }],
    [
      { kind: 'body', body: '{"access_token":"","expires_in":3599,"token_type":"Bearer"}' },
      { code: 'malformed' },
    ],
    [{ kind: 'body', body: '{"access_token":"x","token_type":"Bearer"}' }, { code: 'malformed' }],
    [{ kind: 'redirect', location: 'https://evil.test/token' }, { code: 'unavailable' }],
  ] as const)('turn %j into %j', async (fault, expected) => {
    const { tokens, fake } = await create()
    fake.setFault(fault, { calls: ['token'] })
    const failure = await catchFailure(tokens.get('exchange', never))
    expect(failure).toMatchObject({ ...expected, outcome: 'unchanged' })
    expect(fake.count('foreign')).toBe(0)
    expect(fake.count('token')).toBe(1)
  })

  test('say that Entra cannot be reached when no connection is made', async () => {
    const send: SendHttp = () =>
      Promise.reject(Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' }))
    const tokens = createTokens({ identity, cloud: clouds.worldwide, send, clock: createManualClock(0) })
    expect(await catchFailure(tokens.get('graph', never))).toMatchObject({
      code: 'unavailable',
      outcome: 'unchanged',
      message: 'Microsoft Entra cannot be reached: its name could not be resolved (ENOTFOUND).',
    })
  })
})
