import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Answer } from '../../../src/ports.js'
import { inChannel, inPersonalChat, maya, mayaInRoster, threadId, toInvoke } from './activities.js'
import { startBot } from './bot.js'
import { confirmCard, lineCard, noticeCard, overviewCard } from './cards.js'
import { containing, including, matching } from './matchers.js'
import { channelId, createTenant, type Tenant } from './tenant.js'

let tenant: Tenant

beforeAll(async () => {
  tenant = await createTenant()
})
afterAll(() => tenant.close())

function reset() {
  tenant.calls.length = 0
  tenant.answerWith(({ line }) =>
    line.includes('/members/') ? { status: 200, body: mayaInRoster } : undefined,
  )
}

const review = { verb: 'review', data: { incidentId: 'incident-1' } }
const cardType = 'application/vnd.microsoft.card.adaptive'
const messageType = 'application/vnd.microsoft.activity.message'

test('hands a press on and answers with a card for the clicker alone', async () => {
  reset()
  const bot = await startBot(tenant, { privateAnswers: 'card', onPress: async () => overviewCard })
  const data = {
    incidentId: 'incident-1',
    confirmationId: 'confirmation-1',
    revision: '7',
    reviewId: 'fedcba9876543210',
    'attest.sign-in': 'done',
    note: 'called her',
    text: 'list',
    isOdd: true,
    deep: { a: 1 },
    __proto__x: 'no letter first',
  }
  const { status, body } = await bot.send(toInvoke(tenant, { verb: 'confirm', data }))
  expect([status, body]).toEqual([
    200,
    { statusCode: 200, type: cardType, value: including({ type: 'AdaptiveCard' }) },
  ])
  expect(JSON.stringify(body)).toContain('laura@contoso.com')
  expect(bot.presses).toEqual([
    {
      actor: including({ platform: 'teams', id: maya.aadObjectId, isMember: true }),
      action: 'confirm',
      incidentId: 'incident-1',
      confirmationId: 'confirmation-1',
      revision: 7,
      reviewId: 'fedcba9876543210',
      values: { 'attest.sign-in': 'done', note: 'called her', text: 'list' },
      channel: { platform: 'teams', channel: channelId },
    },
  ])
  // Nobody else is shown anything.
  expect(tenant.lines().filter((line) => !line.startsWith('GET'))).toEqual([])
  await bot.close()
})

test('says which message of a channel was pressed, unless it is a reply', async () => {
  reset()
  const bot = await startBot(tenant, { onPress: async () => overviewCard })
  const action = { verb: 'confirm', data: { incidentId: 'incident-1' } }
  await bot.send(toInvoke(tenant, action, { id: '1', replyToId: '1699999999999' }))
  await bot.send(toInvoke(tenant, action, { id: '2', replyToId: '1700000000042' }))
  const on = { platform: 'teams', channel: channelId, message: '1699999999999' }
  expect(bot.presses.map((press) => press.on)).toEqual([on, undefined])
  await bot.close()
})

test.each([undefined, 7, '', 'seven', '-1', '1'.repeat(10), ['7']])(
  'takes the revision %j for one that is not known',
  async (revision) => {
    reset()
    const bot = await startBot(tenant, { onPress: async () => overviewCard })
    await bot.send(toInvoke(tenant, { verb: 'confirm', data: { incidentId: 'incident-1', revision } }))
    expect(bot.presses).toMatchObject([{ incidentId: 'incident-1', revision: undefined, reviewId: '' }])
    await bot.close()
  },
)

test.each<[string, Answer, unknown]>([
  ['nothing', undefined, 'Done.'],
  ['a line', lineCard, containing('Still restricted after one hour')],
])('answers with a message when there is %s to show', async (_name, answer, value) => {
  reset()
  const bot = await startBot(tenant, { onPress: async () => answer })
  expect(await bot.send(toInvoke(tenant, review))).toEqual({
    status: 200,
    body: { statusCode: 200, type: messageType, value },
  })
  await bot.close()
})

test.each([
  ['an unknown verb', { verb: 'delete-everything', data: {} }],
  ['no verb', { data: {} }],
  ['data that is a list', { verb: 'review', data: [] }],
  ['no action', undefined],
])('answers %s with 200 and says that the button does nothing', async (_name, action) => {
  reset()
  const bot = await startBot(tenant)
  const value = action === undefined ? null : { action }
  const { status, body } = await bot.send(toInvoke(tenant, {}, { value }))
  expect([status, body]).toMatchObject([200, { type: messageType }])
  expect(bot.presses).toEqual([])
  await bot.close()
})

test('answers 200 and keeps the reason in the log when a handler breaks its promise', async () => {
  reset()
  const bot = await startBot(tenant, { onPress: () => Promise.reject(new Error('a bug')) })
  const { status, body } = await bot.send(toInvoke(tenant, review))
  expect([status, body]).toMatchObject([200, { type: messageType }])
  expect(JSON.stringify(body)).not.toContain('a bug')
  expect(bot.logged.map((line) => line.event)).toEqual(['teams.activity.failed'])
  await bot.close()
})

test('does not pretend to know other invokes', async () => {
  reset()
  const bot = await startBot(tenant)
  expect((await bot.send(toInvoke(tenant, review, { name: 'task/fetch' }))).status).toBe(501)
  expect(bot.presses).toEqual([])
  await bot.close()
})

test('runs an invoke that is sent twice once, and gives both the same answer', async () => {
  reset()
  let count = 0
  const bot = await startBot(tenant, {
    onPress: async () => {
      count += 1
      return noticeCard(`Answer ${count}`)
    },
  })
  const [one, two] = await Promise.all([
    bot.send(toInvoke(tenant, review)),
    bot.send(toInvoke(tenant, review)),
  ])
  const three = await bot.send(toInvoke(tenant, review))
  expect(two).toEqual(one)
  expect(three).toEqual(one)
  expect(bot.presses).toHaveLength(1)
  await bot.send(toInvoke(tenant, review, { id: 'another' }))
  expect(bot.presses).toHaveLength(2)
  await bot.close()
})

test("does not give one person another's answer for its id", async () => {
  reset()
  const bot = await startBot(tenant)
  await bot.send(toInvoke(tenant, review))
  await bot.send(toInvoke(tenant, review, { from: { ...maya, id: '29:1other' } }))
  expect(bot.presses).toHaveLength(2)
  await bot.close()
})

/** A handler that has begun and has not ended. */
function createSlowHandler() {
  let begin = () => {}
  const begun = new Promise<void>((resolve) => {
    begin = resolve
  })
  const settle = { resolve: (_answer: Answer) => {}, reject: (_reason: Error) => {} }
  const onPress = () =>
    new Promise<Answer>((resolve, reject) => {
      Object.assign(settle, { resolve, reject })
      begin()
    })
  return { onPress, begun, settle }
}

test('says that it is working when the answer is late, and brings it to the personal chat', async () => {
  reset()
  const { onPress, begun, settle } = createSlowHandler()
  const bot = await startBot(tenant, { privateAnswers: 'chat', onPress })
  const sent = bot.send(toInvoke(tenant, review))
  await begun
  await bot.clock.advance(4_000)
  const { status, body } = await sent
  expect([status, body]).toMatchObject([200, { type: messageType, value: containing('Working on it') }])

  const stopped = bot.teams.stop()
  settle.resolve(overviewCard)
  await stopped
  const [chat, card] = tenant.calls.slice(-2)
  expect(chat?.body).toMatchObject({ isGroup: false, members: [{ id: maya.id }] })
  expect(card?.line).toMatch(/^POST v3\/conversations\/a:\d+\/activities$/)
  expect(JSON.stringify(card?.body)).toContain('laura@contoso.com')
  expect(bot.presses).toHaveLength(1)
  await bot.close()
})

test('says at once that what was submitted is being checked, and has it on the page when asked', async () => {
  reset()
  const { onPress, begun, settle } = createSlowHandler()
  const bot = await startBot(tenant, { privateAnswers: 'card', onPress })
  const value = { action: { type: 'Action.Execute', verb: 'confirm', data: { incidentId: 'incident-1' } } }
  const sent = bot.send(toInvoke(tenant, value, { id: 'submit', replyToId: '1699999999999', value }))
  await begun
  await bot.clock.advance(4_000)
  const { body } = await sent
  expect(body).toMatchObject({ type: 'application/vnd.microsoft.card.adaptive' })
  expect(JSON.stringify(body)).toContain('⏳ Checking')
  expect(JSON.stringify(body)).toContain('"title":"Go on"')
  settle.resolve(confirmCard)
  const again = { action: { type: 'Action.Execute', verb: 'resume', data: {} }, trigger: 'manual' }
  const next = await bot.send(
    toInvoke(tenant, again, { id: 'again', replyToId: '1699999999999', value: again }),
  )
  expect(JSON.stringify(next.body)).toContain('Yes, unblock laura@contoso.com')
  expect(bot.presses).toHaveLength(1)
  // Nothing is sent to another chat.
  expect(tenant.calls.filter(({ line }) => line.startsWith('POST'))).toEqual([])
  await bot.close()
})

test('keeps standing when a late answer fails', async () => {
  reset()
  const { onPress, begun, settle } = createSlowHandler()
  const bot = await startBot(tenant, { onPress })
  const sent = bot.send(toInvoke(tenant, review))
  await begun
  await bot.clock.advance(4_000)
  await sent
  settle.reject(new Error('a bug'))
  await bot.teams.stop()
  expect(bot.logged.map((line) => line.event)).toEqual(['teams.activity.failed'])
  await bot.close()
})

function toSubmit(fields: Record<string, unknown> = {}) {
  const value = { action: 'unblock', incidentId: 'incident-1', confirmationId: 'confirmation-1', note: 'x' }
  return inChannel(tenant, { type: 'message', value, replyToId: '1699999999999', ...fields })
}

test('takes the Action.Submit of an old client for a press, and answers in the personal chat', async () => {
  reset()
  const bot = await startBot(tenant)
  expect(await bot.send(toSubmit())).toEqual({ status: 200, body: undefined })
  await bot.teams.stop()
  expect(bot.presses).toMatchObject([
    { action: 'unblock', incidentId: 'incident-1', confirmationId: 'confirmation-1', values: { note: 'x' } },
  ])
  expect(bot.commands).toEqual([])
  expect(tenant.lines().slice(1)).toEqual([
    'POST v3/conversations',
    matching(/^POST v3\/conversations\/a:\d+\/activities$/),
  ])
  await bot.close()
})

test('answers an Action.Submit of a personal chat right there', async () => {
  reset()
  const bot = await startBot(tenant)
  await bot.send(
    inPersonalChat(tenant, { type: 'message', text: ' ', value: { action: 'review', incidentId: 'i' } }),
  )
  await bot.teams.stop()
  expect(tenant.lines().slice(1)).toEqual(['POST v3/conversations/a:1maya-chat/activities'])
  await bot.close()
})

test('tells the channel nothing but to use a newer client when the personal chat is closed', async () => {
  reset()
  tenant.answerWith(({ line }) =>
    line === 'POST v3/conversations'
      ? { status: 403, body: { error: { code: 'BotNotInConversationRoster' } } }
      : undefined,
  )
  const bot = await startBot(tenant, { onPress: async () => overviewCard })
  await bot.send(toSubmit())
  await bot.teams.stop()
  const last = tenant.calls.at(-1)
  expect(last?.line).toBe(`POST v3/conversations/${threadId}/activities`)
  expect(last?.body).toMatchObject({ text: containing('newer one') })
  expect(JSON.stringify(last?.body)).not.toContain('laura')
  await bot.close()
})

test('runs an Action.Submit that is sent twice once', async () => {
  reset()
  const bot = await startBot(tenant)
  await Promise.all([bot.send(toSubmit()), bot.send(toSubmit())])
  expect(bot.presses).toHaveLength(1)
  await bot.close()
})

test('ignores a Submit that is not ours', async () => {
  reset()
  const bot = await startBot(tenant)
  expect(await bot.send(toSubmit({ value: { action: 'launch', incidentId: 'i' } }))).toEqual({
    status: 200,
    body: undefined,
  })
  expect([bot.presses, bot.commands]).toEqual([[], []])
  await bot.close()
})
