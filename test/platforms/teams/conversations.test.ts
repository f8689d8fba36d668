import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { StoreError } from '../../../src/errors.js'
import { createConversationRecord } from '../../../src/platforms/teams/conversations.js'
import { readIncoming } from '../../../src/platforms/teams/incoming.js'
import type { Memory } from '../../../src/ports.js'
import { createManualClock } from '../../clock.js'
import { channelData, inPersonalChat, teamId, toInstallation, toInvoke, toMention } from './activities.js'
import { createLog, createMemory, startBot } from './bot.js'
import { incidentCard } from './cards.js'
import { containing } from './matchers.js'
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
const foreignTenantId = '1f0a6a4e-27e8-4d0c-9a35-5c1b7d0e93aa'
const installed = {
  kind: 'channel',
  channel: { platform: 'teams', channel: 'installed' },
} as const

const added = (fields: Record<string, unknown> = {}) =>
  toInstallation(tenant, {
    type: 'conversationUpdate',
    action: undefined,
    membersAdded: [{ id: botId }],
    ...fields,
  })
const removed = (fields: Record<string, unknown> = {}) =>
  toInstallation(tenant, {
    type: 'conversationUpdate',
    action: undefined,
    membersRemoved: [{ id: botId }],
    ...fields,
  })
const chosen = { ...channelData(homeTenantId), settings: { selectedChannel: { id: otherChannelId } } }
const otherTeam = { ...channelData(homeTenantId), team: { id: otherTeamId }, channel: { id: otherChannelId } }

/** Without a bot around it. */
function createRecord() {
  const serviceUrls = { first: tenant.serviceUrl, isAllowed: () => true, refuse: String }
  const about = { homeTenantId, serviceUrls, alertChannels: ['installed'] }
  const record = createConversationRecord({
    memory,
    clock: createManualClock(0),
    log: createLog(),
    commons: { amongOthers: async (_, otherwise) => otherwise },
    ...about,
  })
  const claims = { serviceUrl: tenant.serviceUrl, tenantId: undefined }
  return {
    ...record,
    async observe(activity: Record<string, unknown>) {
      const read = readIncoming(activity, claims)
      if (read.kind === 'incoming') await record.observe(read.incoming)
    },
  }
}

/** Where a card goes after these activities; the error's code when it goes nowhere. */
async function postAfter(...activities: readonly Record<string, unknown>[]): Promise<string> {
  const bot = await startBot(tenant, { memory, alertChannels: ['installed'] })
  for (const [index, activity] of activities.entries()) {
    expect((await bot.send({ ...activity, id: String(index) })).status).toBe(200)
  }
  const ref = await bot.teams
    .post(installed, incidentCard)
    .catch((error: { code: string }) => ({ channel: error.code }))
  await bot.close()
  return ref.channel
}

test('two bots on one store forget no team, whichever hears of it', async () => {
  const events = [added(), added({ channelData: otherTeam })]
  await Promise.all(events.map((event) => createRecord().observe(event)))
  const teams = [{ teamId }, { teamId: otherTeamId }]
  expect(kept.get('teams:conversations')).toMatchObject({ installations: teams })
})

describe('the installed channel', () => {
  test('is the one the app was added to', async () => {
    expect(await postAfter(toInstallation(tenant))).toBe(channelId)
    expect([...kept]).toEqual([
      [
        'teams:conversations',
        {
          serviceUrl: tenant.serviceUrl,
          installations: [{ teamId, channelId, tenantId: homeTenantId, botId, isWelcomed: true }],
          alerts: { teamId, channelId, isPinned: false, openUntil: Date.UTC(2026, 10, 22, 12, 10) },
          deletedChannels: [],
          teams: {},
          names: {},
        },
      ],
    ])
  })

  test('is the same however often and in whatever order the events arrive', async () => {
    const events = [
      added(),
      toInstallation(tenant),
      added(),
      toInstallation(tenant, { action: 'add-upgrade' }),
    ]
    expect(await postAfter(...events, ...events)).toBe(channelId)
    expect(kept.get('teams:conversations')).toMatchObject({ installations: [{ channelId }] })
  })

  test('loses no event that arrives while another is written down', async () => {
    const { observe } = createRecord()
    const events = [added(), toInstallation(tenant), toInstallation(tenant, { channelData: otherTeam })]
    await Promise.all(events.map(observe))
    expect(kept.get('teams:conversations')).toMatchObject({
      installations: [{ channelId }, { channelId: otherChannelId }],
    })
  })

  test('can be one that somebody spoke in lately, however many others were spoken in', async () => {
    const { observe, pin } = createRecord()
    await observe(toInstallation(tenant))
    const speak = (id: string) => {
      const data = { ...channelData(homeTenantId), team: { id: otherTeamId }, channel: { id } }
      const conversation = { id, conversationType: 'channel', tenantId: homeTenantId }
      return observe(toMention(tenant, 'list', { conversation, channelData: data }))
    }
    const others = Array.from({ length: 200 }, (_, index) => `19:${index}@thread.tacv2`)
    await speak(otherChannelId)
    for (const other of others.slice(1)) await speak(other)
    await speak(otherChannelId)
    await speak(others[0] ?? '')
    expect(await pin(otherChannelId)).toMatchObject({ isNew: true })
  })

  test('is the one chosen while installing, whichever event comes first', async () => {
    expect(await postAfter(added(), toInstallation(tenant, { channelData: chosen }))).toBe(otherChannelId)
    kept.clear()
    expect(await postAfter(toInstallation(tenant, { channelData: chosen }), added())).toBe(otherChannelId)
  })

  test('stays where it is when the app is added to a second team', async () => {
    expect(await postAfter(toInstallation(tenant), toInstallation(tenant, { channelData: otherTeam }))).toBe(
      channelId,
    )
  })

  test('is not moved to the second team when the first is left: what is to be said waits', async () => {
    const second = toInstallation(tenant, { channelData: otherTeam })
    expect(await postAfter(toInstallation(tenant), second, removed())).toBe('unavailable')
  })

  test.each([
    ['the app is removed', () => toInstallation(tenant, { action: 'remove' })],
    ['the bot leaves', () => removed()],
    [
      'the team is deleted',
      () =>
        removed({
          membersRemoved: [],
          channelData: { ...channelData(homeTenantId), eventType: 'teamDeleted' },
        }),
    ],
    [
      'the channel is deleted',
      () =>
        removed({
          membersRemoved: [],
          channelData: { ...channelData(homeTenantId), eventType: 'channelDeleted' },
        }),
    ],
  ])('gets nothing and keeps its alerts waiting when %s', async (_name, event) => {
    expect(await postAfter(toInstallation(tenant), event())).toBe('unavailable')
  })

  test.each([
    ['somebody else joins', () => added({ membersAdded: [{ id: '29:someone' }] })],
    [
      'the app is added to a person',
      () => inPersonalChat(tenant, { type: 'installationUpdate', action: 'add' }),
    ],
    [
      'another tenant adds the app',
      () =>
        toInstallation(tenant, {
          channelData: channelData(foreignTenantId),
          conversation: { id: channelId, tenantId: foreignTenantId },
        }),
    ],
    [
      'the tenants contradict each other',
      () => toInstallation(tenant, { channelData: channelData(foreignTenantId) }),
    ],
    ['there is a message', () => toMention(tenant, 'help')],
  ])('is not known when %s', async (_name, event) => {
    expect(await postAfter(event())).toBe('unavailable')
  })

  test.each([
    ['somebody else leaves', () => removed({ membersRemoved: [{ id: '29:someone' }] })],
    ['the app is upgraded', () => toInstallation(tenant, { action: 'remove-upgrade' })],
    [
      'another channel is deleted',
      () =>
        removed({
          membersRemoved: [],
          channelData: { ...otherTeam, team: { id: teamId }, eventType: 'channelDeleted' },
        }),
    ],
    [
      'another tenant removes it',
      () =>
        removed({
          channelData: channelData(foreignTenantId),
          conversation: { id: channelId, tenantId: foreignTenantId },
        }),
    ],
  ])('is kept when %s', async (_name, event) => {
    expect(await postAfter(toInstallation(tenant), event())).toBe(channelId)
  })

  test('outlives a restart', async () => {
    await postAfter(toInstallation(tenant))
    expect(await postAfter()).toBe(channelId)
  })

  test('says what to do when there is none', async () => {
    const bot = await startBot(tenant, { memory })
    await expect(bot.teams.post(installed, incidentCard)).rejects.toMatchObject({
      code: 'unavailable',
      message: containing('add it to a team'),
    })
    await bot.close()
  })

  test('is unknown, not fatal, when what is remembered makes no sense', async () => {
    kept.set('teams:conversations', { serviceUrl: 7 })
    expect(await postAfter()).toBe('unavailable')
  })
})

describe('the connector', () => {
  test('is followed when it moves', async () => {
    await postAfter(toInstallation(tenant))
    const moved = await createTenant()
    const bot = await startBot(moved, { memory })
    await bot.send(toInvoke(moved, { verb: 'review', data: {} }))
    moved.calls.length = 0
    await bot.teams.post(installed, incidentCard)
    expect(moved.lines()).toEqual(['POST v3/conversations'])
    await bot.close()
    await moved.close()
  })

  test('is not taken from another tenant', async () => {
    await postAfter(toInstallation(tenant))
    const foreign = await createTenant()
    const bot = await startBot(foreign, { memory })
    await bot.send(
      toMention(foreign, 'help', {
        channelData: channelData(foreignTenantId),
        conversation: { id: channelId, tenantId: foreignTenantId },
      }),
    )
    expect(kept.get('teams:conversations')).toMatchObject({ serviceUrl: tenant.serviceUrl })
    await bot.close()
    await foreign.close()
  })
})

describe('when nothing can be remembered', () => {
  const broken: Memory = {
    recall: () => Promise.reject(new StoreError('disk full', false)),
    remember: () => Promise.reject(new StoreError('disk full', false)),
  }

  test('an installation is answered 500', async () => {
    const bot = await startBot(tenant, { memory: broken })
    expect((await bot.send(toInstallation(tenant))).status).toBe(500)
    expect(bot.logged.map((line) => line.event)).toEqual([
      'teams.conversation.not-recalled',
      'teams.conversation.not-remembered',
    ])
    await bot.close()
  })

  test('presses and commands are answered all the same', async () => {
    const bot = await startBot(tenant, { memory: broken })
    await bot.send(toMention(tenant, 'help'))
    await bot.send(toInvoke(tenant, { verb: 'review', data: {} }))
    expect([bot.commands.length, bot.presses.length]).toEqual([1, 1])
    await bot.close()
  })

  test('a post is put off', async () => {
    const bot = await startBot(tenant, { memory: broken })
    await expect(bot.teams.post(installed, incidentCard)).rejects.toMatchObject({ code: 'unavailable' })
    await bot.close()
  })
})
