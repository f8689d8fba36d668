// What one person alone is shown in a channel. Microsoft, "Send and receive targeted messages in group conversations".
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { Press } from '../../../src/domain/press.js'
import { knowsTargeted, teamsClouds } from '../../../src/platforms/teams/clouds.js'
import type { Answer } from '../../../src/ports.js'
import {
  channelData,
  inChannel,
  inPersonalChat,
  maya,
  mayaInRoster,
  threadId,
  toInstallation,
  toInvoke,
  toMention,
} from './activities.js'
import { type Bot, createMemory, startBot } from './bot.js'
import {
  confirmCard,
  containConfirmCard,
  containLiveCard,
  helpCard,
  incidentCard,
  lineCard,
  noticeCard,
  overviewCard,
  recommendationsCard,
} from './cards.js'
import { containing, including, matching } from './matchers.js'
import { botId, channelId, createTenant, homeTenantId, type Script, type Tenant } from './tenant.js'

let tenant: Tenant
let bot: Bot
let answer: (press: Press) => Promise<Answer>
let onCommand: () => Promise<Answer>
let count = 0

beforeAll(async () => {
  tenant = await createTenant()
})
afterAll(() => tenant.close())
beforeEach(async () => {
  tenant.calls.length = 0
  tenant.takeTargeted(true)
  script(() => undefined)
  answer = async () => overviewCard
  onCommand = async () => overviewCard
  bot = await startBot(tenant, { onPress: (press) => answer(press), onCommand: () => onCommand() })
  return () => bot.close()
})

function script(next: Script): void {
  tenant.answerWith((call) =>
    call.line.includes('/members/') ? { status: 200, body: mayaInRoster } : next(call),
  )
}

const below = `POST v3/conversations/${threadId}/activities?isTargetedActivity=true`
const cardType = 'application/vnd.microsoft.card.adaptive'
const messageType = 'application/vnd.microsoft.activity.message'
const belowText = containing('It is below, for you alone.')
const shared = '1699999999999'

const writes = () => tenant.calls.filter(({ line }) => !line.startsWith('GET'))
const lines = () => writes().map(({ line }) => line)

function press(verb: string, { data, ...fields }: Record<string, unknown> = {}) {
  count += 1
  const action = { verb, data: { incidentId: 'incident-1', ...(data as object | undefined) } }
  return bot.send(toInvoke(tenant, action, { id: String(count), replyToId: shared, ...fields }))
}

/** Written after the answer. */
async function settle(): Promise<void> {
  for (let turns = 0; turns < 20; turns += 1)
    await new Promise((resolve) => {
      setImmediate(resolve)
    })
}

const pageIdPattern = /"pageId":"([^"]+)"/
const toPageId = (body: unknown) => pageIdPattern.exec(JSON.stringify(body))?.[1] ?? ''
const sentSchema = z.looseObject({ recipient: z.object({ id: z.string() }).optional() })

/** Opens a page below the card, and gives the name its buttons have. */
async function open(verb = 'review'): Promise<string> {
  await press(verb)
  await settle()
  return toPageId(writes().at(-1)?.body)
}

describe('a press on what everybody sees', () => {
  test('leaves the card as it is for all, and shows the page below it to whoever pressed', async () => {
    const { status, body } = await press('review')
    expect([status, body]).toEqual([200, { statusCode: 200, type: messageType, value: belowText }])
    expect(lines()).toEqual([below])
    expect(writes()[0]?.body).toMatchObject({ recipient: { id: maya.id }, attachments: [including({})] })
    expect(JSON.stringify(writes()[0]?.body)).toContain('laura@contoso.com')
  })

  test('shows a refusal to whoever pressed alone, too', async () => {
    answer = async () => noticeCard('You may not do this')
    await press('review')
    expect(lines()).toEqual([below])
  })

  test.each<[string, Answer, unknown]>([
    ['nothing', undefined, 'Done.'],
    ['a line', lineCard, containing('Still restricted after one hour')],
  ])('opens nothing where there is %s to show', async (_what, given, value) => {
    answer = async () => given
    expect((await press('claim')).body).toEqual({ statusCode: 200, type: messageType, value })
    expect(lines()).toEqual([])
  })

  test('takes away the page that was open below the same card when another one is opened', async () => {
    await open()
    const [first] = tenant.calls.filter(({ line }) => line === below)
    answer = async () => recommendationsCard
    await press('recommendations')
    await settle()
    expect(first).toBeDefined()
    expect(lines()).toEqual([
      below,
      below,
      matching(/^DELETE .*;messageid=1699999999999\/activities\/\d+\?isTargetedActivity=true$/),
    ])
  })

  test('says that it is working when the answer is late, and shows it below when it is there', async () => {
    let give = (_answer: Answer) => {}
    let begin = () => {}
    const begun = new Promise<void>((resolve) => {
      begin = resolve
    })
    answer = () =>
      new Promise((resolve) => {
        give = resolve
        begin()
      })
    const sent = press('confirm')
    await begun
    await bot.clock.advance(4_000)
    expect((await sent).body).toMatchObject({ type: messageType, value: containing('Working on it') })
    give(confirmCard)
    await bot.teams.stop()
    expect(lines()).toEqual([below])
  })
})

test('whoever presses while Teams would have the bot wait gets the answer at once, in the place of the card', async () => {
  answer = async ({ actor }) => noticeCard(actor.name)
  const replies: unknown[] = []
  for (let at = 0; at < 9; at += 1) replies.push((await press('claim')).body)
  expect(replies.slice(0, 3)).toEqual(Array.from({ length: 3 }, () => including({ value: belowText })))
  expect(replies.slice(-2)).toEqual([including({ type: cardType }), including({ type: cardType })])
})

describe('a press on a page below the card', () => {
  test('has the next page in its place, at once and for whoever comes back to it', async () => {
    const pageId = await open()
    const sent = lines()
    answer = async () => recommendationsCard
    const { body } = await press('recommendations', { data: { pageId } })
    expect(body).toMatchObject({ type: cardType })
    expect(toPageId(body)).toBe(pageId)
    await settle()
    const [edit, ...others] = writes().slice(sent.length)
    expect(edit?.line).toMatch(/^PUT .*\/activities\/\d+\?isTargetedActivity=true$/)
    // An update that names its reader is refused.
    expect(sentSchema.parse(edit?.body).recipient).toBeUndefined()
    expect(others).toEqual([])
    expect(bot.presses.at(-1)).toMatchObject({ channel: { channel: channelId }, values: {} })
  })

  test.each<[string, Record<string, unknown>]>([
    ['no message', { replyToId: undefined }],
    ['the message itself', { replyToId: '1700000000099' }],
    ['that everybody sees it', { recipient: { id: botId, isTargeted: false } }],
    ['that nobody else sees it', { recipient: { id: botId, isTargeted: true } }],
  ])('is known by our own record where Teams says %s', async (_what, fields) => {
    const pageId = await open()
    answer = async () => recommendationsCard
    await press('recommendations', { data: { pageId }, ...fields })
    await settle()
    expect(lines().filter((line) => !line.endsWith('?isTargetedActivity=true'))).toEqual([])
    expect(lines().at(-1)).toMatch(/^PUT /)
    expect(bot.presses.at(-1)?.on).toBeUndefined()
  })

  test('is answered to whoever pressed, below, when the page is somebody else’s', async () => {
    const pageId = await open()
    const tom = { ...maya, id: '29:1tom' }
    await press('recommendations', { data: { pageId }, from: tom })
    await settle()
    expect(writes().at(-1)).toMatchObject({ line: below, body: { recipient: { id: '29:1tom' } } })
    expect(lines().filter((line) => line.startsWith('PUT'))).toEqual([])
  })

  test('is answered on the page after a restart, and by another process', async () => {
    const kept = createMemory()
    const first = await startBot(tenant, { memory: kept, onPress: async () => overviewCard })
    await first.send(toInvoke(tenant, { verb: 'review', data: {} }, { id: 'before', replyToId: shared }))
    await settle()
    const pageId = toPageId(writes().at(-1)?.body)
    await first.close()
    const second = await startBot(tenant, { memory: kept, onPress: async () => recommendationsCard })
    await second.send(toInvoke(tenant, { verb: 'recommendations', data: { pageId } }, { id: 'after' }))
    await settle()
    expect(lines().at(-1)).toMatch(/^PUT .*isTargetedActivity=true$/)
    await second.close()
  })

  test('back to the card closes the page', async () => {
    const pageId = await open()
    answer = async () => incidentCard
    const { body } = await press('card', { data: { pageId } })
    expect(body).toMatchObject({ type: messageType, value: containing('Closed') })
    await settle()
    expect(lines().at(-1)).toMatch(/^DELETE .*isTargetedActivity=true$/)
  })

  test('is shown anew when Teams has taken the page away', async () => {
    const pageId = await open()
    tenant.expireTargeted()
    answer = async () => recommendationsCard
    await press('recommendations', { data: { pageId } })
    await settle()
    expect(lines().slice(-2)).toEqual([matching(/^PUT /), below])
  })

  test('gets a page of its own in the last hour before Teams takes the old one away', async () => {
    const pageId = await open()
    await bot.clock.advance(23 * 3_600_000)
    answer = async () => recommendationsCard
    const { body } = await press('recommendations', { data: { pageId } })
    expect(body).toMatchObject({ type: messageType, value: belowText })
    await settle()
    expect(lines().slice(1)).toEqual([below, matching(/^DELETE /)])
  })

  test('says on the page that it is being checked, and has what comes of it there by itself', async () => {
    const pageId = await open()
    let give = (_answer: Answer) => {}
    let begin = () => {}
    const begun = new Promise<void>((resolve) => {
      begin = resolve
    })
    answer = () =>
      new Promise((resolve) => {
        give = resolve
        begin()
      })
    const sent = press('confirm', { data: { pageId } })
    await begun
    await bot.clock.advance(4_000)
    const { body } = await sent
    expect(JSON.stringify(body)).toContain('⏳ Checking')
    expect(toPageId(body)).toBe(pageId)
    give(confirmCard)
    await bot.teams.stop()
    expect(lines().at(-1)).toMatch(/^PUT .*isTargetedActivity=true$/)
    expect(JSON.stringify(writes().at(-1)?.body)).toContain('Yes, unblock')
  })

  test('is drawn anew while what it shows gets on, at most once a second', async () => {
    answer = async () => containLiveCard
    const pageId = await open('contain-set')
    const before = lines().length
    const redraw = () => bot.teams.redraw?.({ action: 'contain-live', incidentId: 'incident-1' })
    redraw()
    redraw()
    await bot.clock.advance(1_000)
    await expect.poll(() => lines().length).toBe(before + 1)
    expect(lines().at(-1)).toMatch(/^PUT .*isTargetedActivity=true$/)
    expect(bot.presses.at(-1)).toMatchObject({ action: 'contain-live', incidentId: 'incident-1' })
    // Its reader goes on: the page is not taken away under them.
    answer = async () => containConfirmCard
    await press('contain', { data: { pageId } })
    await settle()
    const after = lines().length
    redraw()
    await bot.clock.advance(2_000)
    await settle()
    expect(lines()).toHaveLength(after)
  })
})

describe('an answer to a command', () => {
  test('ends in place: what was under way is replaced by what came of it, and then left alone', async () => {
    onCommand = async () => ({ ...overviewCard, follows: 'doctor results' })
    await bot.send(toMention(tenant, 'doctor'))
    await settle()
    const before = lines().length
    onCommand = async () => confirmCard
    const redraw = () => bot.teams.redraw?.({ command: 'doctor results' })
    redraw()
    await bot.clock.advance(1_000)
    await expect.poll(() => lines().length).toBe(before + 1)
    expect(lines().at(-1)).toMatch(/^PUT /)
    expect(JSON.stringify(writes().at(-1)?.body)).toContain('Yes, unblock')
    expect(bot.commands.at(-1)).toMatchObject({ text: 'doctor results' })
    redraw()
    await bot.clock.advance(2_000)
    await settle()
    expect(lines()).toHaveLength(before + 1)
  })
})

describe('a channel that takes no message for one member', () => {
  test('has the answer to a press in the personal chat, and the next one without asking', async () => {
    tenant.takeTargeted(false)
    const { body } = await press('review')
    expect(body).toEqual({ statusCode: 200, type: messageType, value: 'I wrote to you in our chat.' })
    const chat: readonly unknown[] = [
      'POST v3/conversations',
      matching(/^POST v3\/conversations\/a:\d+\/activities$/),
    ]
    expect(lines()).toEqual([below, ...chat])
    await press('review')
    expect(lines().slice(3)).toEqual(chat)
  })

  test.each<[string, () => Promise<unknown>]>([
    ['some hours later', () => bot.clock.advance(6 * 3_600_000)],
    ['once the app has been added anew', () => bot.send(toInstallation(tenant, { id: 'added' }))],
  ])('is asked again %s', async (_when, pass) => {
    tenant.takeTargeted(false)
    await press('review')
    tenant.takeTargeted(true)
    await pass()
    await settle()
    await press('review')
    expect(lines().filter((line) => line === below)).toHaveLength(2)
  })

  test('has it in the place of the card where there is no personal chat either', async () => {
    tenant.takeTargeted(false)
    script(({ line }) => (line === 'POST v3/conversations' ? { status: 403, body: {} } : undefined))
    expect((await press('review')).body).toMatchObject({ type: cardType })
    // The next page comes there, too.
    expect((await press('recommendations')).body).toMatchObject({ type: cardType })
  })

  test('is not blamed for a card that Teams takes nowhere', async () => {
    script(({ line }) => (line.startsWith('POST') ? { status: 413, body: {} } : undefined))
    await press('review')
    script(() => undefined)
    await press('review', { replyToId: '1699999999998' })
    expect(lines().at(-1)).toBe(below)
  })
})

test.each(['gcc-high', 'dod', 'china'] as const)(
  'asks nothing of a connector that might show it to everybody, as in %s',
  (cloud) => {
    const ask = (host: string) =>
      knowsTargeted(`https://${host}/teams/`, { privateAnswers: 'channel', isOwn: false })
    expect(teamsClouds[cloud].connectorHosts.some(ask)).toBe(false)
    expect(ask('smba.infra.gcc.teams.microsoft.com')).toBe(false)
    expect(ask('smba.trafficmanager.net')).toBe(true)
  },
)

describe('a command that was sent to the bot alone', () => {
  const recipient = { id: botId, isTargeted: true }
  const say = (fields: object = {}) =>
    bot.send(inChannel(tenant, { id: '17', type: 'message', text: 'list', recipient, ...fields }))

  test('is understood without a mention, and answered to whoever sent it, above the answer what they asked', async () => {
    await say()
    await bot.teams.stop()
    expect(bot.commands).toMatchObject([{ text: 'list' }])
    expect(writes()).toMatchObject([
      {
        line: below,
        body: { recipient: { id: maya.id }, entities: [{ type: 'targetedMessageInfo', messageId: '17' }] },
      },
    ])
  })

  test('is answered to nobody else, where the same asked aloud would be for all', async () => {
    const own = await startBot(tenant, { onCommand: async () => helpCard, alertChannels: [channelId] })
    await own.send(inChannel(tenant, { id: '18', type: 'message', text: '/restricted help', recipient }))
    await own.teams.stop()
    expect(own.commands).toMatchObject([{ text: 'help' }])
    expect(lines()).toEqual([below])
    await own.close()
  })

  test.each([
    [400, 'INVALID_TARGETED_MESSAGE_ID'],
    [404, 'TARGETED_MESSAGE_EXPIRED_OR_DELETED'],
  ])('is answered without it where Teams says %i to what is quoted', async (status, code) => {
    script(({ body }) =>
      JSON.stringify(body ?? '').includes('targetedMessageInfo')
        ? { status, body: { error: { code } } }
        : undefined,
    )
    await say()
    await bot.teams.stop()
    expect(lines()).toEqual([below, below])
    expect(JSON.stringify(writes()[1]?.body)).not.toContain('targetedMessageInfo')
  })

  test('is nobody else’s to hear of, where its answer goes to the personal chat or nowhere', async () => {
    tenant.takeTargeted(false)
    await say()
    script(({ line }) => (line === 'POST v3/conversations' ? { status: 403, body: {} } : undefined))
    await say({ id: '19' })
    await bot.teams.stop()
    expect(lines().filter((line) => line.includes('19:') && !line.includes('isTargeted'))).toEqual([])
  })

  test('is answered in a group chat, too', async () => {
    const conversation = { id: '19:group@thread.v2', conversationType: 'groupChat', tenantId: homeTenantId }
    await say({ conversation, channelData: { tenant: { id: homeTenantId } } })
    await bot.teams.stop()
    expect(lines()).toEqual(['POST v3/conversations/19:group@thread.v2/activities?isTargetedActivity=true'])
  })

  test('says nothing about who sent it', async () => {
    const foreign = 'ffffffff-0000-4000-8000-000000000000'
    const conversation = { id: threadId, conversationType: 'channel', tenantId: foreign }
    await say({ conversation, channelData: channelData(foreign) })
    await bot.teams.stop()
    expect(bot.commands).toMatchObject([{ actor: { isMember: false } }])
  })
})

test('what is asked aloud quotes nothing, and what is private by itself is sent as ever', async () => {
  await bot.send(toMention(tenant, 'review laura@contoso.com', { id: '20' }))
  await bot.send(inPersonalChat(tenant, { id: '21', type: 'message', text: 'list' }))
  await bot.teams.stop()
  expect(lines()).toEqual([below, 'POST v3/conversations/a:1maya-chat/activities'])
  expect(JSON.stringify(writes()[0]?.body)).not.toContain('targetedMessageInfo')
})

test('a press from a client that shows no answer in place is answered on the page by an edit', async () => {
  const pageId = await open()
  const value = { action: 'recommendations', incidentId: 'incident-1', pageId }
  await bot.send(inChannel(tenant, { id: '22', type: 'message', value }))
  await bot.teams.stop()
  expect(lines().at(-1)).toMatch(/^PUT .*isTargetedActivity=true$/)
})
