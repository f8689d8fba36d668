// Two processes that answer as one bot, and have one memory: a press may reach either of them.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
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
import { incidentCard, noticeCard, overviewCard, recommendationsCard } from './cards.js'
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
