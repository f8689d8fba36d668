// A pager behind a webhook, signed in both directions after Standard Webhooks.
import { describe, expect, test } from 'vitest'
import { toSignature } from '../../src/pagers/standard-webhooks.js'
import { createWebhookPager } from '../../src/pagers/webhook.js'
import type { Fetch, PageOrder } from '../../src/ports.js'

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
const now = Date.parse('2026-11-22T03:25:00Z')
const seconds = String(now / 1_000)
const signal = new AbortController().signal

const order: PageOrder = {
  action: 'ring',
  key: 'incident-1',
  summary: 'Reprieve: sam@contoso.com looks compromised, nobody for 10 min',
  severity: 'critical',
  tenant: 'Contoso',
  at: now,
  by: '',
  url: 'https://slack.test/1',
}

interface Sent {
  readonly url: string
  readonly headers: Record<string, string>
  readonly body: string
}

function createPager(answer: () => Response = () => new Response()) {
  const sent: Sent[] = []
  const fetch: Fetch = async (url, init) => {
    sent.push({ url: String(url), headers: init?.headers ?? {}, body: String(init?.body) })
    return answer()
  }
  const settings = { id: 'night', url: 'https://pager.test/hook?token=canary-1', secret }
  return { pager: createWebhookPager(settings, { fetch, clock: { now: () => now } }), sent }
}

test('signs as the standard says', () => {
  const given = {
    id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    seconds: '1614265330',
    body: '{"test": 2432232314}',
    secret,
  }
  expect(toSignature(given)).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=')
})

test('sends what rings with a signature of its own, and the same id when it is sent again', async () => {
  const { pager, sent } = createPager()
  await pager.send(order, signal)
  await pager.send(order, signal)
  const [first, again] = sent
  if (first === undefined) throw new Error('nothing sent')
  expect(JSON.parse(first.body)).toEqual({
    type: 'page.ringing',
    timestamp: '2026-11-22T03:25:00.000Z',
    data: {
      key: 'incident-1',
      summary: order.summary,
      severity: 'critical',
      tenant: 'Contoso',
      at: '2026-11-22T03:25:00.000Z',
      by: '',
      url: 'https://slack.test/1',
    },
  })
  const id = 'incident-1.ring'
  expect(first.headers).toMatchObject({
    'webhook-id': id,
    'webhook-timestamp': seconds,
    'webhook-signature': toSignature({ id, seconds, body: first.body, secret }),
  })
  expect(again?.headers['webhook-id']).toBe(id)
})

describe('an answer that is no yes', () => {
  test.each([
    [429, { code: 'throttled', retryAfterMilliseconds: 7_000 }],
    [503, { code: 'unavailable', retryAfterMilliseconds: 7_000 }],
    [410, { code: 'rejected', isFinal: true }],
    [401, { code: 'forbidden' }],
  ])('%i says what to do about it, and no address', async (status, want) => {
    const { pager } = createPager(() => new Response('', { status, headers: { 'retry-after': '7' } }))
    const error: unknown = await pager.send(order, signal).catch((reason: unknown) => reason)
    expect(error).toMatchObject(want)
    expect(String(error)).not.toContain('canary')
  })

  test('none at all is tried again, and nothing of the address is told', async () => {
    const { pager } = createPager(() => {
      throw new Error('connect ECONNREFUSED https://pager.test/hook?token=canary-1')
    })
    const error: unknown = await pager.send(order, signal).catch((reason: unknown) => reason)
    expect(error).toMatchObject({ code: 'unavailable' })
    expect(error).not.toHaveProperty('cause')
    expect(String(error)).not.toContain('canary')
  })
})

describe('what comes in', () => {
  const body = JSON.stringify({
    type: 'page.acknowledged',
    timestamp: '2026-11-22T03:26:00Z',
    data: { key: 'incident-1', by: 'Nadia' },
  })
  const toHeaders = (given: Partial<{ id: string; seconds: string; body: string; secret: string }> = {}) => {
    const signed = { id: 'msg-1', seconds, body, secret, ...given }
    return {
      'webhook-id': signed.id,
      'webhook-timestamp': signed.seconds,
      'webhook-signature': `v1a,other v1,AAAA ${toSignature(signed)}`,
    }
  }

  test('is heard with who did it, by any of its signatures', () => {
    expect(createPager().pager.hear({ headers: toHeaders(), body, now })).toEqual({
      id: 'msg-1',
      key: 'incident-1',
      state: 'acknowledged',
      at: Date.parse('2026-11-22T03:26:00Z'),
      by: { id: 'Nadia', name: 'Nadia' },
    })
  })

  test.each([
    ['another secret', toHeaders({ secret: 'whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' })],
    ['another body', toHeaders({ body: '{}' })],
    ['an old time', toHeaders({ seconds: String(now / 1_000 - 301) })],
    ['a time to come', toHeaders({ seconds: String(now / 1_000 + 301) })],
    ['a time that is none', toHeaders({ seconds: 'soon' })],
    ['no headers', {}],
  ])('with %s is forged', (_name, headers) => {
    expect(createPager().pager.hear({ headers, body, now })).toBe('forged')
  })

  test.each(['{', '[]', '{"type":"page.snoozed"}'])('of no meaning is nothing: %s', (text) => {
    const headers = toHeaders({ body: text })
    expect(createPager().pager.hear({ headers, body: text, now })).toBe('nothing')
  })
})
