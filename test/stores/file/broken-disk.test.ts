import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { StaleError, StoreError } from '../../../src/errors.js'
import type { Store } from '../../../src/ports.js'
import { createDisk, type Disk } from '../../../src/stores/file/disk.js'
import { verifyJournal } from '../../../src/stores/file/verify-journal.js'
import { createEvent, createIncident, createTask, toClosed, toPools } from '../../contracts/store-records.js'
import { createFolder, type Folder } from './folder.js'

const real = createDisk()
let folder: Folder
beforeEach(async () => {
  folder = await createFolder()
})
afterEach(() => folder.remove())

const full = () => Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' })

/** A disk of which one call can be replaced while the store is open. */
function createSwitch() {
  let broken: Partial<Disk> = {}
  const disk: Disk = {
    create: (...args) => (broken.create ?? real.create)(...args),
    rename: (...args) => (broken.rename ?? real.rename)(...args),
    link: (...args) => (broken.link ?? real.link)(...args),
    remove: (...args) => (broken.remove ?? real.remove)(...args),
    sync: (...args) => (broken.sync ?? real.sync)(...args),
    syncFolder: (...args) => (broken.syncFolder ?? real.syncFolder)(...args),
    append: (...args) => (broken.append ?? real.append)(...args),
    cut: (...args) => (broken.cut ?? real.cut)(...args),
  }
  return {
    disk,
    set: (calls: Partial<Disk>) => {
      broken = calls
    },
  }
}

const isFatal = (fatal: boolean) => (error: unknown) => error instanceof StoreError && error.fatal === fatal
const open = (store: Store, id: string) =>
  store.commit({
    incident: { next: createIncident(id), expectedVersion: 0 },
    events: [createEvent(id)],
    tasks: [createTask(id)],
    cells: [{ key: id, value: true }],
  })

async function expectOnly(store: Store, ids: readonly string[]): Promise<void> {
  expect((await store.listLive({})).map(({ id }) => id)).toEqual(ids)
  expect((await store.readJournal({ limit: 99 })).map(({ event }) => event.incidentId)).toEqual(ids)
  expect((await store.readBacklog(1_000)).due).toBe(ids.length)
}

describe('a write that fails before the new file is in place', () => {
  test.each<[string, Partial<Disk>]>([
    [
      'the disk is full',
      {
        async create(path, bytes) {
          await writeFile(path, bytes.subarray(0, 5))
          throw full()
        },
      },
    ],
    [
      'it cannot be renamed',
      {
        async rename() {
          throw full()
        },
      },
    ],
  ])('changes nothing, and the next one works, when %s', async (_, broken) => {
    const { disk, set } = createSwitch()
    const store = await folder.open({ disk })
    await open(store, 'one')
    set(broken)
    const results = await Promise.allSettled([open(store, 'two'), open(store, 'three')])
    for (const result of results)
      expect(result).toMatchObject({ status: 'rejected', reason: { name: 'StoreError', fatal: false } })
    await expectOnly(store, ['one'])
    expect(await store.recall('two')).toBeUndefined()
    set({})
    await open(store, 'two')
    await expectOnly(store, ['one', 'two'])
    await store.close()
    await expectOnly(await folder.open(), ['one', 'two'])
  })

  test('rejects what shared it and nothing else', async () => {
    const { disk, set } = createSwitch()
    const store = await folder.open({ disk })
    const gate = createGate()
    set({
      async create() {
        await gate.pass()
        throw full()
      },
    })
    const first = open(store, 'one')
    await gate.reached
    const second = open(store, 'two')
    set({})
    gate.open()
    await expect(first).rejects.toSatisfy(isFatal(false))
    await second
    await expectOnly(store, ['two'])
  })

  test('gives nobody a task of which the disk knows nothing', async () => {
    const { disk, set } = createSwitch()
    const store = await folder.open({ disk })
    set({
      async create() {
        throw full()
      },
    })
    const saving = open(store, 'one')
    const claiming = store.claimTasks({ now: 9_000, pools: toPools(9), leaseMilliseconds: 1_000 })
    await expect(saving).rejects.toSatisfy(isFatal(false))
    await expect(claiming).rejects.toSatisfy(isFatal(false))
    expect(await store.claimTasks({ now: 9_000, pools: toPools(9), leaseMilliseconds: 1_000 })).toEqual([])
  })
})

describe('a write of which nobody knows whether it happened', () => {
  test.each<[string, Partial<Disk>]>([
    [
      'the rename happened and its answer was lost',
      {
        async rename(from, to) {
          await real.rename(from, to)
          throw new Error('EIO')
        },
      },
    ],
    [
      'the folder could not be synced',
      {
        async syncFolder() {
          throw new Error('EIO')
        },
      },
    ],
  ])('stops the store when %s', async (_, broken) => {
    const { disk, set } = createSwitch()
    const store = await folder.open({ disk })
    await open(store, 'one')
    set(broken)
    await expect(open(store, 'two')).rejects.toSatisfy(isFatal(true))
    set({})
    await expect(open(store, 'three')).rejects.toSatisfy(isFatal(true))
    await expect(store.findIncident('one')).rejects.toSatisfy(isFatal(true))
    await store.close()
    const again = await folder.open()
    expect(await again.findIncident('one')).toBeDefined()
    expect(await again.findIncident('three')).toBeUndefined()
    expect(await verifyJournal(folder.path)).toMatchObject({ ok: true })
  })
})

describe('one write', () => {
  test('is on the disk in the right order before anybody hears of it', async () => {
    const steps: string[] = []
    const note =
      <Args extends unknown[], Result>(step: string, call: (...args: Args) => Promise<Result>) =>
      async (...args: Args) => {
        const result = await call(...args)
        steps.push(step)
        return result
      }
    const disk: Disk = {
      ...real,
      create: note('create', real.create),
      rename: note('rename', real.rename),
      syncFolder: note('sync folder', real.syncFolder),
      append: note('append', real.append),
    }
    const store = await folder.open({ disk })
    steps.length = 0
    await store.commit({ events: [createEvent('one')] })
    expect(steps.slice(0, 3)).toEqual(['create', 'rename', 'sync folder'])
    await store.close()
    const second = ['create', 'rename', 'sync folder']
    expect(steps.slice(3)).toEqual(['append', 'sync folder', ...second])
  })

  test('is shared by all that arrives while the one before is under way', async () => {
    const gate = createGate()
    let writes = 0
    const disk: Disk = {
      ...real,
      async create(path, bytes) {
        writes += 1
        await gate.pass()
        await real.create(path, bytes)
      },
    }
    const store = await folder.open({ disk })
    const first = [store.remember('a', 1), store.remember('b', 1)]
    await gate.reached
    const others = Array.from({ length: 50 }, (_, index) => open(store, `incident-${index}`))
    expect(await store.listLive({})).toEqual([])
    expect(await store.recall('a')).toBeUndefined()
    gate.open()
    await Promise.all([...first, ...others])
    expect(writes).toBe(2)
    expect(await store.listLive({})).toHaveLength(50)
  })

  test('that shares with a stale commit goes ahead without it', async () => {
    const store = await folder.open()
    const [good, bad] = await Promise.allSettled([
      open(store, 'one'),
      store.commit({
        incident: { next: createIncident('two'), expectedVersion: 3 },
        cells: [{ key: 'two', value: true }],
      }),
    ])
    expect(good.status).toBe('fulfilled')
    expect(bad).toMatchObject({
      reason: expect.objectContaining({ name: new StaleError('').name }) as unknown,
    })
    expect(await store.recall('two')).toBeUndefined()
  })

  test('is not needed to hand out a task', async () => {
    let writes = 0
    const disk: Disk = {
      ...real,
      create(path, bytes) {
        writes += 1
        return real.create(path, bytes)
      },
    }
    const store = await folder.open({ disk })
    await store.commit({ tasks: [createTask('a')] })
    expect(await store.claimTasks({ now: 1_000, pools: toPools(1), leaseMilliseconds: 1 })).toHaveLength(1)
    expect(writes).toBe(1)
  })
})

describe('the generation before the last', () => {
  test('is not worth a commit: what cannot be kept is not kept', async () => {
    const { disk, set } = createSwitch()
    const store = await folder.open({ disk })
    await open(store, 'one')
    set({
      async link() {
        throw full()
      },
    })
    await open(store, 'two')
    await expectOnly(store, ['one', 'two'])
  })

  test('is one commit behind while the store is open, and there at every moment of a write', async () => {
    const previous = async () =>
      JSON.parse(await readFile(join(folder.path, 'state.previous.json'), 'utf8')) as object
    const { disk, set } = createSwitch()
    const store = await folder.open({ disk })
    await store.remember('key', 1)
    await store.remember('key', 2)
    expect(await previous()).toMatchObject({ memory: [['key', 1]] })
    set({
      async rename() {
        throw full()
      },
    })
    await expect(store.remember('key', 3)).rejects.toSatisfy(isFatal(false))
    expect(await previous()).toMatchObject({ memory: [['key', 2]] })
  })
})

describe('a record that cannot be appended to', () => {
  test.each([false, true])('loses nothing, over a restart: %s', async (isRestarted) => {
    const { disk, set } = createSwitch()
    let store = await folder.open({ disk })
    await open(store, 'one')
    set({
      async append(path, length, bytes) {
        await real.append(path, length, bytes.subarray(0, bytes.length / 2))
        throw full()
      },
    })
    await open(store, 'two')
    const closed = await store.commit({
      incident: { next: toClosed(createIncident('three')), expectedVersion: 0 },
      events: [createEvent('three')],
    })
    for (const _ of ['while it fails', 'later']) {
      expect(await store.listClosed({ limit: 9 })).toEqual([closed])
      expect((await store.readJournal({ limit: 9 })).map(({ event }) => event.incidentId)).toEqual([
        'one',
        'two',
        'three',
      ])
      expect(await store.readJournal({ incidentId: 'three', limit: 9 })).toHaveLength(1)
      set({})
      if (isRestarted) {
        await store.close()
        store = await folder.open({ disk })
      }
      await store.remember('key', 1)
    }
    await store.close()
    expect(await verifyJournal(folder.path)).toEqual({ ok: true, entries: 3 })
  })
})

/** Holds up a write until the test has done what it wants to do meanwhile. */
function createGate() {
  const reached = createSignal()
  const opened = createSignal()
  return {
    reached: reached.given,
    open: opened.give,
    pass() {
      reached.give()
      return opened.given
    },
  }
}

function createSignal() {
  let give = () => {}
  const given = new Promise<void>((resolve) => {
    give = resolve
  })
  return { given, give: () => give() }
}
