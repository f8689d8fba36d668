// A history that began in a data folder, moved into a database.
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest'
import { toErasedEvent } from '../../../src/domain/erase.js'
import { toTask } from '../../../src/domain/task.js'
import { duties } from '../../../src/features/index.js'
import type { Store } from '../../../src/ports.js'
import { createSystemClock } from '../../../src/run/clock.js'
import { openHistory } from '../../../src/stores/file/history.js'
import type { CopyProgress } from '../../../src/stores/history.js'
import { takeHistory } from '../../../src/stores/postgres/take-history.js'
import { createManualClock } from '../../clock.js'
import {
  createContainment,
  createEvent,
  createIncident,
  createTask,
  toClosed,
} from '../../contracts/store-records.js'
import { createFolder, type Folder, silentLog } from '../file/folder.js'
import { createPlace, describePostgres, type Place } from './place.js'

const by = { platform: 'slack', id: 'U1', name: 'Maya' } as const
const held = { platform: 'slack', channel: 'C1', since: 1, triedAt: 2, dueAt: 9_000 } as const

describePostgres('a history that is copied', () => {
  let folder: Folder
  let place: Place
  beforeEach(async () => {
    folder = await createFolder()
    place = await createPlace()
  })
  afterEach(async () => {
    await folder.remove()
    await place.remove()
  })

  async function fill(store: Store): Promise<void> {
    const save = (next: ReturnType<typeof createIncident>, expectedVersion = 0) =>
      store.commit({
        incident: { next, expectedVersion },
        events: [createEvent(next.id, { texts: { note: `of ${next.id}` } })],
      })
    await store.commit({ cells: [{ key: 'store', value: { id: 'store-1' } }] })
    await save(createIncident('old', { reviews: [{ by, at: 1, attestations: [], note: 'Ines phoned' }] }))
    await save(
      toClosed(
        createIncident('old', { reviews: [{ by, at: 1, attestations: [], note: 'Ines phoned' }] }),
        2_000,
      ),
      1,
    )
    await store.commit({
      erase: { before: Date.UTC(2026, 10, 6), days: 90 },
      events: [toErasedEvent({ before: Date.UTC(2026, 10, 6), days: 90 }, Date.UTC(2026, 10, 7))],
    })
    await save(createIncident('live', { address: 'o’neil+ä@contoso.com' }))
    await save(toClosed(createIncident('closed'), Date.UTC(2026, 10, 8)))
    await save({ ...toClosed(createIncident('closed'), Date.UTC(2026, 10, 8)), revision: 2 }, 1)
    await save(
      toClosed(
        createIncident('standing', { tenantId: 'fabrikam', containments: [createContainment('c1')] }),
        Date.UTC(2026, 10, 9),
      ),
    )
    await store.commit({
      events: [
        createEvent('live', {
          at: Date.UTC(2026, 11, 1),
          data: { odd: '\u2028 ä \u{1F680} \u0000', 2: 1, 1: 2 },
          texts: { note: 'kept' },
        }),
      ],
      tasks: [
        createTask('one', { dueAt: 5_000 }),
        toTask({ key: 'two', lane: 'two', dueAt: 7_000, duty: { kind: 'gather', incidentId: 'live' }, held }),
      ],
      cells: [
        { key: 'poll:contoso', value: { at: 1, odd: '\u0000' }, until: 9_999_999_999_999 },
        { key: 'ended', value: 1, until: 1 },
      ],
    })
  }

  const bulk = (store: Store, count: number) =>
    store.commit({
      events: Array.from({ length: count }, (_, at) =>
        createEvent(`many-${at % 7}`, { texts: { note: `${at}` } }),
      ),
    })

  async function copy(listener: Partial<CopyProgress> = {}): Promise<readonly number[]> {
    const counts: number[] = []
    const parts = { clock: createSystemClock(), log: silentLog }
    const own = { ...parts, folder: folder.path, createId: () => 'ticket', pid: process.pid, duties }
    const history = await openHistory(own, () => {})
    try {
      await takeHistory({ ...parts, url: place.url }, history, {
        copied(what, count) {
          if (what === 'entries') counts.push(count)
          listener.copied?.(what, count, 0)
        },
        checking: () => listener.checking?.(),
      })
    } finally {
      await history.close()
    }
    return counts
  }

  async function describe(store: Store) {
    const lines: string[] = []
    const entries: unknown[] = []
    for await (const { text, entry } of store.streamJournal()) {
      lines.push(text)
      entries.push(entry)
    }
    const keys = (await store.listKeys('')).toSorted()
    return {
      lines,
      entries,
      live: await store.listLive({}),
      closed: await store.listClosed({ limit: 99 }),
      standing: await store.listClosed({ limit: 99, standing: true }),
      counts: [await store.countClosed({}), await store.countClosed({ tenantId: 'fabrikam' })],
      cells: await Promise.all(keys.map(async (key) => [key, await store.recall(key)])),
      held: await store.listHeld(),
      backlog: await store.readBacklog(6_000),
      oldest: await store.findOldestText(),
      verdict: await store.verifyJournal(),
    }
  }

  async function prepare(more = 0): Promise<Awaited<ReturnType<typeof describe>>> {
    const store = await folder.open({ clock: createManualClock(1_000) })
    await fill(store)
    if (more > 0) await bulk(store, more)
    const described = await describe(store)
    await store.close()
    return described
  }

  const openCopy = () => place.open({ clock: createManualClock(1_000) })

  test('is the same in the database, the journal letter for letter', async () => {
    const before = await prepare()
    await copy()
    const after = await describe(await openCopy())
    expect(after).toEqual(before)
    expect(before.verdict).toMatchObject({ ok: true, entries: 8 })
    expect(before.closed).toHaveLength(3)
  })

  test('goes on there: versions, chain and cells count from where they stood', async () => {
    await prepare()
    await copy()
    const store = await openCopy()
    const [live] = await store.listLive({})
    if (live === undefined) throw new Error('nothing is live')
    await store.commit({
      incident: { next: toClosed(live), expectedVersion: 1 },
      events: [createEvent('live')],
    })
    expect(await store.countClosed({})).toBe(4)
    const former = await store.recall('poll:contoso')
    await store.remember('poll:contoso', 2, { expectedVersion: former?.version ?? 0 })
    expect((await store.recall('poll:contoso'))?.version).toBeGreaterThan(former?.version ?? 0)
    expect(await store.verifyJournal()).toMatchObject({ ok: true, entries: 9 })
  })

  test('goes on where it was cut off, and no bot starts before it is whole', async () => {
    const before = await prepare(1_400)
    const cutOff = copy({
      copied() {
        throw new Error('killed')
      },
    })
    await expect(cutOff).rejects.toThrow('killed')
    await expect(openCopy()).rejects.toThrow(/is being copied into the database.*start it again/)
    expect((await copy())[0]).toBe(1_000)
    expect(await describe(await openCopy())).toEqual(before)
  })

  test('that was cut off at its last word is done when it is asked for again', async () => {
    const before = await prepare()
    await copy()
    expect(await copy()).toEqual([])
    expect(await describe(await openCopy())).toEqual(before)
  })

  test('begins anew when a bot has run on the folder since it was cut off', async () => {
    await prepare(1_400)
    await expect(
      copy({
        copied() {
          throw new Error('killed')
        },
      }),
    ).rejects.toThrow('killed')
    const bot = await folder.open({ clock: createManualClock(1_000) })
    await bot.commit({ events: [createEvent('live')] })
    const before = await describe(bot)
    await bot.close()
    expect((await copy())[0]).toBe(500)
    expect(await describe(await openCopy())).toEqual(before)
  })

  test('is refused by a database that holds something else', async () => {
    await prepare()
    const store = await openCopy()
    await store.commit({ cells: [{ key: 'store', value: { id: 'store-2' } }] })
    await expect(copy()).rejects.toThrow(/holds a store already.*Nothing was changed/)
    expect((await store.recall('store'))?.value).toEqual({ id: 'store-2' })
  })

  test('stays where it is while a bot has the folder', async () => {
    await prepare()
    const bot = await folder.open()
    onTestFinished(() => bot.close())
    await expect(copy()).rejects.toThrow(/is in use by process/)
    expect(await place.query('select 1 from reprieve.journal')).toEqual([])
  })

  test('is not copied when its journal is broken', async () => {
    await prepare()
    const path = join(folder.path, 'journal-2026-11.ndjson')
    await writeFile(
      path,
      (await readFile(path, 'utf8')).replace('"incidentId":"live"', '"incidentId":"dead"'),
    )
    await expect(copy()).rejects.toThrow(/changed at entry|broken at entry/)
    expect(await place.query('select 1 from reprieve.journal')).toEqual([])
  })
})
