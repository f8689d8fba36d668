import {
  ActivityTypes,
  CardFactory,
  type ConversationReference,
  type InvokeResponse,
  MessageFactory,
  TurnContext as Turn,
  type TurnContext,
} from 'botbuilder'
import { SignJWT } from 'jose'
import { describe, expect, it } from 'vitest'
import { getPerson } from '../../playground/people.js'
import { getKeyPair } from '../keys.js'
import { adaptiveCard } from './blocks.js'
import { setStage } from './stage.js'
import { teamsBot } from './teams-bot.js'

async function meet(onTurn?: (context: TurnContext) => Promise<void>) {
  const bot = teamsBot(onTurn)
  const stage = await setStage({ bots: [bot.build] })
  const { teams } = stage.playground
  await stage.playground.install()
  const installed = bot.seen[0]
  if (!installed) throw new Error('nothing was installed')
  const reference = Turn.getConversationReference(installed)
  return { ...stage, teams, bot, reference, maya: () => teams.look('maya'), tom: () => teams.look('tom') }
}

const cardOf = (text: string) =>
  MessageFactory.attachment(CardFactory.adaptiveCard(adaptiveCard(text).content))

const answer = (type: string, value: unknown) => async (context: TurnContext) => {
  if (context.activity.type !== 'invoke') return
  const body: InvokeResponse = { status: 200, body: { statusCode: 200, type, value } }
  await context.sendActivity({ type: ActivityTypes.InvokeResponse, value: body })
}

const cardType = 'application/vnd.microsoft.card.adaptive'
const press = { type: 'Action.Execute', verb: 'review', data: { incident: 'incident-1' } } as const

describe('a bot in the local Teams tenant', () => {
  it('learns on install where it is: team, channel, tenant, service address', async () => {
    const { bot, teams } = await meet()
    expect(bot.seen.map((activity) => activity.type)).toEqual(['installationUpdate', 'conversationUpdate'])
    expect(bot.seen[0]).toMatchObject({
      action: 'add',
      serviceUrl: teams.serviceUrl(),
      conversation: { id: teams.channelId, tenantId: teams.tenantId },
      channelData: {
        team: { id: teams.teamId, aadGroupId: teams.teamGroupId },
        channel: { id: teams.channelId },
      },
    })
  })

  it('starts a thread, edits its card for everybody, and replies below it', async () => {
    const { bot, reference, maya } = await meet()
    await bot.resume(reference, async (context) => {
      const sent = await context.sendActivity(cardOf('restricted'))
      await context.updateActivity({ ...cardOf('unblocked'), id: sent?.id ?? '' })
      context.activity.conversation.id = `${reference.conversation?.id};messageid=${sent?.id}`
      await context.sendActivity('still watching')
    })
    expect(maya().posts).toMatchObject([
      {
        edited: true,
        cards: [{ card: { body: [{ text: 'unblocked' }] } }],
        replies: [{ text: 'still watching' }],
      },
    ])
  })

  it('hears a mention in the channel as Teams sends it, and answers in that thread', async () => {
    const { bot, teams, maya } = await meet(async (context) => {
      if (context.activity.type === 'message')
        await context.sendActivity(`you said ${Turn.removeRecipientMention(context.activity)}`)
    })
    await teams.say({ person: 'maya', text: '@Reprieve restricted list' })
    expect(bot.seen.at(-1)).toMatchObject({
      text: '<at>Reprieve</at> restricted list',
      entities: [{ type: 'mention', mentioned: { id: teams.botId }, text: '<at>Reprieve</at>' }],
      from: { name: 'Maya Lindqvist', aadObjectId: expect.any(String) as string },
      conversation: { id: expect.stringMatching(/^19:.+;messageid=\d+$/) as string },
    })
    expect(maya().posts).toMatchObject([
      { text: '<at>Reprieve</at> restricted list', replies: [{ text: 'you said restricted list' }] },
    ])
  })

  it('does not hear a channel post that does not mention it', async () => {
    const { bot, teams } = await meet()
    await teams.say({ person: 'maya', text: 'lunch?' })
    expect(bot.seen.map((activity) => activity.type)).not.toContain('message')
  })

  it('chats with one person alone', async () => {
    const { teams, maya, tom } = await meet(async (context) => {
      if (context.activity.type === 'message') await context.sendActivity('hello Maya')
    })
    await teams.say({ person: 'maya', text: 'help', chat: true })
    expect(maya().chat.map((post) => post.text)).toEqual(['help', 'hello Maya'])
    expect(tom().chat).toEqual([])
    expect(tom().posts).toEqual([])
  })

  it('answers a press with a card for the one who pressed, until an edit reaches everybody', async () => {
    const { bot, teams, reference, maya, tom } = await meet(
      answer(cardType, adaptiveCard('for Maya').content),
    )
    let id = ''
    await bot.resume(reference, async (context) => {
      id = (await context.sendActivity(cardOf('restricted')))?.id ?? ''
    })
    expect(await teams.execute({ person: 'maya', activityId: id, action: press })).toEqual({ ok: true })
    expect(bot.seen.at(-1)).toMatchObject({
      type: 'invoke',
      name: 'adaptiveCard/action',
      replyToId: id,
      value: { action: press, trigger: 'manual' },
    })
    expect(maya().posts[0]?.cards).toMatchObject([
      { onlyForYou: true, card: { body: [{ text: 'for Maya' }] } },
    ])
    expect(tom().posts[0]?.cards).toMatchObject([
      { onlyForYou: false, card: { body: [{ text: 'restricted' }] } },
    ])

    await bot.resume(
      reference,
      async (context) => void (await context.updateActivity({ ...cardOf('unblocked'), id })),
    )
    expect(maya().posts[0]?.cards).toMatchObject([
      { onlyForYou: false, card: { body: [{ text: 'unblocked' }] } },
    ])
  })

  it('can answer a press with a private line', async () => {
    const { bot, teams, reference } = await meet(
      answer('application/vnd.microsoft.activity.message', 'Tom was faster'),
    )
    let id = ''
    await bot.resume(reference, async (context) => {
      id = (await context.sendActivity(cardOf('restricted')))?.id ?? ''
    })
    expect(await teams.execute({ person: 'maya', activityId: id, action: press })).toEqual({
      ok: true,
      toast: 'Tom was faster',
    })
  })

  it('sends a plain submit as a message that carries the value', async () => {
    const { bot, teams, reference } = await meet()
    let id = ''
    await bot.resume(reference, async (context) => {
      id = (await context.sendActivity(cardOf('restricted')))?.id ?? ''
    })
    await teams.execute({
      person: 'tom',
      activityId: id,
      action: { type: 'Action.Submit', data: { incident: 'incident-1' } },
    })
    expect(bot.seen.at(-1)).toMatchObject({
      type: 'message',
      replyToId: id,
      value: { incident: 'incident-1' },
    })
    expect(bot.seen.at(-1)?.text).toBeUndefined()
  })

  it.each([
    ['throws', async () => Promise.reject(new Error('boom'))],
    ['answers an error status', answer('application/vnd.microsoft.error', { code: '500', message: 'no' })],
    ['answers a card Teams cannot draw', answer(cardType, { type: 'Picture' })],
  ] as const)('shows "Something went wrong" when the bot %s', async (_, onInvoke) => {
    const { bot, teams, reference } = await meet(async (context) => {
      if (context.activity.type === 'invoke') await onInvoke(context)
    })
    let id = ''
    await bot.resume(reference, async (context) => {
      id = (await context.sendActivity(cardOf('restricted')))?.id ?? ''
    })
    const result = await teams.execute({ person: 'maya', activityId: id, action: press })
    expect(result).toEqual({ ok: false, trouble: 'Something went wrong. Please try again.' })
  })

  it('can lose a card: the update fails with ActivityNotFoundInConversation', async () => {
    const { bot, teams, reference } = await meet()
    teams.faults.inject({ kind: 'message-gone' }, { calls: ['update'] })
    await bot.resume(reference, async (context) => {
      const sent = await context.sendActivity(cardOf('restricted'))
      const update = context.updateActivity({ ...cardOf('unblocked'), id: sent?.id ?? '' })
      await expect(update).rejects.toMatchObject({ statusCode: 404, code: 'ActivityNotFoundInConversation' })
    })
  })

  it('refuses a message above 100 KB and a card newer than Teams draws', async () => {
    const { bot, reference, maya } = await meet()
    const newer = { ...adaptiveCard('x').content, version: '1.6' }
    await bot.resume(reference, async (context) => {
      await expect(context.sendActivity('x'.repeat(60_000))).rejects.toMatchObject({
        statusCode: 413,
        code: 'MessageSizeTooBig',
      })
      await expect(
        context.sendActivity(MessageFactory.attachment(CardFactory.adaptiveCard(newer))),
      ).rejects.toMatchObject({ statusCode: 400 })
    })
    expect(maya().posts).toEqual([])
  })

  it('tells a guest from a member, by roster and by activity', async () => {
    const { bot, teams, url } = await meet()
    const headers = { authorization: `Bearer ${teams.botAuthentication().outboundToken}` }
    const members = await fetch(
      `${teams.serviceUrl()}v3/conversations/${encodeURIComponent(teams.channelId)}/members`,
      { headers },
    )
    const roster = (await members.json()) as { email: string; tenantId: string }[]
    expect(roster.find((member) => member.email === 'oscar@fabrikam.com')?.tenantId).not.toBe(teams.tenantId)
    await teams.say({ person: 'oscar', text: '@Reprieve list' })
    const { tenant } = (bot.seen.at(-1)?.channelData ?? {}) as { tenant?: { id: string } }
    expect(tenant?.id).not.toBe(teams.tenantId)
    const stranger = await fetch(`${url}/playground/teams/connector/v3/conversations/x/members`)
    expect(stranger.status).toBe(401)
  })

  describe('a message that one member alone sees', () => {
    async function setUp() {
      const met = await meet()
      const { teams } = met
      const conversations = `${teams.serviceUrl()}v3/conversations`
      const headers = {
        'content-type': 'application/json',
        authorization: `Bearer ${teams.botAuthentication().outboundToken}`,
      }
      async function call(method: string, path: string, activity?: object) {
        const body = activity === undefined ? {} : { body: JSON.stringify(activity) }
        const response = await fetch(`${conversations}/${path}`, { method, headers, ...body })
        const { id, error } = (await response.json()) as { id?: string; error?: { code: string } }
        return { status: response.status, id, code: error?.code }
      }
      const channel = `${encodeURIComponent(teams.channelId)}/activities`
      const to = (name: 'maya' | 'oscar') => ({ recipient: { id: getPerson(name).teams.userId } })
      const words = (text: string, more: object = {}) => ({ type: 'message', text, ...more })
      return { ...met, call, channel, to, words }
    }

    it('is shown to nobody else, changed and taken away with the same word', async () => {
      const { call, channel, to, words, maya, tom } = await setUp()
      const sent = await call('POST', `${channel}?isTargetedActivity=true`, words('for Maya', to('maya')))
      expect([sent.status, tom().posts]).toEqual([201, []])
      expect(maya().posts).toMatchObject([{ text: 'for Maya', onlyForYou: true }])
      const one = `${channel}/${sent.id}`
      expect(await call('PUT', one, words('aloud'))).toMatchObject({ status: 404 })
      expect(await call('PUT', `${one}?isTargetedActivity=true`, words('x', to('maya')))).toMatchObject({
        status: 400,
        code: 'BadArgument',
      })
      expect(await call('PUT', `${one}?isTargetedActivity=true`, words('still hers'))).toMatchObject({
        status: 200,
      })
      expect([maya().posts[0]?.text, tom().posts]).toEqual(['still hers', []])
      expect(await call('DELETE', one)).toMatchObject({ status: 404 })
      expect(await call('DELETE', `${one}?isTargetedActivity=true`)).toMatchObject({ status: 200 })
      expect(maya().posts).toEqual([])
    })

    it('is refused without its reader, for a stranger, and in a personal chat', async () => {
      const { call, channel, to, words, teams } = await setUp()
      const target = (path: string, more?: object) =>
        call('POST', `${path}?isTargetedActivity=true`, words('x', more))
      expect(await target(channel)).toMatchObject({ status: 400, code: 'BadArgument' })
      expect(await target(channel, { recipient: { id: '29:nobody' } })).toMatchObject({
        status: 403,
        code: 'BotNotInConversationRoster',
      })
      await teams.say({ person: 'maya', text: 'help', chat: true })
      expect(await target(`${encodeURIComponent('a:1maya-chat')}/activities`, to('maya'))).toMatchObject({
        status: 400,
        code: 'BadArgument',
      })
    })

    it('is gone after 24 hours', async () => {
      const { call, channel, to, words, maya, pass } = await setUp()
      const sent = await call('POST', `${channel}?isTargetedActivity=true`, words('for Maya', to('maya')))
      pass(24 * 3_600_000)
      expect(maya().posts).toEqual([])
      const update = call('PUT', `${channel}/${sent.id}?isTargetedActivity=true`, words('x'))
      expect(await update).toMatchObject({ status: 404, code: 'ActivityNotFoundInConversation' })
    })

    it('is what a command behind a slash is, and its answer may quote it', async () => {
      const { bot, teams, call, channel, to, words, maya, tom } = await setUp()
      await teams.say({ person: 'maya', text: '/list contoso' })
      expect(bot.seen.at(-1)).toMatchObject({
        text: 'list contoso',
        entities: [],
        recipient: { id: teams.botId, isTargeted: true },
      })
      expect([maya().posts.length, tom().posts]).toEqual([1, []])
      const quote = (messageId: string) => ({ entities: [{ type: 'targetedMessageInfo', messageId }] })
      const answer = (more: object) =>
        call('POST', `${channel}?isTargetedActivity=true`, words('here', { ...to('maya'), ...more }))
      const asked = maya().posts[0]?.id ?? ''
      expect(await answer(quote(asked))).toMatchObject({ status: 201 })
      await teams.say({ person: 'maya', text: 'lunch?' })
      expect(await answer(quote(maya().posts.at(-1)?.id ?? ''))).toMatchObject({
        status: 400,
        code: 'INVALID_TARGETED_MESSAGE_ID',
      })
      expect(await answer(quote('1'))).toMatchObject({ status: 404 })
    })
  })

  it.each(['another key', 'another audience', 'no token'])('lets nobody in with %s', async (flaw) => {
    const { bot, teams, url } = await meet()
    const before = bot.seen.length
    const { privateKey } = getKeyPair('stranger')
    const token = await new SignJWT({ serviceurl: teams.serviceUrl() })
      .setProtectedHeader({ alg: 'RS256', kid: 'forged' })
      .setIssuer('https://api.botframework.com')
      .setAudience(flaw === 'another audience' ? 'somebody else' : teams.botAuthentication().appId)
      .setExpirationTime('5 minutes')
      .sign(privateKey)
    const activity: Partial<ConversationReference> & object = { ...bot.seen[0], type: 'message' } as object
    const response = await fetch(`${url}/api/messages`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(flaw === 'no token' ? {} : { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(activity),
    })
    expect(response.ok).toBe(false)
    expect(bot.seen).toHaveLength(before)
  })
})
