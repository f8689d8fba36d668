// Which channel `installed` means, through everything that can happen to teams, channels and the app.
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import type { Memory } from '../../../src/ports.js'
import {
  channelData,
  inPersonalChat,
  maya,
  teamId,
  toInstallation,
  toInvoke,
  toMention,
} from './activities.js'
import { createMemory, startBot } from './bot.js'
import { incidentCard } from './cards.js'
import { containing, matching } from './matchers.js'
import { botId, channelId, createTenant, homeTenantId, type Tenant } from './tenant.js'

let tenant: Tenant
let kept: Map<string, unknown>
let memory: Memory

beforeAll(async () => {
  tenant = await createTenant()
})
afterAll(() => tenant.close())
beforeEach(() => {
  tenant.calls.length = 0
  tenant.answerWith(() => undefined)
  kept = new Map()
  memory = createMemory(kept)
})

const otherChannelId = '19:ffffffffffffffffffffffffffffffff@thread.tacv2'
const otherTeamId = '19:eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee@thread.tacv2'
const norman = {
  id: '29:1norman',
  name: 'Norman Weiss',
  aadObjectId: '4b0f2f5e-5a53-4f0e-8a0e-6d8f0c1f1a17',
}
const ours = {
  ...channelData(homeTenantId),
  team: { id: teamId, name: 'Mail Operations' },
  channel: { id: channelId, name: 'On-call' },
}
const theirs = {
  ...channelData(homeTenantId),
  team: { id: otherTeamId, name: "Norman's team" },
  channel: { id: otherChannelId },
}
const installed = { kind: 'channel', channel: { platform: 'teams', channel: 'installed' } } as const

type Fields = Record<string, unknown>
const addOurs = (fields: Fields = {}) => toInstallation(tenant, { channelData: ours, ...fields })
const addTheirs = () => toInstallation(tenant, { channelData: theirs, from: norman })
const event = (eventType: string, data: Fields = ours, fields: Fields = {}) =>
  toInstallation(tenant, {
    type: 'conversationUpdate',
    action: undefined,
    channelData: { ...data, eventType },
    ...fields,
  })
const removeOurs = () => addOurs({ action: 'remove' })
const mention = () => toMention(tenant, 'status', { channelData: ours })

async function open(alertChannels: readonly string[] = ['installed']) {
  const bot = await startBot(tenant, { memory, alertChannels })
  onTestFinished(() => bot.close())
  let count = 0
  return {
    bot,
    async send(...activities: readonly Fields[]) {
      for (const activity of activities) {
        count += 1
        expect((await bot.send({ ...activity, id: String(count) })).status).toBe(200)
      }
    },
    /** Where a card goes now; the error's code when it goes nowhere. */
    async post() {
      const ref = await bot.teams
        .post(installed, incidentCard)
        .catch((error: { code: string }) => ({ channel: error.code }))
      return ref.channel
    },
    pin: (channel: string) => bot.teams.pin({ platform: 'teams', channel }),
    news: () => bot.news.map((one) => [one.kind, one.at.name]),
  }
}

describe('alerts stay where they are', () => {
  test.each<[string, () => readonly Fields[]]>([
    ['somebody adds the app to a team of their own', () => [addTheirs()]],
    ['the app is removed here and added again', () => [addTheirs(), removeOurs(), addOurs()]],
    ['the app is added here again with another channel', () => [addOurs({ channelData: elsewhere() })]],
    ['the team is deleted and restored', () => [event('teamDeleted'), event('teamRestored')]],
    ['the team is archived and unarchived', () => [event('teamArchived'), event('teamUnarchived')]],
    ['the channel is deleted and restored', () => [event('channelDeleted'), event('channelRestored')]],
    ['the team is renamed', () => [event('teamRenamed', { ...ours, team: { id: teamId, name: 'Post' } })]],
    ['the channel is renamed', () => [event('channelRenamed')]],
    ['something happens that nobody knows', () => [event('teamMoonlanding')]],
    ['somebody speaks where the event of coming back was lost', () => [event('teamDeleted'), mention()]],
    ['somebody speaks in a channel that came back', () => [event('channelDeleted'), mention()]],
    ['the app was removed, and somebody speaks to it', () => [removeOurs(), mention()]],
    ['another channel of the team is deleted', () => [event('channelDeleted', elsewhere())]],
  ])('when %s', async (_name, events) => {
    const { bot, send, post } = await open()
    await send(addOurs())
    await bot.clock.advance(3_600_000)
    await send(...events())
    expect(await post()).toBe(channelId)
    expect(bot.teams.health().ok).toBe(true)
  })

  test('when the app was added elsewhere first and an approver moved them here', async () => {
    const { send, post, pin } = await open()
    await send(addTheirs(), addOurs())
    expect(await post()).toBe(otherChannelId)
    expect(await pin(channelId)).toEqual({
      isNew: true,
      now: { channel: channelId, name: 'Mail Operations / On-call' },
      before: { channel: otherChannelId, name: "Norman's team" },
    })
    await send(removeOurs(), addTheirs(), addOurs())
    expect(await post()).toBe(channelId)
  })

  test('after a restart', async () => {
    const first = await open()
    await first.send(addTheirs(), addOurs())
    await first.pin(channelId)
    expect(await (await open()).post()).toBe(channelId)
  })

  test('where a version that knew only installations had sent them', async () => {
    const common = { tenantId: homeTenantId, botId }
    kept.set('teams:conversations', {
      serviceUrl: tenant.serviceUrl,
      installations: [
        { teamId, channelId, ...common },
        { teamId: otherTeamId, channelId: otherChannelId, ...common },
      ],
    })
    const { send, post } = await open()
    expect(await post()).toBe(channelId)
    await send(removeOurs())
    expect(await post()).toBe('unavailable')
    await send(addOurs())
    expect(await post()).toBe(channelId)
  })
})

test.each(['teamRestored', 'channelRestored'])(
  'alerts come back where a version that forgot what was deleted had sent them: %s',
  async (back) => {
    kept.set('teams:conversations', { serviceUrl: tenant.serviceUrl, installations: [] })
    const { send, post } = await open()
    expect(await post()).toBe('unavailable')
    await send(event(back))
    expect(await post()).toBe(channelId)
  },
)

test.each([
  [403, { error: { code: 'BotNotInConversationRoster' } }],
  [404, { error: { code: 'ConversationNotFound' } }],
])('an alert waits when Teams says by %i that the channel was lost', async (status, body) => {
  const { send, post } = await open()
  await send(addOurs())
  tenant.answerWith(() => ({ status, body }))
  expect(await post()).toBe('unavailable')
  tenant.answerWith(() => undefined)
  expect(await post()).toBe(channelId)
})

function elsewhere(): Fields {
  const channel = { id: '19:dddddddddddddddddddddddddddddddd@thread.tacv2', name: 'Lunch' }
  return { ...ours, channel, settings: { selectedChannel: channel } }
}

describe('a channel that cannot be reached', () => {
  const losses: readonly [string, () => Fields, RegExp][] = [
    ['the app is removed', removeOurs, /^Reprieve was removed from the team/],
    ['the team is deleted', () => event('teamDeleted'), /^The team .* was deleted/],
    ['the team is deleted for good', () => event('teamHardDeleted'), /^The team .* was deleted/],
    ['the channel is deleted', () => event('channelDeleted'), /^The channel .* was deleted/],
  ]

  test.each(losses)('is said before anything is to be posted when %s', async (_name, lose, words) => {
    const { bot, send, news } = await open()
    await send(addOurs(), addTheirs(), lose())
    const lost = { ok: false, detail: matching(words) }
    expect(bot.teams.health()).toEqual(lost)
    expect(bot.teams.health().detail).toContain('(Mail Operations / On-call)')
    expect(news().at(-1)).toEqual(['lost', 'Mail Operations / On-call'])
    expect(bot.news.at(-1)?.by).toEqual({ platform: 'teams', id: maya.aadObjectId, name: maya.name })
    expect((await open()).bot.teams.health()).toEqual(lost)
  })

  test.each(losses)('is told once and not called well by a late card when %s', async (_name, lose) => {
    const { bot, send, post, news } = await open()
    await send(addOurs(), lose(), lose())
    expect(await post()).toBe('unavailable')
    expect(news().filter(([kind]) => kind === 'lost')).toHaveLength(1)
    expect(bot.teams.health().ok).toBe(false)
  })

  test('is told where the team can still be reached', async () => {
    const { bot, send } = await open()
    await send(addOurs(), event('channelDeleted'))
    expect(bot.news.at(-1)).toMatchObject({ kind: 'lost', loss: 'channel-deleted', near: teamId })
    await send(event('channelRestored'), event('teamDeleted'))
    expect(bot.news.at(-1)).toMatchObject({ kind: 'lost', loss: 'team-deleted', near: undefined })
  })

  test('is told to be back', async () => {
    const { bot, send, news } = await open()
    await send(addOurs(), event('channelDeleted'), event('channelRestored'))
    expect(news().at(-1)).toEqual(['restored', 'Mail Operations / On-call'])
    expect(bot.teams.health().ok).toBe(true)
  })

  test.each([
    ['channelDeleted', 'channelRestored'],
    ['teamDeleted', 'teamRestored'],
    ['teamArchived', 'teamUnarchived'],
  ])('is said as well when the settings name it: %s', async (gone, back) => {
    const { bot, send, news } = await open([channelId])
    await send(addOurs({ channelData: elsewhere() }), mention(), event(gone))
    expect(news().at(-1)?.[0]).toBe('lost')
    expect(bot.teams.health()).toMatchObject({ ok: false, detail: containing('On-call') })
    await send(event(back))
    expect(bot.teams.health().ok).toBe(true)
  })

  test('can be replaced by an approver', async () => {
    const { bot, send, post, pin } = await open()
    await send(addOurs(), addTheirs(), event('teamDeleted'))
    expect(await pin(otherChannelId)).toMatchObject({ isNew: true, before: undefined })
    expect(await post()).toBe(otherChannelId)
    expect(bot.teams.health().ok).toBe(true)
    await send(event('teamRestored'))
    expect(await post()).toBe(otherChannelId)
  })
})

describe('a pin', () => {
  test('is nothing new the second time', async () => {
    const { send, pin } = await open()
    await send(addOurs())
    expect(await pin(channelId)).toMatchObject({ isNew: true, before: { channel: channelId } })
    expect(await pin(channelId)).toMatchObject({ isNew: false })
  })

  test('is refused in words where the bot was never heard of', async () => {
    const { send, pin, post } = await open()
    await send(addOurs())
    await expect(pin('19:nobody@thread.tacv2')).rejects.toMatchObject({
      code: 'rejected',
      message: matching(/Add the app/),
    })
    expect(await post()).toBe(channelId)
  })

  test('is refused in words when the settings name the channels', async () => {
    const { send, pin } = await open([otherChannelId])
    await send(addOurs())
    await expect(pin(channelId)).rejects.toMatchObject({
      code: 'rejected',
      message: matching(/settings name/),
    })
  })

  test('takes a channel of the team in which somebody just pressed', async () => {
    const { send, pin, post } = await open()
    const lunch = '19:dddddddddddddddddddddddddddddddd@thread.tacv2'
    const conversation = { id: `${lunch};messageid=1`, conversationType: 'channel', tenantId: homeTenantId }
    await send(
      addOurs(),
      toInvoke(tenant, { verb: 'pin-alerts' }, { channelData: elsewhere(), conversation }),
    )
    await pin(lunch)
    expect(await post()).toBe(lunch)
  })

  test('comes with where it was pressed, and never with what the button says', async () => {
    const { bot, send } = await open()
    const data = { channel: otherChannelId, channelId: otherChannelId }
    await send(toInvoke(tenant, { verb: 'pin-alerts', data }))
    expect(bot.presses.at(-1)?.channel).toEqual({ platform: 'teams', channel: channelId })
    const value = { action: { type: 'Action.Execute', verb: 'pin-alerts', data }, trigger: 'manual' }
    const invoke = { type: 'invoke', name: 'adaptiveCard/action', value }
    const conversationType = 'groupChat'
    await send(inPersonalChat(tenant, invoke))
    await send(
      toInvoke(
        tenant,
        { verb: 'pin-alerts', data },
        { conversation: { id: '19:g@thread.v2', conversationType } },
      ),
    )
    expect(bot.presses.slice(1).map(({ channel }) => channel)).toEqual([undefined, undefined])
  })
})

describe('whoever is added', () => {
  test('is news once, with where alerts go', async () => {
    const { bot, send } = await open()
    const twin = toInstallation(tenant, {
      type: 'conversationUpdate',
      action: undefined,
      membersAdded: [{ id: botId }],
      channelData: ours,
    })
    await send(twin, addOurs(), twin, addOurs(), addOurs({ action: 'add-upgrade' }))
    await send(addTheirs())
    const alerts = { channel: channelId, name: 'Mail Operations / On-call', isPinned: false }
    expect(bot.news).toMatchObject([
      { kind: 'added', at: { channel: channelId }, alerts },
      {
        kind: 'added',
        at: { channel: otherChannelId, name: "Norman's team" },
        alerts,
        by: { name: 'Norman Weiss' },
      },
    ])
  })

  test('is news again after it had left', async () => {
    const { send, news } = await open()
    await send(addOurs(), addTheirs(), addOurs({ action: 'remove', channelData: theirs }), addTheirs())
    expect(news().map(([kind]) => kind)).toEqual(['added', 'added', 'added'])
  })

  test('is not told that alerts go anywhere when the settings name the channels', async () => {
    const { bot, send } = await open([otherChannelId])
    await send(addOurs())
    expect(bot.news).toMatchObject([{ kind: 'added', alerts: undefined }])
  })

  test('in another tenant is no news', async () => {
    const { bot, send } = await open()
    const foreign = '1f0a6a4e-27e8-4d0c-9a35-5c1b7d0e93aa'
    const conversation = { id: channelId, conversationType: 'channel', tenantId: foreign }
    await send(addOurs({ channelData: channelData(foreign), conversation }))
    expect(bot.news).toEqual([])
  })
})
