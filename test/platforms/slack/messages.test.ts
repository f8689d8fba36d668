import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { MessageRef } from '../../../src/domain/incident.js'
import { dayMilliseconds } from '../../../src/domain/instant.js'
import type { Place } from '../../../src/ports.js'
import type { Reply } from './fake-slack.js'
import { createClick } from './payloads.js'
import { botToken, createLater, createRig, handoff, line, notice, type Rig } from './rig.js'

let rig: Rig
beforeEach(async () => {
  rig = await createRig({ onPress: async () => handoff })
})
afterEach(() => rig.close())

const channel: Place = { kind: 'channel', channel: { platform: 'slack', channel: 'C1' } }
const other: Place = { kind: 'channel', channel: { platform: 'slack', channel: 'C2' } }
const ref: MessageRef = { platform: 'slack', channel: 'C1', message: '1600000000.000001' }
const refusing = (error: string): Reply => ({ body: { ok: false, error } })

describe('a post', () => {
  it('goes to the channel, says where it is, and pulls nothing in', async () => {
    expect(await rig.platform.post(channel, notice)).toEqual({
      platform: 'slack',
      channel: 'C1',
      message: '1700000000.000100',
    })
    const [call] = rig.fake.to('chat.postMessage')
    expect(call).toMatchObject({
      token: `Bearer ${botToken}`,
      args: {
        channel: 'C1',
        unfurl_links: 'false',
        unfurl_media: 'false',
        metadata: {
          event_type: 'reprieve_card',
          event_payload: { card: 'notice', incident_id: 'incident-1' },
        },
      },
    })
    expect(call?.args.text).toContain('For your eyes')
    for (const name of ['link_names', 'parse', 'thread_ts', 'token'])
      expect(call?.args).not.toHaveProperty(name)
  })

  it('goes to somebody in person, where nobody else can read it, and is edited there', async () => {
    rig.fake.script('chat.postMessage', { body: { ok: true, channel: 'D9', ts: '1700000000.000900' } })
    const posted = await rig.platform.post({ kind: 'person', id: 'U1' }, notice)
    expect(posted).toEqual({ platform: 'slack', channel: 'D9', message: '1700000000.000900' })
    await rig.platform.update(posted, notice)
    expect(rig.fake.to('chat.postMessage')).toMatchObject([{ args: { channel: 'U1' } }])
    expect(rig.fake.to('chat.update')).toMatchObject([{ args: { channel: 'D9', ts: '1700000000.000900' } }])
    expect(rig.fake.to('conversations.info')).toEqual([])
  })

  it('is shown beside the thread too when it must be noticed', async () => {
    const escalation = {
      name: 'escalation',
      view: { incidentId: 'i', icon: '🚨', text: 'Nobody is on it', mentions: [] },
    } as const
    await rig.platform.post({ kind: 'thread', of: ref }, escalation)
    expect(rig.fake.to('chat.postMessage')).toMatchObject([
      { args: { thread_ts: '1600000000.000001', reply_broadcast: 'true' } },
    ])
  })

  it('goes into the thread of a card', async () => {
    await rig.platform.post({ kind: 'thread', of: ref }, line)
    expect(rig.fake.to('chat.postMessage')).toMatchObject([
      { args: { channel: 'C1', thread_ts: '1600000000.000001' } },
    ])
  })

  it('is never sent twice by itself, even when the answer is lost', async () => {
    rig.fake.script('chat.postMessage', 'reset')
    await expect(rig.platform.post(channel, notice)).rejects.toMatchObject({ code: 'unavailable' })
    expect(rig.fake.to('chat.postMessage')).toHaveLength(1)
  })

  it.each([
    { reply: refusing('channel_not_found'), code: 'channel-not-found' },
    { reply: refusing('not_in_channel'), code: 'channel-not-found' },
    { reply: refusing('is_archived'), code: 'channel-not-found' },
    { reply: refusing('invalid_auth'), code: 'forbidden' },
    { reply: refusing('token_revoked'), code: 'forbidden' },
    { reply: refusing('missing_scope'), code: 'forbidden' },
    { reply: refusing('something_brand_new'), code: 'rejected' },
    { reply: refusing('internal_error'), code: 'unavailable' },
    { reply: refusing('ratelimited'), code: 'throttled' },
    { reply: { status: 503, body: 'sorry' }, code: 'unavailable' },
    { reply: { status: 404, body: 'no such page' }, code: 'rejected' },
    { reply: { body: '<html>a proxy</html>' }, code: 'unavailable' },
    { reply: { body: { ok: true } }, code: 'rejected' },
    { reply: { status: 429, headers: { 'retry-after': '30' } }, code: 'throttled' },
    { reply: { status: 429 }, code: 'throttled' },
  ])('fails as $code after $reply', async ({ reply, code }) => {
    rig.fake.script('chat.postMessage', reply)
    await expect(rig.platform.post(channel, notice)).rejects.toMatchObject({ name: 'PlatformError', code })
  })

  it.each([
    { reply: 'reset', mayBeDone: true },
    { reply: { status: 503, body: 'sorry' }, mayBeDone: true },
    { reply: { body: '<html>a proxy</html>' }, mayBeDone: true },
    { reply: { body: { ok: true } }, mayBeDone: true },
    { reply: refusing('internal_error'), mayBeDone: true },
    { reply: refusing('not_in_channel'), mayBeDone: false },
    { reply: { status: 429, headers: { 'retry-after': '30' } }, mayBeDone: false },
  ] as const)('may be there all the same after $reply: $mayBeDone', async ({ reply, mayBeDone }) => {
    rig.fake.script('chat.postMessage', reply)
    await expect(rig.platform.post(channel, notice)).rejects.toMatchObject({ mayBeDone })
  })

  it('tells what Slack dislikes about a layout', async () => {
    const hint = '[ERROR] must be less than 151 characters [json-pointer:/blocks/0/text]'
    rig.fake.always('chat.postMessage', {
      body: { ok: false, error: 'invalid_blocks', response_metadata: { messages: [hint] } },
    })
    await expect(rig.platform.post(channel, notice)).rejects.toThrow('/blocks/0/text')
  })

  it('goes out at once without what this workspace refuses, and so does the next one for a day', async () => {
    rig.fake.script('chat.postMessage', refusing('invalid_blocks'))
    await rig.platform.post(channel, notice)
    const kinds = () =>
      rig.fake.to('chat.postMessage').map(({ args }) => JSON.stringify(args.blocks).includes('"rich_text"'))
    expect(kinds()).toEqual([true, false])
    await rig.platform.update(ref, notice)
    expect(JSON.stringify(rig.fake.to('chat.update'))).not.toContain('"rich_text"')
    await rig.clock.advance(dayMilliseconds)
    await rig.platform.post(channel, notice)
    expect(kinds()).toEqual([true, false, true])
  })

  it('is refused when it is refused without them as well', async () => {
    rig.fake.always('chat.postMessage', refusing('invalid_blocks'))
    await expect(rig.platform.post(channel, notice)).rejects.toMatchObject({ code: 'rejected' })
    expect(rig.fake.to('chat.postMessage')).toHaveLength(2)
  })

  it('refuses a card that is a window', async () => {
    await expect(rig.platform.post(channel, handoff)).rejects.toMatchObject({ code: 'rejected' })
    expect(rig.fake.to('chat.postMessage')).toEqual([])
  })
})

describe('the way to a message', () => {
  it('is what Slack says, and nothing when Slack says nothing', async () => {
    const permalink = 'https://contoso.slack.com/archives/C1/p1600000000000001'
    rig.fake.script('chat.getPermalink', { body: { ok: true, permalink } }, refusing('message_not_found'))
    expect(await rig.platform.findLink(ref)).toBe(permalink)
    expect(await rig.platform.findLink(ref)).toBeUndefined()
  })
})

describe('a post whose answer was lost', () => {
  const tried = { since: 1_700_000_000_000, wish: 'wish-1' }
  const metadata = {
    event_type: 'reprieve_card',
    event_payload: { card: 'notice', incident_id: 'incident-1' },
  }
  const other = { ...metadata, event_payload: { ...metadata.event_payload, incident_id: 'incident-2' } }

  it('is found by what Slack keeps beside it, where the app may read the history', async () => {
    const messages = [
      { ts: '1700000009.000000', metadata: other },
      { ts: '1700000008.000000', metadata },
      { ts: '1700000007.000000', metadata },
      { ts: '1700000006.000000' },
    ]
    rig.fake.script('conversations.history', { body: { ok: true, messages } })
    expect(await rig.platform.findPosted(channel, notice, tried)).toEqual({
      isKnown: true,
      ref: { platform: 'slack', channel: 'C1', message: '1700000008.000000' },
    })
    expect(rig.fake.to('conversations.history')).toMatchObject([
      { args: { channel: 'C1', include_all_metadata: 'true' } },
    ])
  })

  it('is found whatever our clock said when it was posted, when no other card can be taken for it', async () => {
    await rig.platform.findPosted(channel, notice, tried)
    expect(rig.fake.to('conversations.history')[0]?.args).not.toHaveProperty('oldest')
  })

  it('is looked for from then on when it names no incident', async () => {
    await rig.platform.findPosted(channel, line, tried)
    expect(rig.fake.to('conversations.history')).toMatchObject([{ args: { oldest: '1699999940.000000' } }])
  })

  it('is not taken for another one of the same name, which was posted for another wish', async () => {
    const toLine = (wish: string) => ({
      event_type: 'reprieve_card',
      event_payload: { card: 'line', incident_id: '', wish },
    })
    const messages = [
      { ts: '1700000009.000000', metadata: toLine('wish-2') },
      { ts: '1700000008.000000', metadata: toLine('wish-1') },
      { ts: '1700000007.000000', metadata: toLine('wish-3') },
    ]
    rig.fake.script('conversations.history', { body: { ok: true, messages } })
    expect(await rig.platform.findPosted(channel, line, tried)).toMatchObject({
      ref: { message: '1700000008.000000' },
    })
    rig.fake.script('conversations.history', { body: { ok: true, messages: messages.slice(0, 1) } })
    expect(await rig.platform.findPosted(channel, line, tried)).toEqual({ isKnown: true, ref: undefined })
  })

  it('says beside the message for which wish it is', async () => {
    await rig.platform.post(channel, line, 'wish-1')
    const [{ args } = { args: undefined }] = rig.fake.to('chat.postMessage')
    expect(args).toMatchObject({ metadata: { event_payload: { wish: 'wish-1' } } })
  })

  it('is known not to be there when the history does not have it', async () => {
    rig.fake.script('conversations.history', { body: { ok: true, messages: [] } })
    expect(await rig.platform.findPosted(channel, notice, tried)).toEqual({ isKnown: true, ref: undefined })
  })

  it('cannot be told without the scope, which makes nobody unwell and is not asked for each time', async () => {
    rig.fake.always('conversations.history', refusing('missing_scope'))
    for (let time = 0; time < 3; time += 1)
      expect(await rig.platform.findPosted(channel, notice, tried)).toEqual({ isKnown: false })
    expect(rig.fake.to('conversations.history')).toHaveLength(1)
    expect(rig.platform.health().ok).toBe(true)
  })

  it('cannot be told while Slack does not answer', async () => {
    rig.fake.script('conversations.history', 'reset')
    expect(await rig.platform.findPosted(channel, notice, tried)).toEqual({ isKnown: false })
  })
})

describe('a question that changes nothing', () => {
  it('is answered by a Slack that refuses it, too', async () => {
    await rig.platform.probe(channel)
    rig.fake.always('auth.test', refusing('ratelimited'))
    await rig.platform.probe(channel)
    expect(rig.fake.to('chat.postMessage')).toEqual([])
  })

  it('tells of a Slack that does not answer', async () => {
    rig.fake.always('auth.test', 'reset')
    await expect(rig.platform.probe(channel)).rejects.toMatchObject({ code: 'unavailable' })
  })
})

describe('a channel of several organisations', () => {
  it.each(['is_ext_shared', 'is_pending_ext_shared'])('gets no alert when it %s', async (flag) => {
    rig.fake.always('conversations.info', { body: { ok: true, channel: { id: 'C1', [flag]: true } } })
    await expect(rig.platform.post(channel, notice)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(rig.platform.post({ kind: 'thread', of: ref }, line)).rejects.toMatchObject({
      code: 'forbidden',
    })
    expect(rig.fake.to('chat.postMessage')).toEqual([])
  })

  it('sees no edit of what was posted before it was shared', async () => {
    rig.fake.always('conversations.info', { body: { ok: true, channel: { id: 'C1', is_ext_shared: true } } })
    await expect(rig.platform.update(ref, notice)).rejects.toMatchObject({ code: 'forbidden' })
    expect(rig.fake.to('chat.update')).toEqual([])
  })

  it('is asked about once by alerts that are posted at the same time', async () => {
    await Promise.all([1, 2, 3].map(() => rig.platform.post(channel, notice)))
    expect(rig.fake.to('conversations.info')).toHaveLength(1)
    expect(rig.fake.to('chat.postMessage')).toHaveLength(3)
  })

  it('is noticed within a minute', async () => {
    await rig.platform.post(channel, notice)
    rig.fake.always('conversations.info', { body: { ok: true, channel: { id: 'C1', is_ext_shared: true } } })
    await rig.clock.advance(59_999)
    await rig.platform.post(channel, notice)
    await rig.clock.advance(1)
    await expect(rig.platform.post(channel, notice)).rejects.toMatchObject({ code: 'forbidden' })
    expect(rig.fake.to('conversations.info')).toHaveLength(2)
  })

  it('cannot be told apart without the scopes: then nothing is posted, and it is said which are missing', async () => {
    rig.fake.always('conversations.info', refusing('missing_scope'))
    await expect(rig.platform.post(channel, notice)).rejects.toMatchObject({
      code: 'forbidden',
      message: expect.stringContaining('channels:read and groups:read') as string,
    })
    expect(rig.fake.to('chat.postMessage')).toEqual([])
    expect(rig.log).toMatchObject([{ level: 'error', event: 'slack.channel.unchecked' }])
  })

  it('is not guessed at while Slack does not answer', async () => {
    rig.fake.script('conversations.info', 'reset')
    await expect(rig.platform.post(channel, notice)).rejects.toMatchObject({ code: 'unavailable' })
    expect(rig.fake.to('chat.postMessage')).toEqual([])
  })
})

describe('an update', () => {
  it('edits in place and takes the old attachments away', async () => {
    await rig.platform.update(ref, notice)
    expect(rig.fake.to('chat.update')).toMatchObject([
      { args: { channel: 'C1', ts: '1600000000.000001', attachments: [] } },
    ])
    expect(rig.fake.to('chat.postMessage')).toEqual([])
  })

  it.each(['message_not_found', 'cant_update_message', 'edit_window_closed'])(
    'says after %s that the message is gone, and posts nothing by itself',
    async (error) => {
      rig.fake.script('chat.update', refusing(error))
      await expect(rig.platform.update(ref, notice)).rejects.toMatchObject({ code: 'message-gone' })
      expect(rig.fake.to('chat.postMessage')).toEqual([])
    },
  )

  it.each([
    { reply: refusing('channel_not_found'), code: 'channel-not-found' },
    { reply: refusing('invalid_auth'), code: 'forbidden' },
    { reply: { status: 500, body: 'sorry' }, code: 'unavailable' },
  ])('posts no replacement after $reply', async ({ reply, code }) => {
    rig.fake.script('chat.update', reply)
    await expect(rig.platform.update(ref, notice)).rejects.toMatchObject({ code })
    expect(rig.fake.to('chat.postMessage')).toEqual([])
  })
})

describe('rate limits', () => {
  it('hold back one channel, and neither the others nor edits nor clicks', async () => {
    rig.fake.script('chat.postMessage', { status: 429, headers: { 'retry-after': '30' } })
    await expect(rig.platform.post(channel, notice)).rejects.toMatchObject({ retryAfterMilliseconds: 30_000 })
    await rig.clock.advance(10_000)
    await expect(rig.platform.post(channel, notice)).rejects.toMatchObject({
      code: 'throttled',
      retryAfterMilliseconds: 20_000,
    })
    expect(rig.fake.to('chat.postMessage')).toHaveLength(1)
    await rig.platform.post(other, notice)
    await rig.platform.update(ref, notice)
    await rig.sendInteraction(createClick())
    await rig.idle()
    expect(rig.fake.to('views.open')).toHaveLength(1)
    await rig.clock.advance(20_000)
    await rig.platform.post(channel, notice)
    expect(rig.fake.to('chat.postMessage')).toHaveLength(3)
  })

  it('do not let a slow alert hold up a click', async () => {
    const later = createLater<undefined>()
    rig.fake.script('chat.postMessage', { after: later.promise })
    const posting = rig.platform.post(channel, notice)
    await rig.fake.until('chat.postMessage')
    await rig.sendInteraction(createClick())
    await rig.idle()
    expect(rig.fake.to('views.open')).toHaveLength(1)
    later.give(undefined)
    await posting
  })
})
