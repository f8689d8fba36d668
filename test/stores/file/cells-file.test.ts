// Cells that stand in a file of their own, because there are many.
import { cp, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { duties } from '../../../src/features/index.js'
import type { Store } from '../../../src/ports.js'
import { createDisk, type Disk } from '../../../src/stores/file/disk.js'
import { openForReading } from '../../../src/stores/file/reading.js'
import { openRepair, type RepairPlan } from '../../../src/stores/file/repair/index.js'
import { createManualClock } from '../../clock.js'
import { createEvent, createIncident, createTask } from '../../contracts/store-records.js'
import { createFolder, type Folder, forgetEnd, silentLog, toStateBytes } from './folder.js'

const real = createDisk()
const foldCellsAt = 500

let folder: Folder
let file: string
beforeEach(async () => {
  folder = await createFolder()
  file = join(folder.path, 'state.json')
})
afterEach(() => folder.remove())

const open = (disk: Disk = real) => folder.open({ foldCellsAt, disk })
const text = 'x'.repeat(100)
const listCellFiles = async (path = folder.path) =>
  (await readdir(path)).filter((name) => name.startsWith('state.cells-')).sort()
const readText = (name: string) => readFile(join(folder.path, name), 'utf8')

/** Ten cells, in a file that the state names. */
async function fill(store: Store): Promise<void> {
  for (let index = 0; index < 10; index += 1) await store.remember(`cell-${index}`, `${index} ${text}`)
  await store.commit({ events: [createEvent('one')] })
}

async function fillAndClose(): Promise<void> {
  const store = await open()
  await fill(store)
  await store.close()
}

async function flip(name: string): Promise<void> {
  await writeFile(join(folder.path, name), (await readText(name)).replace('xxx', 'xyx'))
}

async function flipAll(): Promise<void> {
  for (const name of await listCellFiles()) await flip(name)
}

const full = () => Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' })

describe('many cells', () => {
  test('are not written again with every commit', async () => {
    const store = await open()
    await fill(store)
    await store.commit({ events: [createEvent('one')] })
    expect((await stat(file)).size).toBeLessThan(2_500)
    const before = await listCellFiles()
    expect(before).toHaveLength(2)
    for (let turn = 0; turn < 5; turn += 1) await store.commit({ events: [createEvent('one')] })
    expect(await listCellFiles()).toEqual(before)
    await store.close()
    const again = await open()
    for (let index = 0; index < 10; index += 1)
      expect((await again.recall(`cell-${index}`))?.value).toBe(`${index} ${text}`)
  })

  test('that were changed, forgotten or ended since are what they are now, also after a restart', async () => {
    const clock = createManualClock(1_000)
    const first = await folder.open({ foldCellsAt, clock })
    await first.remember('ending', text, { until: 5_000 })
    await fill(first)
    await first.remember('cell-3', 'new')
    await first.commit({ cells: [{ key: 'cell-4', forget: true }] })
    await first.remember('cell-5', 'for a while', { until: 4_000 })
    await first.close()
    expect(await readText('state.json')).toContain('"forgotten":["cell-4"]')

    const second = await folder.open({ foldCellsAt, clock })
    expect((await second.recall('cell-3'))?.value).toBe('new')
    expect(await second.recall('cell-4')).toBeUndefined()
    expect((await second.recall('cell-5'))?.value).toBe('for a while')
    expect((await second.recall('ending'))?.value).toBe(text)
    const { version = 0 } = (await second.recall('cell-6')) ?? {}
    await second.remember('cell-6', 'swapped', { expectedVersion: version })
    await expect(second.remember('cell-6', 'late', { expectedVersion: version })).rejects.toThrow(/faster/)
    await second.close()

    const third = await folder.open({ foldCellsAt, clock: createManualClock(6_000) })
    expect((await third.recall('cell-6'))?.value).toBe('swapped')
    expect(await third.recall('cell-5')).toBeUndefined()
    expect(await third.recall('ending')).toBeUndefined()
    expect((await third.listKeys('')).length).toBe(8)
  })

  test('leave one generation behind, and none that nobody names', async () => {
    const store = await open()
    for (let turn = 0; turn < 5; turn += 1) await fill(store)
    expect((await listCellFiles()).length).toBeLessThanOrEqual(6)
    await store.close()
    await (await open()).close()
    expect(await listCellFiles()).toHaveLength(2)
  })

  test('are read by whoever takes no lock, at every moment of a bot that moves them', async () => {
    const store = await open()
    await fill(store)
    let isOver = false
    const writing = (async () => {
      for (let turn = 0; turn < 3; turn += 1) await fill(store)
      isOver = true
    })()
    while (!isOver) {
      const reading = await openForReading(folder.path)
      expect((await reading.recall('cell-7'))?.value).toBe(`7 ${text}`)
    }
    await writing
  })

  test('stay in the state file, and nothing is lost, when there is no room for another one', async () => {
    let isFull = true
    let tries = 0
    const store = await open({
      ...real,
      async create(path, bytes) {
        if (!path.includes('.cells-')) return real.create(path, bytes)
        tries += 1
        if (!isFull) return real.create(path, bytes)
        await writeFile(path, bytes.subarray(0, 9))
        throw full()
      },
    })
    await fill(store)
    expect(tries).toBeLessThan(4)
    expect(await listCellFiles()).toEqual([])
    expect(store.health().ok).toBe(true)
    isFull = false
    for (let turn = 0; turn < 10; turn += 1) await fill(store)
    expect(await listCellFiles()).not.toEqual([])
    await store.close()
    expect((await (await open()).recall('cell-7'))?.value).toBe(`7 ${text}`)
  })
})

describe('a commit of an incident, an event, a task and cells', () => {
  const keys = ['a', 'b', 'c', 'd'] as const
  const toKey = (step: number) => keys[step % keys.length] ?? ''

  async function commit(store: Store, step: number): Promise<void> {
    const known = await store.findIncident('one')
    await store.commit({
      incident: { next: known ?? createIncident('one'), expectedVersion: step - 1 },
      events: [createEvent('one')],
      tasks: [createTask(`task-${step}`)],
      cells: [
        { key: 'step', value: step },
        { key: toKey(step), value: `${step} ${text}` },
        { key: toKey(step + 1), forget: true },
      ],
    })
  }

  async function readStep(store: Store): Promise<number> {
    const step = Number((await store.recall('step'))?.value ?? 0)
    expect((await store.findIncident('one'))?.version ?? 0).toBe(step)
    expect(await store.readJournal({ limit: 99 })).toHaveLength(step)
    expect((await store.readBacklog(9_999)).due).toBe(step)
    for (let former = step; former > Math.max(0, step - 3); former -= 1)
      expect((await store.recall(toKey(former)))?.value).toBe(`${former} ${text}`)
    if (step > 0) expect(await store.recall(toKey(step + 1))).toBeUndefined()
    return step
  }

  /** So few bytes that every second commit moves them. */
  const openHere = (path = folder.path, disk: Disk = real) =>
    folder.open({ foldCellsAt: 180, disk, folder: path })

  /** As the disk is before and in the middle of each of its calls, when the process is killed there. */
  function createWitness(copies: { readonly path: string; readonly step: number }[], readNow: () => number) {
    const note = async () => {
      const path = await mkdtemp(join(tmpdir(), 'reprieve-crash-'))
      await cp(folder.path, path, { recursive: true, filter: (one) => !/\/lock\./.test(one) })
      copies.push({ path, step: readNow() })
    }
    const around =
      <Args extends unknown[], Result>(call: (...args: Args) => Promise<Result>) =>
      async (...args: Args) => {
        await note()
        return call(...args)
      }
    const disk: Disk = {
      create: around(async (path, bytes) => {
        await real.create(path, bytes.subarray(0, bytes.length / 2))
        await note()
        await real.remove(path)
        await real.create(path, bytes)
      }),
      rename: around(real.rename),
      link: around(real.link),
      remove: around(real.remove),
      sync: around(real.sync),
      syncFolder: around(real.syncFolder),
      append: around(real.append),
      cut: around(real.cut),
    }
    return disk
  }

  test('is all there or not at all, wherever the bot is killed, and the next one goes on from there', {
    timeout: 60_000,
  }, async () => {
    const copies: { readonly path: string; readonly step: number }[] = []
    const generations = new Set<string>()
    let saved = 0
    const store = await openHere(
      folder.path,
      createWitness(copies, () => saved),
    )
    for (let step = 1; step <= 5; step += 1) {
      await commit(store, step)
      saved = step
    }
    await store.close()
    for (const { path, step } of copies) {
      for (const name of await listCellFiles(path)) generations.add(name)
      const after = await openHere(path)
      const found = await readStep(after)
      expect([step, step + 1]).toContain(found)
      for (const next of [1, 2]) await commit(after, found + next)
      await after.close()
      const again = await openHere(path)
      expect(await readStep(again)).toBe(found + 2)
      await again.close()
      expect((await listCellFiles(path)).length).toBeLessThanOrEqual(4)
      await rm(path, { recursive: true })
    }
    expect(copies.length).toBeGreaterThan(45)
    expect(generations.size).toBeGreaterThan(4)
  })
})

describe('a file of cells that is damaged', () => {
  test.each<[string, (name: string) => Promise<void>]>([
    ['has one bit flipped', flip],
    ['is not there', (name) => rm(join(folder.path, name))],
    ['was cut off', async (name) => writeFile(join(folder.path, name), (await readText(name)).slice(0, 99))],
  ])('costs nothing when it %s, also after a kill: there are two, and it is mended', async (_, damage) => {
    await fillAndClose()
    await forgetEnd(folder.path)
    for (const name of await listCellFiles()) {
      const before = await readText(name)
      await damage(name)
      const reading = await openForReading(folder.path)
      expect((await reading.recall('cell-7'))?.value).toBe(`7 ${text}`)
      const store = await open()
      expect((await store.recall('cell-7'))?.value).toBe(`7 ${text}`)
      await store.close()
      expect(await readText(name)).toBe(before)
    }
  })

  test('is refused when both are, in words that say what to do', async () => {
    await fillAndClose()
    await flipAll()
    const before = await readText('state.json')
    await expect(open()).rejects.toThrow(
      /neither .*state\.cells-\d+\.json nor .*\.copy\.json is there and whole.*reprieve store repair/,
    )
    await expect(openForReading(folder.path)).rejects.toThrow(/is damaged.*reprieve store repair/)
    expect(await readText('state.json')).toBe(before)
  })

  test('of another generation is never taken for the one the state names', async () => {
    const store = await open()
    await fill(store)
    const [one = '', copy = ''] = (await listCellFiles()).slice(-2)
    await store.close()
    const others = toStateBytes({ generation: 1, memory: [['cell-7', 'another']], ends: [] })
    for (const name of [one, copy]) await writeFile(join(folder.path, name), others)
    await expect(open()).rejects.toThrow(/reprieve store repair/)
  })

  async function repair(): Promise<RepairPlan> {
    const clock = createManualClock(1_000)
    const createId = () => 'repair'
    const { path } = folder
    const parts = { folder: path, clock, createId, log: silentLog, pid: process.pid, duties }
    const repairing = await openRepair(parts)
    await repairing.apply()
    await repairing.close()
    return repairing.plan
  }

  test('is done without by a repair, which says so and keeps everything else', async () => {
    const store = await open()
    await store.commit({ incident: { next: createIncident('one'), expectedVersion: 0 } })
    await fill(store)
    await store.remember('late', 'kept')
    await store.close()
    await flipAll()
    expect(await repair()).toMatchObject({ base: 'state.json', lost: { cells: true } })
    const after = await open()
    expect((await after.listLive({})).map(({ id }) => id)).toEqual(['one'])
    expect((await after.recall('late'))?.value).toBe('kept')
    expect(await after.recall('cell-7')).toBeUndefined()
    expect((await after.recall('gap'))?.value).toMatchObject({ why: 'rebuilt' })
    const [kept = ''] = (await readdir(folder.path)).filter((name) => name.startsWith('before-repair-'))
    expect((await readdir(join(folder.path, kept))).filter((name) => name.includes('.cells-'))).not.toEqual(
      [],
    )
  })

  test('is no loss in the generation of the state before the last: a repair builds upon that', async () => {
    let named = ''
    const store = await open()
    await store.remember('cell-0', text)
    const readNamed = async () =>
      /"cellsFile":\{"generation":(\d+)/.exec(await readText('state.json'))?.[1] ?? ''
    for (let turn = 0; named === '' || named === (await readNamed()); turn += 1) {
      named = await readNamed()
      await store.remember(`cell-${turn % 10}`, `${turn} ${text}`)
    }
    await cp(folder.path, `${folder.path}-killed`, { recursive: true })
    await store.close()
    await rm(folder.path, { recursive: true })
    await cp(`${folder.path}-killed`, folder.path, {
      recursive: true,
      filter: (one) => !/\/lock\./.test(one),
    })
    await rm(`${folder.path}-killed`, { recursive: true })
    for (const name of await listCellFiles()) if (name.includes(`-${await readNamed()}.`)) await flip(name)
    await expect(open()).rejects.toThrow(/reprieve store repair/)
    expect(await repair()).toMatchObject({ base: 'state.previous.json', lost: { cells: false } })
    const after = await open()
    expect((await after.recall('cell-0'))?.value).toContain(text)
  })
})

describe('programs from before there was a file of cells', () => {
  const stateOf = async () => JSON.parse(await readText('state.json')) as Record<string, unknown>

  test('still open a folder in which all cells fit into the state', async () => {
    const store = await open()
    await store.remember('key', 1)
    await store.close()
    expect(await stateOf()).toMatchObject({ format: 8, oldestReader: 2, memory: [['key', 1]] })
    expect(await stateOf()).not.toHaveProperty('cellsFile')
  })

  test('refuse one with such a file, without which they would have forgotten most', async () => {
    await fillAndClose()
    expect(await stateOf()).toMatchObject({ format: 8, oldestReader: 6 })
  })

  test.each([{ format: 5, oldestReader: 2 }, { format: 3, oldestReader: 2 }, { version: 1 }])(
    'leave folders that are opened, and their cells are moved: %o',
    async (head) => {
      const store = await folder.open()
      await fill(store)
      await store.remember('ending', text, { until: 9_000 })
      await store.close()
      const { format: _, oldestReader: __, checksum: ___, ...rest } = await stateOf()
      await writeFile(file, toStateBytes({ ...head, ...rest }))
      await forgetEnd(folder.path)
      const after = await open()
      await after.remember('cell-3', 'new')
      await after.commit({ events: [createEvent('two')] })
      expect(await listCellFiles()).toHaveLength(2)
      expect((await stateOf()).memory).toEqual([])
      await after.close()
      const again = await open()
      expect((await again.recall('cell-3'))?.value).toBe('new')
      expect((await again.recall('cell-7'))?.value).toBe(`7 ${text}`)
      expect((await again.recall('ending'))?.until).toBe(9_000)
    },
  )
})

test('a backup that is copied over a folder brings its own cells, and is noticed', async () => {
  await fillAndClose()
  await cp(folder.path, `${folder.path}-backup`, { recursive: true, filter: (one) => !/\/lock\./.test(one) })
  const store = await open()
  for (let turn = 0; turn < 30; turn += 1) await store.remember(`cell-${turn % 10}`, `newer ${turn} ${text}`)
  await store.close()
  await cp(`${folder.path}-backup`, folder.path, { recursive: true })
  await rm(`${folder.path}-backup`, { recursive: true })
  const after = await open()
  expect((await after.recall('cell-7'))?.value).toBe(`7 ${text}`)
  expect((await after.recall('gap'))?.value).toMatchObject({ why: 'replaced' })
  await fill(after)
  await after.close()
  expect((await (await open()).recall('cell-7'))?.value).toBe(`7 ${text}`)
})
