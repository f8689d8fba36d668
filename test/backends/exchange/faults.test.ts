// Every fault of the fake cloud at every call of the main job: none opens, closes or clears an incident, and none makes
// a second unblock. Each group has a bot of its own, on which its faults follow each other; the groups go side by side, since
// most of the time a bot waits for its next look.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Entity } from '../../../src/domain/entity.js'
import type { Status } from '../../../src/domain/incident.js'
import { minuteMilliseconds } from '../../../src/domain/instant.js'
import { type Fault, refusalShapes } from '../../fake-exchange/faults.js'
import { toView } from '../../features/stage.js'
import { createWholeBot, type WholeBot } from './whole-bot.js'

const lists = ['Get-BlockedSenderAddress', 'Get-BlockedConnector'] as const
const refused = 'Ex6F9304|Microsoft.Exchange.Data.DataSourceOperationException|The request failed.'

/** Faults that spoil any call. */
const faults: readonly Fault[] = [
  { kind: 'down' },
  { kind: 'hang' },
  { kind: 'throttled', retryAfter: '1' },
  { kind: 'throttled' },
  { kind: 'concurrency', status: 503 },
  { kind: 'concurrency', status: 400 },
  { kind: 'concurrency', status: 200 },
  { kind: 'forbidden', body: 'empty' },
  { kind: 'forbidden', body: 'nul' },
  { kind: 'unauthorized' },
  { kind: 'broken', status: 408 },
  { kind: 'broken', status: 500 },
  { kind: 'broken', status: 502 },
  { kind: 'broken', status: 503 },
  { kind: 'broken', status: 504 },
  { kind: 'truncated' },
  { kind: 'answer-lost', done: true },
  { kind: 'answer-lost', done: false },
  { kind: 'redirect', location: 'https://evil.example/adminapi' },
  ...refusalShapes.map((shape): Fault => ({ kind: 'refused', status: 400, shape, message: refused })),
  { kind: 'refused', status: 200, shape: 'array', message: refused },
  {
    kind: 'refused',
    status: 400,
    shape: 'array',
    message: 'x is not present in the role definition of the current user.',
  },
]

/** Faults of an answer that ought to be a list. */
const listFaults: readonly Fault[] = [
  ...faults,
  ...(['fails', 'foreign', 'no-value', 'loop'] as const).map((rest): Fault => ({ kind: 'partial', rest })),
  ...['', '{}', 'null', '[]', '{"value":null}', '{"value":{}}', '<html>'].map(
    (body): Fault => ({ kind: 'body', body }),
  ),
]

/** No token lives as long. */
const tokenMinutes = 70

const toName = (fault: Fault) => JSON.stringify(fault)
const sender = (address: string): Entity => ({ kind: 'sender', address })
const connector = (index: number): Entity => ({
  kind: 'connector',
  connectorId: `d7c0a3f2-6a1e-4a52-9d35-${String(index).padStart(12, '0')}`,
  name: `Relay ${index}`,
})
const spam = 'OutboundSpamLast24Hours=412;OutboundMailLast24Hours=1203'

interface Hands {
  bot(): WholeBot
  status(entity: Entity): Promise<Status | undefined>
}

/** What one has closed it has to read again and again, so no bot serves every group. */
function giveBot(): Hands {
  let bot: WholeBot | undefined
  const get = () => {
    if (bot === undefined) throw new Error('The bot has not begun.')
    return bot
  }
  beforeAll(async () => {
    bot = await createWholeBot()
  })
  afterAll(() => bot?.close())
  return { bot: get, status: async (entity) => (await get().find(entity))?.state.status }
}

/** As they were saved last: what is waited for is asked for after every commit. */
const isAll =
  (wanted: Status, { bot }: Hands, entities: readonly Entity[]) =>
  () =>
    entities.every((entity) => bot().saved(entity)?.state.status === wanted)

let count = 0
/** Entities nobody has seen yet, so that one bot serves every fault. */
function createEntities() {
  count += 1
  return {
    known: [sender(`known${count}@contoso.com`), connector(count)],
    unseen: [sender(`unseen${count}@contoso.com`), connector(100_000 + count)],
  } as const
}

async function expectNothingDecided(hands: Hands, fault: Fault, call: string): Promise<void> {
  const bot = hands.bot()
  const hasFailed = async (times: number) => ((await bot.look())?.failures ?? 0) >= times
  const { known, unseen } = createEntities()
  for (const entity of known) bot.tenant.restrict(entity, spam)
  await bot.until(isAll('open', hands, known))
  bot.fake.setFault(fault, { calls: [call] })
  if (call === 'token') bot.jump(tokenMinutes * minuteMilliseconds)
  await bot.until(() => hasFailed(1))
  for (const entity of known) bot.tenant.clear(entity)
  for (const entity of unseen) bot.tenant.restrict(entity, spam)
  await bot.until(() => hasFailed(3))
  expect(await Promise.all(known.map(hands.status))).toEqual(['open', 'open'])
  expect(await Promise.all(unseen.map(hands.status))).toEqual([undefined, undefined])
  expect((await bot.look())?.problem).not.toBe('')
  bot.fake.setFault({ kind: 'none' })
  await bot.until(async () => (await bot.look())?.failures === 0)
  await bot.until(isAll('open', hands, unseen))
  await bot.until(isAll('closed', hands, known))
  for (const entity of unseen) bot.tenant.clear(entity)
  await bot.until(isAll('closed', hands, unseen))
}

describe.concurrent.each(lists)('a look whose %s meets', (call) => {
  const hands = giveBot()
  test.sequential.each(listFaults.map((fault) => [toName(fault), fault] as const))(
    '%s decides nothing, and shows',
    (_, fault) => expectNothingDecided(hands, fault, call),
    60_000,
  )
})

/** What Entra's part of a look can come to. */
const tokenFaults: readonly Fault[] = [
  { kind: 'down' },
  { kind: 'hang' },
  { kind: 'throttled', retryAfter: '1' },
  { kind: 'broken', status: 500 },
  { kind: 'broken', status: 503 },
  { kind: 'truncated' },
  { kind: 'body', body: '' },
  { kind: 'body', body: '{}' },
  { kind: 'body', body: '<html>' },
  { kind: 'sign-in', code: 7000222 },
  { kind: 'redirect', location: 'https://evil.example/token' },
]

describe.concurrent('a look whose token has ended, and whose sign-in meets', () => {
  const hands = giveBot()
  test.sequential.each(tokenFaults.map((fault) => [toName(fault), fault] as const))(
    '%s decides nothing, and shows',
    (_, fault) => expectNothingDecided(hands, fault, 'token'),
    60_000,
  )
})

describe.concurrent('an answer that only seems to be spoilt', () => {
  const hands = giveBot()
  test.sequential.each<Fault>([{ kind: 'challenge' }, { kind: 'slow', milliseconds: 20 }])(
    '%j is a good look',
    async (fault) => {
      const bot = hands.bot()
      const { known } = createEntities()
      bot.fake.setFault(fault)
      for (const entity of known) bot.tenant.restrict(entity, spam)
      await bot.until(isAll('open', hands, known))
      for (const entity of known) bot.tenant.clear(entity)
      await bot.until(isAll('closed', hands, known))
      bot.fake.setFault({ kind: 'none' })
    },
  )
})

/** Through the wizard to the Yes; what is given meets whatever comes of it. */
async function confirmUnblock(
  bot: WholeBot,
  entity: Entity,
  { fault, call }: { fault: Fault; call: string },
): Promise<void> {
  bot.tenant.restrict(entity, spam)
  const incident = await bot.until(() => {
    const found = bot.saved(entity)
    return found?.evidence !== undefined && found.state.status === 'open' && found
  })
  const about = { incidentId: incident.id }
  await bot.press('review', about)
  const page = toView(await bot.press('recommendations', about), 'recommendations')
  const values = {
    ...Object.fromEntries(page.questions.map(({ inputId }) => [inputId, 'yes'])),
    seen: page.seen,
    note: 'Password reset at the desk',
  }
  const revision = Number(page.revision)
  const asked = toView(await bot.press('confirm', { ...about, revision, values }), 'confirm')
  bot.fake.setFault(fault, { calls: [call] })
  toView(await bot.press('unblock', { ...about, confirmationId: asked.confirmationId }), 'accepted')
}

describe.concurrent('an unblock whose removal meets', () => {
  const hands = giveBot()
  const done = (fault: Fault) => fault.kind === 'truncated' || (fault.kind === 'answer-lost' && fault.done)

  test.sequential.each(faults.map((fault) => [toName(fault), fault] as const))(
    '%s is sent once, and ends as the list says',
    async (_, fault) => {
      const bot = hands.bot()
      count += 1
      const entity = sender(`removed${count}@contoso.com`)
      const sentBefore = bot.fake.count('Remove-BlockedSenderAddress')
      await confirmUnblock(bot, entity, { fault, call: 'Remove-BlockedSenderAddress' })
      const first = await bot.until(() => {
        const now = bot.saved(entity)?.state.status
        return now !== 'unblocking' && now !== 'reviewing' && now
      })
      if (done(fault)) await bot.until(isAll('watching', hands, [entity]))
      else {
        expect(['failed', 'uncertain']).toContain(first)
        if (first === 'uncertain') bot.jump(16 * minuteMilliseconds)
        await bot.until(isAll('failed', hands, [entity]))
      }
      // A challenge and a 429 are answered before anything runs; nothing else is ever sent twice.
      expect(bot.fake.count('Remove-BlockedSenderAddress') - sentBefore).toBe(1)
      expect(bot.tenant.countRemovals(entity)).toBe(done(fault) ? 1 : 0)
      bot.fake.setFault({ kind: 'none' })
      bot.tenant.clear(entity)
      await bot.until(() => bot.saved(entity)?.state.status !== 'failed')
    },
    60_000,
  )
})

describe.concurrent('an unblock that cannot look first', () => {
  const hands = giveBot()
  test.sequential.each(listFaults.map((fault) => [toName(fault), fault] as const))(
    'for %s sends nothing',
    async (_, fault) => {
      const bot = hands.bot()
      count += 1
      const entity = sender(`unlooked${count}@contoso.com`)
      const sentBefore = bot.fake.count('Remove-BlockedSenderAddress')
      await confirmUnblock(bot, entity, { fault, call: 'Get-BlockedSenderAddress' })
      await bot.until(isAll('failed', hands, [entity]))
      expect(bot.fake.count('Remove-BlockedSenderAddress') - sentBefore).toBe(0)
      expect(bot.tenant.countRemovals(entity)).toBe(0)
      bot.fake.setFault({ kind: 'none' })
      bot.tenant.clear(entity)
      await bot.until(isAll('closed', hands, [entity]))
    },
    60_000,
  )
})
