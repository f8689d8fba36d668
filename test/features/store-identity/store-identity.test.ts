// A bot that begins with nothing says so: an empty data folder is a first start, or the wrong folder.
import { afterEach, describe, expect, test } from 'vitest'
import { minuteMilliseconds } from '../../../src/domain/instant.js'
import { toOpenRoute } from '../../../src/domain/route.js'
import type { Tenant } from '../../../src/domain/tenant.js'
import { ConfigError, PlatformError } from '../../../src/errors.js'
import { beginStore, recallStoreId, requireStore } from '../../../src/features/store-identity/identity.js'
import { toAnnounceTasks } from '../../../src/features/store-identity/tasks.js'
import { readTypes } from '../acts.js'
import { contoso, maya } from '../people.js'
import { createStage, type Stage, type StageSettings, toView } from '../stage.js'
import { hastyDisk } from '../store.js'

/** Shares the Slack channel with Contoso. */
const fabrikam: Tenant = {
  ...contoso,
  id: 'fabrikam',
  name: 'Fabrikam',
  routes: [
    toOpenRoute({ platform: 'slack', channel: 'C1' }),
    toOpenRoute({ platform: 'slack', channel: 'C2' }),
  ],
}
const tenants = [contoso, fabrikam]
const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
const createId = () => 'store-7f3a'

let stage: Stage
afterEach(() => stage.close())

async function begin(settings: StageSettings = {}): Promise<void> {
  stage = await createStage({
    tenants,
    open: (store, { clock, log }) => beginStore({ store, clock, log, createId, tenants }),
    ...settings,
  })
  await stage.advance(5_000)
}

const listNotices = () =>
  [stage.slack, stage.teams].flatMap(({ name, sent }) =>
    sent.flatMap(({ card, channel }) =>
      card.name === 'notice' ? [{ place: `${name} ${channel}`, ...card.view }] : [],
    ),
  )

describe('a bot that starts on an empty folder', () => {
  test('says once in every alert channel that it remembers nothing', async () => {
    await begin()
    const notices = listNotices()
    expect(notices.map(({ place }) => place).sort()).toEqual(['slack C1', 'slack C2', 'teams 19:ops'])
    for (const { title, text } of notices) {
      expect(title).toBe('I start with an empty memory')
      expect(text).toMatch(/store id store-7f3a.*cards of before are not known.*announced again/)
    }
    await stage.crash()
    await stage.advance(10 * minuteMilliseconds)
    expect(listNotices()).toHaveLength(3)
  })

  test('says it in the log and in the journal, and its status shows which store it is', async () => {
    await begin()
    expect(stage.log).toContainEqual({
      level: 'warn',
      event: 'store.begun-empty',
      fields: { storeId: 'store-7f3a' },
    })
    expect(await stage.journal()).toContainEqual({
      at: stage.clock.now() - 5_000,
      type: 'store.created',
      data: { storeId: 'store-7f3a' },
    })
    const status = toView(await stage.command(maya, 'status'), 'status')
    expect(status.rows.find(({ name }) => name === 'Store')).toMatchObject({
      word: 'works',
      detail: 'id store-7f3a; everything is in its file',
    })
    const report = await stage
      .bot()
      .runDoctor(
        { platform: 'console', id: 'maya', name: 'Maya' },
        { tenant: undefined, postsTestCards: false },
      )
    expect(report.sections[0]?.checks.find(({ name }) => name === 'Store')?.found).toBe(
      'Writing and reading work. Its id is store-7f3a.',
    )
  })

  test('says it when the platform answers again', async () => {
    await begin({ open: async () => {} })
    let isDown = true
    stage.slack.refuse(() => (isDown ? new PlatformError('down', { code: 'unavailable' }) : undefined))
    const channel = { platform: 'slack', channel: 'C1' } as const
    await stage.store().commit({ tasks: toAnnounceTasks([channel], stage.clock.now()) })
    await stage.advance(minuteMilliseconds)
    expect(listNotices()).toEqual([])
    isDown = false
    await stage.advance(5 * minuteMilliseconds)
    expect(listNotices()).toMatchObject([{ place: 'slack C1' }])
  })
})

describe('a folder that has been used before stores had an id', () => {
  test('gets one without a word', async () => {
    await begin({ open: async () => {} })
    await beginStore({ store: stage.store(), clock: stage.clock, log: silent, createId, tenants })
    await stage.advance(minuteMilliseconds)
    expect(await recallStoreId(stage.store())).toBe('store-7f3a')
    expect(listNotices()).toEqual([])
    expect(await readTypes(stage)).not.toContain('store.created')
  })
})

describe('a store id in the settings', () => {
  const expectStore = (storeId?: string) =>
    requireStore(stage.store(), {
      place: 'the data folder /data',
      ...(storeId === undefined ? {} : { storeId }),
    })

  test('lets in the store that it names', async () => {
    await begin()
    await expectStore('store-7f3a')
    await expectStore()
  })

  test.each<[string, StageSettings['open'], RegExp]>([
    [
      'an empty folder',
      undefined,
      /^- storeId: the data folder \/data is empty, and not the store wanted\. .*mounted.*remove storeId/m,
    ],
    [
      'another store',
      (store, { clock, log }) => beginStore({ store, clock, log, createId, tenants }),
      /holds the store store-7f3a, not wanted\. .*mounted.*write the id of this one/,
    ],
    ['a store without an id', async () => {}, /is older than its ids\. Start once without storeId/],
  ])('refuses %s in words that say what to do', async (_, open, words) => {
    let refusal: unknown
    const check: StageSettings['open'] = async (store) => {
      refusal = await requireStore(store, { place: 'the data folder /data', storeId: 'wanted' }).catch(
        (error: unknown) => error,
      )
    }
    await begin({ open: open ?? check })
    if (open !== undefined) refusal = await expectStore('wanted').catch((error: unknown) => error)
    expect(refusal).toBeInstanceOf(ConfigError)
    expect(refusal).toMatchObject({ message: expect.stringMatching(words) as unknown })
  })
})

test('a journal that cannot be written is an alarm, until it can', async () => {
  let isFull = true
  await begin({
    open: async () => {},
    disk: {
      ...hastyDisk,
      async append(...given) {
        if (isFull) throw new Error('EIO: i/o error')
        await hastyDisk.append(...given)
      },
    },
  })
  const event = { at: stage.clock.now(), type: 'poll.gone', data: {} } as const
  await stage.store().commit({ events: [event] })
  // The record is written between one write and the next.
  await stage.store().remember('key', 1)
  const read = async () =>
    toView(await stage.command(maya, 'status'), 'status').rows.find(({ name }) => name === 'Store')
  expect(await read()).toMatchObject({
    word: 'has a problem',
    detail: '1 entry waits in state.json, because a record cannot be written: EIO: i/o error',
  })
  isFull = false
  await stage.advance(minuteMilliseconds)
  expect(await read()).toMatchObject({ word: 'works' })
})
