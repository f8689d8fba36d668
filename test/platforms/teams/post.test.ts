import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { PlatformErrorCode } from '../../../src/errors.js'
import { type Bot, startBot } from './bot.js'
import { incidentCard, lineCard } from './cards.js'
import { anyText, containing, including, matching } from './matchers.js'
import { botId, channelId, createTenant, homeTenantId, type ScriptedAnswer, type Tenant } from './tenant.js'

let tenant: Tenant
let bot: Bot

beforeAll(async () => {
  tenant = await createTenant()
})
afterAll(() => tenant.close())
beforeEach(async () => {
  tenant.calls.length = 0
  tenant.answerWith(() => undefined)
  bot = await startBot(tenant)
  return () => bot.close()
})

const channel = { kind: 'channel', channel: { platform: 'teams', channel: channelId } } as const
const ref = { platform: 'teams', channel: channelId, message: '1700000000500' } as const
const threadLine = `v3/conversations/${channelId};messageid=${ref.message}/activities`

const failures: readonly [name: string, answer: ScriptedAnswer, want: object][] = [
  [
    '400',
    { status: 400, body: { error: { code: 'BadSyntax', message: 'secret words' } } },
    { code: 'rejected' },
  ],
  ['401', { status: 401 }, { code: 'forbidden' }],
  [
    '403',
    { status: 403, body: { error: { code: 'MessageWritesBlocked' } } },
    { code: 'forbidden', message: containing('403 MessageWritesBlocked') },
  ],
  ['404', { status: 404, body: { error: { code: 'ConversationNotFound' } } }, { code: 'channel-not-found' }],
  ['404 without a body', { status: 404 }, { code: 'channel-not-found' }],
  ['408', { status: 408 }, { code: 'unavailable' }],
  ['412', { status: 412 }, { code: 'unavailable' }],
  ['413', { status: 413, body: { error: { code: 'MessageSizeTooBig' } } }, { code: 'rejected' }],
  [
    '429 with seconds',
    { status: 429, headers: { 'retry-after': '7' } },
    { code: 'throttled', retryAfterMilliseconds: 7_000 },
  ],
  [
    '429 with a date',
    { status: 429, headers: { 'retry-after': 'Sun, 22 Nov 2026 12:00:30 GMT' } },
    { code: 'throttled', retryAfterMilliseconds: 30_000 },
  ],
  [
    '429 with nonsense',
    { status: 429, headers: { 'retry-after': 'soon' } },
    { code: 'throttled', retryAfterMilliseconds: undefined },
  ],
  ['429 alone', { status: 429 }, { code: 'throttled', retryAfterMilliseconds: undefined }],
  ['500', { status: 500 }, { code: 'unavailable' }],
  ['502', { status: 502 }, { code: 'unavailable' }],
  [
    '503 with seconds',
    { status: 503, headers: { 'retry-after': '3' } },
    { code: 'unavailable', retryAfterMilliseconds: 3_000 },
  ],
  ['504', { status: 504 }, { code: 'unavailable' }],
  ['success without an id', { status: 201, body: {} }, { code: 'rejected' }],
]

describe('a post', () => {
  test('starts a thread in the channel and notifies', async () => {
    expect(await bot.teams.post(channel, incidentCard)).toEqual({
      platform: 'teams',
      channel: channelId,
      message: matching(/^\d+$/),
    })
    expect(tenant.calls).toEqual([
      {
        line: 'POST v3/conversations',
        authorization: 'Bearer outbound-token',
        body: {
          isGroup: true,
          bot: { id: botId },
          channelData: { channel: { id: channelId } },
          activity: {
            type: 'message',
            summary: containing('laura@contoso.com'),
            attachments: [
              {
                contentType: 'application/vnd.microsoft.card.adaptive',
                content: including({ type: 'AdaptiveCard', fallbackText: anyText() }),
              },
            ],
            channelData: { notification: { alert: true } },
          },
        },
      },
    ])
  })

  test('in a thread is a reply', async () => {
    const place = { kind: 'thread', of: ref } as const
    const posted = await bot.teams.post(place, lineCard)
    expect(posted).toMatchObject({ platform: 'teams', channel: channelId })
    expect(tenant.calls).toMatchObject([
      {
        line: `POST ${threadLine}`,
        body: {
          type: 'message',
          text: containing('Still restricted'),
          textFormat: 'markdown',
          channelData: { notification: { alert: true } },
        },
      },
    ])
  })

  test('tells everybody who has a tag of the team', async () => {
    const mentions = [{ memberId: 'tag-1', isGroup: true, mark: 'Mail on call' }]
    const view = { incidentId: 'i', icon: '🚨', text: 'Nobody is on it', mentions }
    await bot.teams.post({ kind: 'thread', of: ref }, { name: 'escalation', view })
    expect(tenant.calls.at(-1)).toMatchObject({
      line: `POST ${threadLine}`,
      body: {
        text: '🚨 Nobody is on it <at>Mail on call</at>',
        entities: [
          {
            type: 'mention',
            text: '<at>Mail on call</at>',
            mentioned: { id: 'tag-1', name: 'Mail on call', type: 'tag' },
          },
        ],
      },
    })
  })

  test('finds whoever has a mailbox by their account, in its own directory alone', async () => {
    const find = (directoryId?: string) =>
      bot.teams.findPerson({
        entraId: { objectId: 'AAD-2', ...(directoryId === undefined ? {} : { directoryId }) },
        addresses: ['tom@contoso.com'],
      })
    expect([await find(homeTenantId), await find('another'), await find()]).toEqual([
      'aad-2',
      undefined,
      undefined,
    ])
    expect(await bot.teams.findPerson({ entraId: undefined, addresses: ['tom@contoso.com'] })).toBeUndefined()
  })

  test('to somebody in person opens their chat, and is edited there', async () => {
    const posted = await bot.teams.post({ kind: 'person', id: 'aad-2' }, incidentCard)
    expect(tenant.calls[0]).toMatchObject({
      line: 'POST v3/conversations',
      body: { isGroup: false, members: [{ id: 'aad-2' }] },
    })
    expect(tenant.lines().slice(1)).toEqual([`POST v3/conversations/${posted.channel}/activities`])
    await bot.teams.update(posted, incidentCard)
    await bot.teams.post({ kind: 'thread', of: posted }, lineCard)
    expect(tenant.lines().slice(2)).toEqual([
      `PUT v3/conversations/${posted.channel}/activities/${posted.message}`,
      `POST v3/conversations/${posted.channel}/activities`,
    ])
  })

  test.each(failures)('that is answered %s is tried once', async (_name, answer, want) => {
    tenant.answerWith(() => answer)
    const failure = await bot.teams.post(channel, incidentCard).catch((error: unknown) => error)
    expect(failure).toMatchObject({ name: 'PlatformError', ...want })
    expect(String(failure)).not.toContain('secret words')
    expect(tenant.calls).toHaveLength(1)
  })

  test.each([
    [{ status: 502 }, true],
    ['drop', true],
    [{ status: 201, body: {} }, true],
    [{ status: 403 }, false],
    [{ status: 429 }, false],
    [{ status: 412 }, false],
  ] as const)('that ends with %o may be there all the same: %o', async (answer, mayBeDone) => {
    tenant.answerWith(() => answer)
    await expect(bot.teams.post(channel, incidentCard)).rejects.toMatchObject({ mayBeDone })
    expect(await bot.teams.findPosted(channel, incidentCard, { since: 0, wish: '' })).toEqual({
      isKnown: false,
    })
  })

  test('is made once more only while Teams answers a question, a refusal too', async () => {
    tenant.answerWith(() => ({ status: 403 }))
    await bot.teams.probe(channel)
    tenant.answerWith(() => ({ status: 503 }))
    await expect(bot.teams.probe(channel)).rejects.toMatchObject({ code: 'unavailable' })
    expect(tenant.lines()).toEqual(Array(2).fill(`GET v3/conversations/${channelId}/pagedmembers`))
  })

  test('has an address that Teams opens, except in the chat with one person', async () => {
    expect(await bot.teams.findLink(ref)).toBe(
      `https://teams.microsoft.com/l/message/${encodeURIComponent(channelId)}/1700000000500?tenantId=${homeTenantId}`,
    )
    expect(await bot.teams.findLink({ ...ref, channel: 'a:1maya-chat' })).toBeUndefined()
  })

  test('does not carry its token after a redirect', async () => {
    const location = `${tenant.serviceUrl}elsewhere`
    tenant.answerWith(() => ({ status: 307, headers: { location } }))
    await expect(bot.teams.post(channel, incidentCard)).rejects.toMatchObject({ code: 'unavailable' })
    expect(tenant.lines()).toEqual(['POST v3/conversations'])
  })

  test('is tried once when the connection drops', async () => {
    tenant.answerWith(() => 'drop')
    await expect(bot.teams.post(channel, incidentCard)).rejects.toMatchObject({ code: 'unavailable' })
    expect(tenant.calls).toHaveLength(1)
  })

  test('gives up after ten seconds', async () => {
    tenant.answerWith(() => 'hang')
    const posted = bot.teams.post(channel, incidentCard).catch((error: unknown) => error)
    await tenant.received(1)
    await bot.clock.advance(9_999)
    await bot.clock.advance(1)
    expect(await posted).toMatchObject({ code: 'unavailable', message: containing('10 s') })
    expect(tenant.calls).toHaveLength(1)
  })
})

describe('an update', () => {
  test('edits in place and does not notify', async () => {
    await bot.teams.update(ref, incidentCard)
    expect(tenant.calls).toMatchObject([
      { line: `PUT ${threadLine}/${ref.message}`, body: { id: ref.message, type: 'message' } },
    ])
    expect(JSON.stringify(tenant.calls)).not.toContain('"alert"')
  })

  test.each<ScriptedAnswer>([
    { status: 404, body: { error: { code: 'ActivityNotFoundInConversation' } } },
    { status: 400, body: { error: { code: 'ActivityNotFoundInConversation' } } },
    { status: 404 },
  ])('of a message that is gone says so, and posts nothing by itself ($status)', async (answer) => {
    tenant.answerWith(({ line }) => (line.startsWith('PUT') ? answer : undefined))
    await expect(bot.teams.update(ref, incidentCard)).rejects.toMatchObject({ code: 'message-gone' })
    expect(tenant.lines()).toEqual([`PUT ${threadLine}/${ref.message}`])
  })

  test.each<[number, PlatformErrorCode]>([
    [403, 'forbidden'],
    [429, 'throttled'],
    [500, 'unavailable'],
    [400, 'rejected'],
  ])('that is answered %i posts nothing', async (status, code) => {
    tenant.answerWith(() => ({ status }))
    await expect(bot.teams.update(ref, incidentCard)).rejects.toMatchObject({ code })
    expect(tenant.calls).toHaveLength(1)
  })
})

describe('a storm', () => {
  test('goes out at seven a second into one thread, and nothing is dropped', async () => {
    const updates = Array.from({ length: 10 }, () => bot.teams.update(ref, incidentCard))
    await tenant.received(7)
    expect(tenant.calls).toHaveLength(7)
    await bot.clock.advance(1_000)
    await tenant.received(8)
    await bot.clock.advance(1_000)
    await Promise.all(updates)
    expect(tenant.calls).toHaveLength(10)
  })

  test('is put back to its sender when it would have to wait too long', async () => {
    const updates = Array.from({ length: 70 }, () =>
      bot.teams.update(ref, incidentCard).catch((error: unknown) => error),
    )
    for (let second = 0; second < 30; second += 1) await bot.clock.advance(1_000)
    const put = (await Promise.all(updates)).filter((result) => result !== undefined)
    expect(put.length).toBeGreaterThan(0)
    expect(tenant.calls).toHaveLength(70 - put.length)
    expect(put[0]).toMatchObject({ code: 'throttled', message: containing('at once') })
  })
})

describe('health', () => {
  test('follows the last card', async () => {
    expect(bot.teams.health()).toEqual({ ok: true, detail: containing('nothing posted') })
    tenant.answerWith(() => ({ status: 403, body: { error: { code: 'MessageWritesBlocked' } } }))
    await bot.teams.post(channel, incidentCard).catch(() => {})
    expect(bot.teams.health()).toEqual({
      ok: false,
      detail: matching(/^Last card failed 2026-11-22 12:00 UTC: .*MessageWritesBlocked/),
    })
    tenant.answerWith(() => undefined)
    await bot.teams.post(channel, incidentCard)
    expect(bot.teams.health()).toEqual({ ok: true, detail: 'Last card went out 2026-11-22 12:00 UTC' })
  })
})
