// Two processes that answer as one bot, and have one memory: a press may reach either of them.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Press } from '../../../src/domain/press.js'
import { PlatformError } from '../../../src/errors.js'
import { createPace } from '../../../src/platforms/teams/pace.js'
import type { Answer } from '../../../src/ports.js'
import { createManualClock } from '../../clock.js'
import { quietHome } from '../../home-card.js'
import {
  channelData,
  inChannel,
  inPersonalChat,
  maya,
  mayaInRoster,
  toInstallation,
  toInvoke,
  toMention,
} from './activities.js'
import { type Bot, createMemory, startBot } from './bot.js'
import { containLiveCard, incidentCard, noticeCard, overviewCard, recommendationsCard } from './cards.js'
import { botId, channelId, createTenant, homeTenantId, type Tenant } from './tenant.js'

let tenant: Tenant
let one: Bot
let other: Bot
let answer: (press: Press) => Promise<Answer>
let homes = 0
let count = 0

beforeAll(async () => {
  tenant = await createTenant()
})
afterAll(() => tenant.close())
beforeEach(async () => {
  tenant.calls.length = 0
  homes = 0
  tenant.answerWith(({ line }) =>
    line.includes('/members/') ? { status: 200, body: mayaInRoster } : undefined,
  )
  answer = async () => overviewCard
  const memory = createMemory()
  const options = {
    memory,
    count: 2,
    privateAnswers: 'card' as const,
    onPress: (press: Press) => answer(press),
    onHome: async () => {
      homes += 1
      return quietHome
    },
  }
  one = await startBot(tenant, options)
  other = await startBot(tenant, options)
  return async () => {
    await one.close()
    await other.close()
  }
})

const ref = { platform: 'teams', channel: channelId, message: '1699999999999' } as const
/** Says that somebody is at it, and nothing else: it may wait. */
const takenCard = toCard({ whoText: 'Tom is on it.' })
const endedCard = toCard({ statusWord: 'Unblocked' })

function toCard(facts: object) {
  return { name: incidentCard.name, view: { ...incidentCard.view, ...facts } }
}

function send(bot: Bot, action: object, { trigger = 'manual', ...fields }: Record<string, unknown> = {}) {
  count += 1
  const value = { action: { type: 'Action.Execute', ...action }, trigger }
  return bot.send(toInvoke(tenant, {}, { id: String(count), replyToId: ref.message, value, ...fields }))
}
const press = (bot: Bot, verb: string, fields = {}) =>
  send(bot, { verb, data: { incidentId: 'incident-1' } }, fields)
const askAgain = (bot: Bot) => send(bot, { verb: 'resume', data: {} }, { trigger: 'automatic' })

const edits = () => tenant.lines().filter((line) => line.startsWith('PUT'))

/** The memory is written after the answer. */
async function settle(): Promise<void> {
  for (let turns = 0; turns < 20; turns += 1)
    await new Promise((resolve) => {
      setImmediate(resolve)
    })
}

test('an edit by one names the readers whose page the other one opened, and gives it to them again', async () => {
  await press(one, 'review')
  await settle()
  await other.teams.update(ref, endedCard)
  expect(JSON.stringify(tenant.calls.at(-1)?.body)).toContain(maya.id)
  expect((await askAgain(other)).body).toMatchObject({ value: { type: 'AdaptiveCard' } })
  expect(other.presses.at(-1)).toMatchObject({ action: 'overview', incidentId: 'incident-1' })
})

test('a page that was closed at one is not brought back by the other', async () => {
  await press(one, 'review')
  await settle()
  await other.teams.update(ref, incidentCard)
  answer = async () => incidentCard
  await press(other, 'card')
  await settle()
  await one.teams.update(ref, endedCard)
  expect(JSON.stringify(tenant.calls.at(-1)?.body)).not.toContain(maya.id)
})

test('whoever asks one for a page without having it gets the card that the other has drawn', async () => {
  await one.teams.update(ref, endedCard)
  const { body } = await askAgain(other)
  expect(JSON.stringify(body)).toContain('Unblocked')
})

test('a half-filled page is not taken away by one that only says who is at it, whichever opened it', async () => {
  await one.teams.update(ref, incidentCard)
  answer = async () => recommendationsCard
  await press(one, 'recommendations')
  await settle()
  const before = edits().length
  await expect(other.teams.update(ref, takenCard)).rejects.toMatchObject({ isPaced: true })
  expect(edits()).toHaveLength(before)
  expect(other.teams.health().ok).toBe(true)
  answer = async () => incidentCard
  await press(one, 'card')
  await settle()
  await other.teams.update(ref, takenCard)
  expect(edits()).toHaveLength(before + 1)
})

test('the thread says once that somebody is at it, whichever tries the edit', async () => {
  await one.teams.update(ref, incidentCard)
  await press(one, 'review')
  await settle()
  for (const bot of [one, other, one, other])
    await expect(bot.teams.update(ref, takenCard)).rejects.toThrow(PlatformError)
  const lines = tenant.lines().filter((line) => line.startsWith('POST') && line.includes('messageid'))
  expect(lines).toHaveLength(1)
})

test('an edit waits five minutes for a reader at most, and what everybody must see does not wait', async () => {
  await one.teams.update(ref, incidentCard)
  await press(one, 'review')
  await settle()
  await expect(other.teams.update(ref, takenCard)).rejects.toMatchObject({ isPaced: true })
  await one.teams.update(ref, endedCard)
  const before = edits().length
  const late = toCard({ statusWord: 'Unblocked', whoText: 'Maya is on it.' })
  await expect(other.teams.update(ref, late)).rejects.toMatchObject({ isPaced: true })
  await other.clock.advance(5 * 60_000)
  await other.teams.update(ref, late)
  expect(edits()).toHaveLength(before + 1)
})

test('an answer that takes long is given to whoever asks the other one for it', async () => {
  let give: (card: Answer) => void = () => {}
  answer = () =>
    new Promise((resolve) => {
      give = resolve
    })
  const first = press(one, 'confirm')
  await expect.poll(() => one.presses.length).toBe(1)
  await one.clock.advance(4_000)
  expect(JSON.stringify((await first).body)).toContain('Checking')
  await settle()
  give(noticeCard('Was it so'))
  await settle()
  const { body } = await askAgain(other)
  expect(JSON.stringify(body)).toContain('Was it so')
  answer = async () => overviewCard
  expect(JSON.stringify(await askAgain(one))).not.toContain('Was it so')
})

test('what Teams sends again to the other one after an answer runs once', async () => {
  const typed = toMention(tenant, 'list', { id: 'activity-1' })
  await one.send(typed)
  await settle()
  expect((await other.send(typed)).status).toBe(200)
  expect([one.commands.length, other.commands.length]).toEqual([1, 0])
  await press(one, 'unblock', { id: 'activity-2' })
  await settle()
  const again = await press(other, 'unblock', { id: 'activity-2' })
  expect(JSON.stringify(again.body)).toContain('taken already')
  expect([one.presses.length, other.presses.length]).toEqual([1, 0])
})

test('whoever adds the bot is greeted once, though its two reports reach both', async () => {
  const added = inPersonalChat(tenant, { type: 'installationUpdate', action: 'add' })
  const joined = inPersonalChat(tenant, {
    type: 'conversationUpdate',
    membersAdded: [{ id: maya.id }, { id: botId }],
  })
  await Promise.all([one.send(added), other.send(joined)])
  await settle()
  await expect.poll(() => homes).toBe(1)
})

test('both together send to a thread no faster than one may', async () => {
  const clock = createManualClock(0)
  const commons = { count: async () => 2, close: async () => {}, readClosed: async () => 0 }
  const paces = [createPace(clock, commons), createPace(clock, commons)]
  const went: number[] = []
  for (let call = 0; call < 5; call += 1)
    for (const pace of paces) void pace.wait('busy').then(() => went.push(clock.monotonic()))
  await clock.advance(1_999)
  expect(went.filter((at) => at < 1_000).length).toBeLessThanOrEqual(7)
  expect(went).toHaveLength(8)
})

test('when Teams asks one to slow down, the other waits as well', async () => {
  tenant.answerWith(({ line }) =>
    line.startsWith('PUT') ? { status: 429, headers: { 'retry-after': '20' }, body: {} } : undefined,
  )
  await expect(one.teams.update(ref, incidentCard)).rejects.toMatchObject({ code: 'throttled' })
  await settle()
  const before = edits().length
  await expect(other.teams.update(ref, incidentCard)).rejects.toMatchObject({ isPaced: true })
  expect(edits()).toHaveLength(before)
})

test('each knows that the channel for alerts was lost, or is back, whichever was told', async () => {
  const memory = createMemory()
  const options = { memory, count: 2, alertChannels: ['installed'] }
  const [first, second] = [await startBot(tenant, options), await startBot(tenant, options)]
  const tell = async (eventType: string) => {
    const channel = { ...channelData(homeTenantId), eventType }
    await first.send(inChannel(tenant, { type: 'conversationUpdate', channelData: channel }))
    second.teams.health()
    await settle()
  }
  await first.send(toInstallation(tenant))
  await tell('channelDeleted')
  expect(second.teams.health().ok).toBe(false)
  await tell('channelRestored')
  expect(second.teams.health().ok).toBe(true)
  await first.close()
  await second.close()
})

describe('a page that one person alone sees', () => {
  const page = { action: 'contain-live', incidentId: 'incident-1' }
  const doneCard = { ...containLiveCard, view: { ...containLiveCard.view, doneText: '6 of 6 done' } }
  let memory: ReturnType<typeof createMemory>
  let card: Answer
  let bots: Bot[] = []

  async function start(commons: { readonly count?: number } = {}): Promise<Bot> {
    const options = { memory, count: 2, onPress: async () => card, onCommand: async () => card, ...commons }
    const bot = await startBot(tenant, options)
    bots.push(bot)
    return bot
  }

  async function stop(bot: Bot): Promise<void> {
    bots = bots.filter((one) => one !== bot)
    await bot.close()
  }

  beforeEach(() => {
    memory = createMemory()
    card = containLiveCard
    return async () => {
      for (const bot of bots) await bot.close()
      bots = []
    }
  })

  const sent = () => tenant.calls.filter(({ line }) => !line.startsWith('GET'))
  const pageId = () => /"pageId":"([^"]+)"/.exec(JSON.stringify(sent().at(-1)?.body))?.[1] ?? ''

  async function open(bot: Bot): Promise<string> {
    await press(bot, 'contain-set')
    await settle()
    return pageId()
  }

  /** Something has got on, and it knows. */
  async function hear(bot: Bot, what: Parameters<NonNullable<Bot['teams']['redraw']>>[0] = page) {
    bot.teams.redraw?.(what)
    await settle()
    await bot.clock.advance(1_000)
    await settle()
    return sent()
      .slice(1)
      .map(({ line, body }) => `${line.split(' ')[0]} ${/\d of \d done/.exec(JSON.stringify(body))?.[0]}`)
  }

  test('is drawn anew by the one that does the work, whichever opened it, and once where both hear of it', async () => {
    const [first, second] = [await start(), await start()]
    await open(first)
    card = doneCard
    expect(await hear(second)).toEqual(['PUT 6 of 6 done'])
    expect(sent().at(-1)?.line).toMatch(/isTargetedActivity=true$/)
    expect(second.presses.at(-1)).toMatchObject({
      ...page,
      actor: { name: 'Maya Lindqvist', isMember: true },
    })
    expect(await hear(first)).toHaveLength(1)
  })

  test('is drawn anew after a restart', async () => {
    const before = await start({ count: 1 })
    await open(before)
    await stop(before)
    card = doneCard
    expect(await hear(await start({ count: 1 }))).toEqual(['PUT 6 of 6 done'])
  })

  test('is left alone once its reader went on at the other', async () => {
    const [first, second] = [await start(), await start()]
    const id = await open(first)
    card = recommendationsCard
    await send(second, { verb: 'recommendations', data: { incidentId: 'incident-1', pageId: id } })
    await settle()
    card = doneCard
    expect(await hear(first)).toEqual(['PUT undefined'])
    expect(await hear(second)).toEqual(['PUT undefined'])
  })

  test('in the personal chat has what came of a command after a restart', async () => {
    const before = await start({ count: 1 })
    card = { ...containLiveCard, follows: 'doctor results' }
    await before.send(inPersonalChat(tenant, { id: '30', type: 'message', text: 'doctor' }))
    await settle()
    await stop(before)
    card = doneCard
    const after = await start({ count: 1 })
    expect(await hear(after, { command: 'doctor results' })).toEqual(['PUT 6 of 6 done'])
    expect(after.commands).toMatchObject([{ text: 'doctor results' }])
    expect(await hear(after, { command: 'doctor results' })).toHaveLength(1)
  })

  test('is taken away when its reader opens another one below the same card, after a restart as well', async () => {
    const before = await start()
    await open(before)
    await stop(before)
    card = recommendationsCard
    await open(await start())
    expect(sent().map(({ line }) => line.split(' ')[0])).toEqual(['POST', 'POST', 'DELETE'])
    expect(sent().at(-1)?.line).toMatch(/isTargetedActivity=true$/)
  })
})
