// Pages that take the card's place, where the settings want that. Microsoft, "Up-to-date cards": an edit takes a private page
// away from its reader, too, and the clients of those the edited card names in `refresh.userIds` ask for it again by themselves.

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { MessageRef } from '../../../src/domain/incident.js'
import type { Press } from '../../../src/domain/press.js'
import { catalogue } from '../../../src/features/index.js'
import { createPages } from '../../../src/platforms/teams/pages.js'
import type { Answer } from '../../../src/ports.js'
import { inPersonalChat, maya, mayaInRoster, toInvoke } from './activities.js'
import { type Bot, createLog, createMemory, startBot } from './bot.js'
import {
  confirmCard,
  containConfirmCard,
  containmentCard,
  incidentCard,
  lineCard,
  noticeCard,
  overviewCard,
  recommendationsCard,
} from './cards.js'
import { containing, including } from './matchers.js'
import { channelId, createTenant, type Tenant } from './tenant.js'

let tenant: Tenant
let bot: Bot
let answer: (press: Press) => Promise<Answer>
let count = 0

beforeAll(async () => {
  tenant = await createTenant()
})
afterAll(() => tenant.close())
beforeEach(async () => {
  tenant.calls.length = 0
  tenant.answerWith(({ line }) =>
    line.includes('/members/') ? { status: 200, body: mayaInRoster } : undefined,
  )
  answer = async () => overviewCard
  bot = await startBot(tenant, { privateAnswers: 'card', onPress: (press) => answer(press) })
  return () => bot.close()
})

const ref = { platform: 'teams', channel: channelId, message: '1699999999999' } as const
const cardType = 'application/vnd.microsoft.card.adaptive'

function send(action: object, { trigger = 'manual', ...fields }: Record<string, unknown> = {}) {
  count += 1
  const value = { action: { type: 'Action.Execute', ...action }, trigger }
  return bot.send(toInvoke(tenant, {}, { id: String(count), replyToId: ref.message, value, ...fields }))
}
const press = (verb: string, fields = {}) => send({ verb, data: { incidentId: 'incident-1' } }, fields)
const askAgain = (fields = {}) => send({ verb: 'resume', data: {} }, { trigger: 'automatic', ...fields })

/** What the edited card says about refreshing. */
async function edit(where: MessageRef = ref): Promise<unknown> {
  await bot.teams.update(where, incidentCard)
  const body = tenant.calls.at(-1)?.body as { attachments?: { content: { refresh?: unknown } }[] }
  return body.attachments?.[0]?.content.refresh
}

const toRefresh = (...userIds: string[]) => ({
  action: { type: 'Action.Execute', title: 'Refresh', verb: 'resume', data: {} },
  userIds,
})

describe('an edit', () => {
  test('names nobody while nobody has a page open', async () => {
    expect(await edit()).toBeUndefined()
  })

  test.each([
    ['overview', 'review', overviewCard, 'overview'],
    ['recommendations', 'recommendations', recommendationsCard, 'recommendations'],
    ['confirm', 'confirm', confirmCard, 'recommendations'],
    ['containment', 'containment', containmentCard, 'containment'],
    ['question before a step', 'contain', containConfirmCard, 'containment'],
    ['containment after the Yes', 'contain-now', containmentCard, 'containment'],
  ])('names who has the %s open, and their client gets it again', async (_page, verb, card, again) => {
    answer = async () => card
    await press(verb)
    expect(await edit()).toEqual(toRefresh(maya.id))
    const { status, body } = await askAgain()
    expect([status, body]).toEqual([200, { statusCode: 200, type: cardType, value: including({}) }])
    expect(bot.presses.slice(1)).toMatchObject([
      { action: again, incidentId: 'incident-1', confirmationId: '', values: {}, actor: { isMember: true } },
    ])
    expect(JSON.stringify(body)).toContain('laura@contoso.com')
  })

  test('names who has pressed although the answer is still on its way', async () => {
    let finish = (_card: Answer) => {}
    let begin = () => {}
    const begun = new Promise<void>((resolve) => {
      begin = resolve
    })
    answer = () =>
      new Promise<Answer>((resolve) => {
        finish = resolve
        begin()
      })
    const sent = press('review')
    await begun
    expect(await edit()).toEqual(toRefresh(maya.id))
    finish(noticeCard('You may not do this'))
    await sent
    expect(await edit()).toBeUndefined()
  })

  test.each<[string, Answer]>([
    ['a notice', noticeCard('Somebody was faster')],
    ['a line', lineCard],
    ['nothing', undefined],
  ])('no longer names who was answered %s', async (_name, last) => {
    await press('review')
    answer = async () => last
    await press('recommendations')
    expect(await edit()).toBeUndefined()
  })

  test('that the Yes leads to names nobody, however fast it is', async () => {
    answer = async () => confirmCard
    await press('confirm')
    let refresh: unknown = 'not edited'
    answer = async () => {
      refresh = await edit()
      return noticeCard('On its way')
    }
    await press('unblock')
    expect(refresh).toBeUndefined()
  })

  test('of another message names nobody', async () => {
    await press('review')
    expect(await edit({ ...ref, message: '1699999999000' })).toBeUndefined()
    expect(await edit({ ...ref, channel: '19:other@thread.tacv2' })).toBeUndefined()
  })

  test('forgets a page after thirty minutes, however often its client has asked', async () => {
    await press('review')
    await bot.clock.advance(1_799_999)
    expect(await edit()).toEqual(toRefresh(maya.id))
    await askAgain()
    await bot.clock.advance(1)
    expect(await edit()).toBeUndefined()
  })
})

describe('a client that asks by itself', () => {
  test('leads to no edit, no message and no second question', async () => {
    await press('review')
    await edit()
    const before = tenant.calls.length
    const { body } = await askAgain()
    expect(tenant.calls).toHaveLength(before)
    expect(JSON.stringify(body)).not.toContain('resume')
  })

  test('gets what the state has become, and that ends the page', async () => {
    await press('review')
    answer = async () => noticeCard('Tom confirmed this at 12:01')
    expect((await askAgain()).body).toMatchObject({ type: cardType })
    expect(bot.presses).toHaveLength(2)
    expect(await edit()).toBeUndefined()
    await askAgain()
    expect(bot.presses).toHaveLength(2)
  })

  test('gets the page of the incident it had open, whatever the card carried', async () => {
    await press('review')
    await send(
      { verb: 'unblock', data: { incidentId: 'incident-2', confirmationId: 'c' } },
      { trigger: 'automatic' },
    )
    expect(bot.presses[1]).toMatchObject({ action: 'overview', incidentId: 'incident-1', confirmationId: '' })
  })

  test.each([
    ['automatically', 'automatic'],
    ['from the menu of the message', 'manual'],
  ])('is shown what everybody sees when it has no page open (%s)', async (_name, trigger) => {
    await edit()
    const { status, body } = await askAgain({ trigger })
    expect([status, body]).toEqual([
      200,
      { statusCode: 200, type: cardType, value: including({ fallbackText: containing('cannot send') }) },
    ])
    expect(bot.presses).toEqual([])
    expect(JSON.stringify(body)).not.toContain('resume')
  })

  test('is shown the card of an edit that is still on its way', async () => {
    tenant.answerWith(({ line }) => (line.startsWith('PUT') ? 'hang' : undefined))
    const edited = bot.teams.update(ref, incidentCard).catch((error: unknown) => error)
    await tenant.received(1)
    expect((await askAgain()).body).toMatchObject({ type: cardType })
    await bot.clock.advance(10_000)
    expect(await edited).toMatchObject({ code: 'unavailable' })
  })

  test("is not given another reader's page", async () => {
    await press('review')
    await edit()
    await askAgain({ from: { ...maya, id: '29:somebody-else' } })
    expect(bot.presses).toHaveLength(1)
  })

  test('is answered 200 with nothing when it has no page and the message is not known', async () => {
    expect(await askAgain()).toEqual({ status: 200, body: undefined })
    expect(await askAgain({ replyToId: undefined })).toEqual({ status: 200, body: undefined })
    expect(bot.presses).toEqual([])
  })

  test('is not told to wait, and gets nothing later, when the answer is late', async () => {
    await press('review')
    await edit()
    let finish = (_card: Answer) => {}
    let begin = () => {}
    const begun = new Promise<void>((resolve) => {
      begin = resolve
    })
    answer = () =>
      new Promise<Answer>((resolve) => {
        finish = resolve
        begin()
      })
    const before = tenant.calls.length
    const sent = askAgain()
    await begun
    await bot.clock.advance(4_000)
    expect((await sent).body).toMatchObject({ type: cardType })
    finish(overviewCard)
    await bot.teams.stop()
    expect(tenant.calls).toHaveLength(before)
  })

  test('does not end a page that was opened while it asked', async () => {
    await press('review')
    answer = async ({ action }) => (action === 'recommendations' ? recommendationsCard : overviewCard)
    const slow = answer
    answer = async (asked) => {
      answer = slow
      await press('recommendations')
      return asked.action === 'review' ? noticeCard('Stale') : undefined
    }
    await askAgain()
    expect(await edit()).toEqual(toRefresh(maya.id))
  })
})

test('keeps a page for half an hour, whatever becomes of the wall clock', async () => {
  await press('review')
  bot.clock.step(3_600_000)
  await bot.clock.advance(29 * 60_000)
  expect(await edit()).toEqual(toRefresh(maya.id))
  bot.clock.step(-2 * 3_600_000)
  await bot.clock.advance(60_000)
  expect(await edit()).toBeUndefined()
})

test('keeps nothing for presses that do not say which message they belong to', async () => {
  await press('review', { replyToId: undefined })
  expect(await edit()).toBeUndefined()
})

test('keeps what is opened in a personal chat apart from the channel', async () => {
  const { conversation, channelData } = inPersonalChat(tenant, {})
  await press('review', { conversation, channelData })
  expect(await edit()).toBeUndefined()
})

describe('what is kept', () => {
  const clock = { monotonic: () => 0, now: () => 0 }
  const commons = { isAlone: async () => true }
  const pages = createPages({ clock, catalogue, memory: createMemory(), commons, log: createLog() })
  const message = { channel: ref.channel, message: ref.message }
  const open = (reader: string) =>
    pages.expect({ ...message, reader }, { action: 'review', incidentId: 'incident-1' })(overviewCard)

  test('names the sixty who turned a page last, and forgets the stalest of a thousand', async () => {
    const readers = Array.from({ length: 1_001 }, (_, index) => `29:reader-${index}`)
    for (const reader of readers) open(reader)
    open('29:reader-1')
    expect(await pages.listReaders(message)).toEqual([...readers.slice(-59), '29:reader-1'])
    expect(await pages.find({ ...message, reader: '29:reader-0' })).toBeUndefined()
    expect(await pages.find({ ...message, reader: '29:reader-2' })).toBeDefined()
  })
})

describe('a client that never asks for a page again', () => {
  const isOnIt = (who: string) => {
    if (incidentCard.name !== 'incident') throw new Error('not the incident card')
    return { ...incidentCard, view: { ...incidentCard.view, whoText: who } }
  }
  const edits = () => tenant.calls.filter(({ line }) => line.startsWith('PUT')).length

  test('keeps the page it opened: that its reader is on it now waits until they go back', async () => {
    await bot.teams.update(ref, incidentCard)
    expect(edits()).toBe(1)
    await press('review')
    await bot.teams.update(ref, isOnIt('Maya is on it'))
    expect(edits()).toBe(1)
    answer = async () => isOnIt('Maya is on it')
    await press('card')
    await expect.poll(edits).toBe(2)
    expect(JSON.stringify(tenant.calls.at(-1)?.body)).toContain('Maya is on it')
  })

  test('keeps nobody else in the dark: the thread says once who is on it while the card waits', async () => {
    const posts = () =>
      tenant.calls.filter(
        ({ line, body }) => line.startsWith('POST') && JSON.stringify(body).includes('is on it'),
      )
    await bot.teams.update(ref, isOnIt('⏳ Nobody yet'))
    await press('review')
    await bot.teams.update(ref, isOnIt('🙋 Maya is on it · 03:12 UTC to 03:42 UTC'))
    expect(posts()).toHaveLength(1)
    expect(posts()[0]?.line).toContain(`;messageid=${ref.message}`)
    await bot.teams.update(ref, isOnIt('🙋 Maya is on it · 03:12 UTC to 03:50 UTC'))
    expect(posts()).toHaveLength(1)
    expect(edits()).toBe(1)
  })

  test('is told of everything else at once, and of that too after five minutes', async () => {
    await bot.teams.update(ref, incidentCard)
    await press('review')
    await bot.teams.update(ref, isOnIt('Maya is on it'))
    await bot.clock.advance(5 * 60_000)
    await expect.poll(edits).toBe(2)
    const stuck = isOnIt('Maya is on it')
    await bot.teams.update(ref, { ...stuck, view: { ...stuck.view, statusWord: 'Still restricted' } })
    expect(edits()).toBe(3)
  })
})

test('an edit after a restart still names who had a page open before it', async () => {
  const memory = createMemory()
  const first = await startBot(tenant, { memory, privateAnswers: 'card', onPress: async () => overviewCard })
  const value = { action: { type: 'Action.Execute', verb: 'review', data: { incidentId: 'incident-1' } } }
  await first.send(toInvoke(tenant, {}, { id: 'before', replyToId: ref.message, value }))
  await first.close()
  const second = await startBot(tenant, { memory, privateAnswers: 'card', onPress: async () => overviewCard })
  await second.teams.update(ref, incidentCard)
  expect(JSON.stringify(tenant.calls.at(-1)?.body)).toContain(JSON.stringify([maya.id]))
  await second.close()
})
