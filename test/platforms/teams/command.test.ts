import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Answer } from '../../../src/ports.js'
import {
  inChannel,
  inPersonalChat,
  maya,
  mayaInRoster,
  threadId,
  toInstallation,
  toMention,
} from './activities.js'
import { startBot } from './bot.js'
import { helpCard, noticeCard, overviewCard } from './cards.js'
import { anyText, containing, including, matching } from './matchers.js'
import { channelId, createTenant, homeTenantId, type Tenant } from './tenant.js'

let tenant: Tenant

beforeAll(async () => {
  tenant = await createTenant()
})
afterAll(() => tenant.close())
beforeEach(() => {
  tenant.calls.length = 0
  tenant.takeTargeted(true)
  tenant.answerWith(({ line }) =>
    line.includes('/members/') ? { status: 200, body: mayaInRoster } : undefined,
  )
})

const posts = () => tenant.calls.filter((call) => call.line.startsWith('POST'))

describe('in a channel', () => {
  test('takes what is said to it for a command', async () => {
    const bot = await startBot(tenant)
    expect(await bot.send(toMention(tenant, 'review laura@contoso.com'))).toEqual({
      status: 200,
      body: undefined,
    })
    expect(bot.commands).toEqual([
      {
        actor: including({ id: maya.aadObjectId, isMember: true }),
        text: 'review laura@contoso.com',
      },
    ])
    await bot.close()
  })

  test('leaves alone what is not said to it', async () => {
    const bot = await startBot(tenant)
    await bot.send(inChannel(tenant, { type: 'message', text: 'review laura@contoso.com' }))
    await bot.send(
      inChannel(tenant, { id: '2', type: 'message', text: '<at>Reprieve</at> list', entities: [] }),
    )
    expect([bot.commands, tenant.calls]).toEqual([[], []])
    await bot.close()
  })

  test('answers in the thread what a channel may read', async () => {
    const bot = await startBot(tenant, { onCommand: async () => helpCard, alertChannels: [channelId] })
    await bot.send(toMention(tenant, 'help'))
    await bot.teams.stop()
    expect(posts()).toEqual([
      {
        line: `POST v3/conversations/${threadId}/activities`,
        authorization: 'Bearer outbound-token',
        body: including({
          type: 'message',
          summary: anyText(),
          attachments: [
            {
              contentType: 'application/vnd.microsoft.card.adaptive',
              content: including({ type: 'AdaptiveCard' }),
            },
          ],
        }),
      },
    ])
    await bot.close()
  })

  test('sends the answer once Teams takes it, where that was too much at once', async () => {
    let refusals = 2
    tenant.answerWith(({ line }) => {
      if (line.includes('/members/')) return { status: 200, body: mayaInRoster }
      if (!line.startsWith('POST') || refusals === 0) return undefined
      refusals -= 1
      return { status: 429, headers: { 'retry-after': '1' } }
    })
    const bot = await startBot(tenant, { onCommand: async () => helpCard })
    await bot.send(toMention(tenant, 'help'))
    const stopped = bot.teams.stop()
    while (posts().length < 3) {
      await bot.clock.advance(1)
      for (let turn = 0; turn < 10; turn += 1) await new Promise((resolve) => setImmediate(resolve))
    }
    await stopped
    const [first, , last] = posts()
    expect(last).toEqual(first)
    await bot.close()
  })

  test.each([
    ['the review', overviewCard],
    ['a refusal', noticeCard('You may not do this')],
  ])(
    'sends %s to the personal chat and says so in the thread, where the channel takes nothing for one alone',
    async (_name, card) => {
      tenant.takeTargeted(false)
      const bot = await startBot(tenant, { onCommand: async () => card, alertChannels: [channelId] })
      await bot.send(toMention(tenant, 'review laura@contoso.com'))
      await bot.teams.stop()
      const [refused, chat, answer, line] = posts()
      expect(refused?.line).toMatch(/isTargetedActivity=true$/)
      expect(chat?.body).toEqual({
        isGroup: false,
        bot: { id: '28:0d1c7a3e-52c4-4c5d-9f8e-2b6a7e4f9c10' },
        members: [{ id: maya.id }],
        tenantId: homeTenantId,
        channelData: { tenant: { id: homeTenantId } },
      })
      expect(answer?.line).toMatch(/^POST v3\/conversations\/a:\d+\/activities$/)
      expect(line?.line).toBe(`POST v3/conversations/${threadId}/activities`)
      expect(line?.body).toMatchObject({ text: 'I sent you the answer in our personal chat.' })
      expect(posts()).toHaveLength(4)
      await bot.close()
    },
  )

  test('tells nothing in public when the personal chat is closed', async () => {
    tenant.answerWith(({ line }) =>
      line === 'POST v3/conversations' ? { status: 403, body: {} } : undefined,
    )
    tenant.takeTargeted(false)
    const bot = await startBot(tenant, { onCommand: async () => overviewCard })
    await bot.send(toMention(tenant, 'review laura@contoso.com'))
    await bot.teams.stop()
    expect(posts().map((call) => call.line)).toEqual([
      `POST v3/conversations/${threadId}/activities?isTargetedActivity=true`,
      'POST v3/conversations',
      `POST v3/conversations/${threadId}/activities`,
    ])
    expect(posts()[2]?.body).toMatchObject({
      text: containing('could not write to you in private'),
    })
    expect(JSON.stringify(posts()[2]?.body)).not.toContain('laura')
    await bot.close()
  })

  test('says nothing when there is nothing to say', async () => {
    const bot = await startBot(tenant, { onCommand: async () => undefined })
    await bot.send(toMention(tenant, 'list'))
    await bot.teams.stop()
    expect(posts()).toEqual([])
    await bot.close()
  })

  test('runs a command that is sent twice once', async () => {
    const bot = await startBot(tenant, { onCommand: async () => helpCard, alertChannels: [channelId] })
    await Promise.all([bot.send(toMention(tenant, 'help')), bot.send(toMention(tenant, 'help'))])
    await bot.teams.stop()
    expect([bot.commands.length, posts().length]).toEqual([1, 1])
    await bot.close()
  })

  test('runs a command once that is sent again after somebody has set the clock forward', async () => {
    const bot = await startBot(tenant, { onCommand: async () => helpCard, alertChannels: [channelId] })
    await bot.send(toMention(tenant, 'help'))
    bot.clock.step(3_600_000)
    await bot.send(toMention(tenant, 'help'))
    await bot.teams.stop()
    expect([bot.commands.length, posts().length]).toEqual([1, 1])
    await bot.close()
  })

  test('logs an answer that got lost and goes on', async () => {
    tenant.answerWith(() => 'drop')
    const bot = await startBot(tenant, { onCommand: async () => helpCard, alertChannels: [channelId] })
    expect((await bot.send(toMention(tenant, 'help'))).status).toBe(200)
    await bot.teams.stop()
    expect(bot.logged.map((line) => line.event)).toContain('teams.answer.lost')
    await bot.close()
  })
})

test('leaves alone in a group chat what is not said to it', async () => {
  const bot = await startBot(tenant)
  const conversation = { id: '19:group@thread.v2', conversationType: 'groupChat', tenantId: homeTenantId }
  await bot.send(inChannel(tenant, { type: 'message', text: 'list', conversation, channelData: {} }))
  expect(bot.commands).toEqual([])
  await bot.close()
  expect(posts()).toEqual([])
})

test('takes everything said in a personal chat for a command and answers there', async () => {
  const bot = await startBot(tenant, { onCommand: async () => overviewCard })
  await bot.send(inPersonalChat(tenant, { type: 'message', text: 'review laura@contoso.com\n' }))
  await bot.teams.stop()
  expect(bot.commands.map((command) => command.text)).toEqual(['review laura@contoso.com'])
  expect(posts().map((call) => call.line)).toEqual(['POST v3/conversations/a:1maya-chat/activities'])
  await bot.close()
})

test('stops only when what was accepted has been answered', async () => {
  let finish = (_answer: Answer) => {}
  let begin = () => {}
  const begun = new Promise<void>((resolve) => {
    begin = resolve
  })
  const onCommand = () =>
    new Promise<Answer>((resolve) => {
      finish = resolve
      begin()
    })
  const bot = await startBot(tenant, { onCommand, alertChannels: [channelId] })
  const sent = bot.send(toMention(tenant, 'help'))
  await begun
  let isStopped = false
  const stopped = bot.teams.stop().then(() => {
    isStopped = true
  })
  expect((await bot.send(toMention(tenant, 'help', { id: 'too late' }))).status).toBe(503)
  expect(isStopped).toBe(false)
  finish(helpCard)
  await stopped
  expect([(await sent).status, posts().length]).toEqual([200, 1])
  await bot.close()
})

describe('where nobody of us need be', () => {
  test.each([
    ['group', { id: '19:group@thread.v2', conversationType: 'groupChat', tenantId: homeTenantId }],
    ['meeting', { id: '19:meeting_1@thread.v2', conversationType: 'groupChat', tenantId: homeTenantId }],
    ['some other', { id: '19:other@thread.v2', tenantId: homeTenantId }],
  ])('is answered in private in a %s chat', async (_which, conversation) => {
    const bot = await startBot(tenant, { onCommand: async () => helpCard })
    await bot.send(toMention(tenant, 'list', { conversation, channelData: { tenant: { id: homeTenantId } } }))
    await bot.close()
    expect(posts().map(({ line }) => line)).toEqual([
      `POST v3/conversations/${conversation.id}/activities?isTargetedActivity=true`,
    ])
  })

  test('is answered in a chat that takes nothing for one alone with where to write, and nothing else', async () => {
    const conversation = { id: '19:group@thread.v2', conversationType: 'groupChat', tenantId: homeTenantId }
    const bot = await startBot(tenant, { onCommand: async () => helpCard, privateAnswers: 'chat' })
    await bot.send(toMention(tenant, 'list', { conversation, channelData: { tenant: { id: homeTenantId } } }))
    await tenant.received(1)
    expect(tenant.calls.map(({ line, body }) => [line, body])).toEqual([
      [
        `POST v3/conversations/${conversation.id}/activities`,
        including({
          text: matching(/nothing in group and meeting chats\. Write to me in our personal chat/),
        }),
      ],
    ])
    expect(bot.commands).toEqual([])
    await bot.close()
  })

  test.each([
    ['another team, when the settings name the channel', [channelId], '19:else@thread.tacv2;messageid=1'],
    ['a channel, when alerts go to none', ['installed'], threadId],
  ])('is answered in private in %s', async (_where, alertChannels, id) => {
    const bot = await startBot(tenant, { onCommand: async () => helpCard, alertChannels })
    const conversation = { id, conversationType: 'channel', tenantId: homeTenantId }
    await bot.send(toMention(tenant, 'list', { conversation }))
    await bot.close()
    expect(posts().map(({ line, body }) => [line, body])).toEqual([
      [
        `POST v3/conversations/${id}/activities?isTargetedActivity=true`,
        including({ recipient: { id: maya.id } }),
      ],
    ])
  })

  test('is answered openly in the channel that the app was added to', async () => {
    const bot = await startBot(tenant, { onCommand: async () => helpCard, alertChannels: ['installed'] })
    await bot.send(toInstallation(tenant))
    tenant.calls.length = 0
    await bot.send(toMention(tenant, 'list', { id: '2' }))
    await tenant.received(2)
    await bot.close()
    expect(tenant.calls.at(-1)?.body).toMatchObject({ attachments: [including({})] })
    expect(tenant.calls.at(-1)?.line).toBe(`POST v3/conversations/${threadId}/activities`)
  })
})
