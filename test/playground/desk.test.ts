import { describe, expect, it } from 'vitest'
import type { ActResult, DeskSight } from '../../playground/sight.js'
import { setStage } from './stage.js'

const head = { 'content-type': 'application/json' }

async function sit(options: Parameters<typeof setStage>[0] = {}) {
  const stage = await setStage(options)
  const post = (name: string, body: unknown = {}, headers: Record<string, string> = head) =>
    fetch(`${stage.url}/playground/api/desk/${name}`, { method: 'POST', headers, body: JSON.stringify(body) })
  return {
    ...stage,
    post,
    act: async (name: string, body?: unknown) => (await (await post(name, body)).json()) as ActResult,
    look: async (since = 0) => {
      const response = await fetch(`${stage.url}/playground/api/desk/state?since=${since}`)
      return (await response.json()) as DeskSight
    },
  }
}

const laura = 'sender:laura@contoso.com'
const vera = 'sender:vera@contoso.com'
const listedOf = (sight: DeskSight) => sight.entries.filter(({ listed }) => listed).map(({ key }) => key)

describe('the control desk', () => {
  it('knows everybody and everything the tenant can restrict, and why', async () => {
    const { look } = await sit()
    const { entries, reasons, broken, rate } = await look()
    expect(entries).toContainEqual({
      key: laura,
      kind: 'sender',
      name: 'Laura Bianchi',
      id: 'laura@contoso.com',
      about: 'Sales; the account was taken over',
      listed: false,
    })
    expect(entries.filter(({ kind }) => kind === 'connector')).toHaveLength(3)
    expect(reasons[0]?.key).toBe('usual')
    expect(broken.map(({ side, current }) => [side, current])).toEqual([
      ['exchange', 'none'],
      ['slack', 'none'],
      ['teams', 'none'],
    ])
    expect(rate).toBe(1)
  })

  it('restricts for a chosen reason, and clears elsewhere', async () => {
    const { act, look, tenant } = await sit()
    expect(await act('restrict', { key: laura, reason: 'external' })).toMatchObject({ ok: true })
    expect(listedOf(await look())).toEqual([laura])
    const { restrictions } = await tenant.list(AbortSignal.timeout(5_000))
    const [entry] = restrictions
    expect(entry?.reason.raw).toContain('ExceedingLimitType=External')
    expect(await act('clear', { key: laura })).toMatchObject({ ok: true })
    expect(listedOf(await look())).toEqual([])
    expect(await act('clear', { key: laura })).toMatchObject({ ok: false })
  })

  it('turns the alert off and on again, for the next read to find', async () => {
    const { act, look, tenant } = await sit()
    const isOn = async () => {
      const { alerts } = await tenant.readPolicies(AbortSignal.timeout(5_000))
      return alerts.known && alerts.value[0]?.enabled
    }
    expect([(await look()).alertOn, await isOn()]).toEqual([true, true])
    expect(await act('alert', { on: false })).toMatchObject({ ok: true })
    expect([(await look()).alertOn, await isOn()]).toEqual([false, false])
    expect(await act('alert', { on: true })).toMatchObject({ ok: true })
    expect([(await look()).alertOn, await isOn()]).toEqual([true, true])
  })

  it('lets only what ends by itself expire', async () => {
    const { act } = await sit()
    await act('restrict', { key: vera, reason: 'usual' })
    await act('restrict', { key: laura, reason: 'usual' })
    expect(await act('expire', { key: vera })).toMatchObject({ ok: true })
    expect(await act('expire', { key: laura })).toMatchObject({ ok: false })
  })

  it('raises storms of forty until nobody is left, and calms them all', async () => {
    const { act, look } = await sit()
    for (const stormed of [40, 80, 120]) {
      expect(await act('storm')).toMatchObject({ ok: true })
      expect((await look()).stormed).toBe(stormed)
    }
    expect(await act('storm')).toMatchObject({ ok: false })
    expect(await act('calm')).toMatchObject({ ok: true, toast: '120 senders are cleared elsewhere.' })
    expect((await look()).stormed).toBe(0)
  })

  it('breaks each side in every way it offers, and mends everything', async () => {
    const { act, look } = await sit()
    for (const { side, choices } of (await look()).broken)
      for (const { key } of choices) {
        expect(await act('break', { side, fault: key })).toEqual({ ok: true })
        expect((await look()).broken.find((each) => each.side === side)?.current).toBe(key)
      }
    await act('mend')
    expect((await look()).broken.map(({ current }) => current)).toEqual(['none', 'none', 'none'])
  })

  it('breaks what the bot meets, not only what the desk shows', async () => {
    const { act, playground, tenant } = await sit()
    await act('break', { side: 'slack', fault: 'rate-limit' })
    const call = await fetch(`${playground.slack.apiUrl()}auth.test`, { method: 'POST' })
    expect([call.status, call.headers.get('retry-after')]).toEqual([429, '30'])
    await act('break', { side: 'exchange', fault: 'down' })
    await expect(tenant.list(AbortSignal.timeout(5_000))).rejects.toMatchObject({ code: 'unavailable' })
  })

  it('hurries time and jumps, by the steps it offers', async () => {
    const { act, look, url } = await sit()
    const before = (await look()).now
    await act('jump', { minutes: 1440 })
    expect((await look()).now - before).toBeGreaterThanOrEqual(86_400_000)
    await act('hurry', { rate: 60 })
    expect((await look()).rate).toBe(60)
    const state = (await (await fetch(`${url}/playground/api/state`)).json()) as { now: number }
    expect(state.now - before).toBeGreaterThanOrEqual(86_400_000)
  })

  it.each([
    ['restrict', { key: 'sender:nobody@contoso.com', reason: 'usual' }],
    ['restrict', { key: laura, reason: 'because' }],
    ['break', { side: 'exchange', fault: 'fire' }],
    ['break', { side: 'slack', fault: 'fire' }],
  ])('says no to %s %j', async (name, body) => {
    const { act, look } = await sit()
    expect(await act(name, body)).toMatchObject({ ok: false })
    expect(listedOf(await look())).toEqual([])
  })

  it.each([
    ['restrict', {}],
    ['restrict', { key: laura, reason: 7 }],
    ['restrict', { key: 'x'.repeat(5_000), reason: 'usual' }],
    ['break', { side: 'postgres', fault: 'down' }],
    ['jump', { minutes: -1440 }],
    ['jump', { minutes: 1e300 }],
    ['hurry', { rate: 0 }],
    ['hurry', { rate: 100_000 }],
  ])('refuses %s %j', async (name, body) => {
    const { post } = await sit()
    expect((await post(name, body)).status).toBe(400)
  })

  it('takes JSON only, by POST only, and from this machine only', async () => {
    const { post, url } = await sit()
    expect((await post('storm', {}, { 'content-type': 'text/plain' })).status).toBe(415)
    expect((await post('storm', {}, { ...head, origin: 'https://evil.test' })).status).toBe(403)
    expect((await fetch(`${url}/playground/api/desk/storm`)).status).toBe(405)
    expect((await fetch(`${url}/playground/api/desk/state?since=-1e9`)).status).toBe(200)
  })

  it.each([
    [
      'all is well',
      { healthz: { status: 'ok' }, readyz: { status: 'ready' } },
      { status: 'ok', failing: [] },
    ],
    [
      'Exchange cannot be seen',
      {
        healthz: { status: 'ok' },
        readyz: { status: 'not-ready', reasons: ['poll-overdue', 'look-overdue'] },
      },
      { status: 'needs-a-look', failing: ['Polls of Exchange'] },
    ],
    [
      'it says something new',
      { healthz: { status: 'ok' }, readyz: { status: 'not-ready', reasons: ['moonstruck'] } },
      { status: 'needs-a-look', failing: ['The bot'] },
    ],
    ['it talks nonsense', { healthz: 7, readyz: [] }, { status: 'silent', failing: ['The process'] }],
    ['it is not there', {}, { status: 'silent', failing: ['The process'] }],
  ])('says in words when %s', async (_, answers, expected) => {
    const probes = Object.entries(answers).map(([name, body]) => ({
      path: `/${name}`,
      handle: async (_request: unknown, response: { end(text: string): unknown }) =>
        void response.end(JSON.stringify(body)),
    }))
    const { look } = await sit({ bots: [async () => probes] })
    const { status, checks } = (await look()).health
    expect({ status, failing: checks.filter(({ ok }) => !ok).map(({ name }) => name) }).toEqual(expected)
  })
})
