// A process that stands still while another one takes the folder over, and wakes up again.
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { StoreError } from '../../../src/errors.js'
import type { Store } from '../../../src/ports.js'
import { createDisk, type Disk } from '../../../src/stores/file/disk.js'
import { verifyJournal } from '../../../src/stores/file/verify-journal.js'
import { createEvent, createIncident, toClosed } from '../../contracts/store-records.js'
import { createFolder, type Folder } from './folder.js'

const real = createDisk()
let folder: Folder
beforeEach(async () => {
  folder = await createFolder()
})
afterEach(() => folder.remove())

/** One call of the disk that stands still, the first time only, until it is woken. */
function createStandstill() {
  let wake = () => {}
  let noteStop = () => {}
  const stopped = new Promise<void>((resolve) => {
    noteStop = resolve
  })
  const woken = new Promise<void>((resolve) => {
    wake = resolve
  })
  return {
    stopped,
    wake: () => wake(),
    async pass() {
      noteStop()
      await woken
    },
  }
}

const close = (store: Store, id: string) =>
  store.commit({
    incident: { next: toClosed(createIncident(id)), expectedVersion: 0 },
    events: [createEvent(id)],
  })

/** As another process does when the first one's heartbeat has stopped for too long. */
async function takeOver(): Promise<Store> {
  const lock = join(folder.path, 'lock.1')
  const holder = JSON.parse(await readFile(lock, 'utf8')) as object
  await writeFile(lock, JSON.stringify({ ...holder, isReleased: true }))
  return folder.open()
}

const isFatal = (words: RegExp) => (error: unknown) =>
  error instanceof StoreError && error.fatal && words.test(error.message)

async function readRecords(): Promise<readonly string[]> {
  const names = (await readdir(folder.path)).filter((name) => !name.startsWith('lock')).sort()
  return Promise.all(names.map((name) => readFile(join(folder.path, name), 'utf8')))
}

describe('a process that is woken after another has taken over', () => {
  const stops: [string, (pass: () => Promise<void>) => Partial<Disk>][] = [
    [
      'with its new state in place, before it looks at the record',
      (pass) => ({
        async syncFolder(path) {
          await pass()
          await real.syncFolder(path)
        },
      }),
    ],
    [
      'right before it writes to the record',
      (pass) => ({
        async append(path, length, bytes) {
          await pass()
          await real.append(path, length, bytes)
        },
      }),
    ],
    [
      'in the middle of a write to the record',
      (pass) => ({
        async append(path, length, bytes) {
          await real.append(path, length, bytes.subarray(0, 40))
          await pass()
          throw new Error('EIO: i/o error')
        },
      }),
    ],
  ]

  test.each(stops)('cuts nothing that the other has written, and ends: %s', async (_, toBroken) => {
    const standstill = createStandstill()
    let isOpen = false
    const broken = toBroken(async () => {
      if (isOpen) await standstill.pass()
    })
    const first = await folder.open({ disk: { ...real, ...broken } })
    isOpen = true
    const saved = close(first, 'one')
    await standstill.stopped
    const second = await takeOver()
    for (const id of ['two', 'three', 'four']) await close(second, id)
    await second.remember('key', 1)
    await second.close()
    const before = await readRecords()
    standstill.wake()
    // It was in the state file before, and the other has seen it.
    await saved
    await expect(first.remember('key', 2)).rejects.toSatisfy(isFatal(/taken over|Another process/))
    await expect(first.listLive({})).rejects.toSatisfy(isFatal(/stopped/))
    expect(await readRecords()).toEqual(before)
    expect(await verifyJournal(folder.path)).toEqual({ ok: true, entries: 4 })
    const third = await folder.open()
    expect((await third.listClosed({ limit: 9 })).map(({ id }) => id).sort()).toEqual([
      'four',
      'one',
      'three',
      'two',
    ])
  })

  test('does not put its own state in the place of the other one', async () => {
    const standstill = createStandstill()
    const disk: Disk = {
      ...real,
      async create(path, bytes) {
        await real.create(path, bytes)
        await standstill.pass()
      },
    }
    const first = await folder.open({ disk })
    const saved = first.remember('key', 'of the first')
    await standstill.stopped
    const second = await takeOver()
    await second.remember('key', 'of the second')
    // What the second is writing now bears the same temporary name.
    await writeFile(join(folder.path, 'state.json.tmp'), 'half')
    standstill.wake()
    await expect(saved).rejects.toSatisfy(isFatal(/taken over/))
    expect(await readFile(join(folder.path, 'state.json.tmp'), 'utf8')).toBe('half')
    await second.close()
    expect((await (await folder.open()).recall('key'))?.value).toBe('of the second')
  })
})

describe('the end of a record', () => {
  const path = () => join(folder.path, 'journal-2026-11.ndjson')
  const read = () => readFile(path(), 'utf8')

  test('that is longer than we left it is somebody else’s: nothing is written and nothing cut', async () => {
    await writeFile(path(), 'ours,theirs')
    await expect(real.append(path(), 5, Buffer.from('more'))).rejects.toSatisfy(
      isFatal(/11 bytes instead of 5/),
    )
    await expect(real.cut(path(), 5, 5)).rejects.toSatisfy(isFatal(/Another process/))
    expect(await read()).toBe('ours,theirs')
  })

  test('that a failed write of our own left is cut off', async () => {
    await writeFile(path(), 'ours,half')
    await real.cut(path(), 5, 9)
    expect(await read()).toBe('ours,')
  })

  test('of a new month is ours too when the first write to it failed', async () => {
    let isBroken = false
    const disk: Disk = {
      ...real,
      async append(at, length, bytes) {
        if (!isBroken) return real.append(at, length, bytes)
        await real.append(at, length, bytes.subarray(0, 40))
        throw new Error('EIO: i/o error')
      },
      async cut(...given) {
        if (isBroken) throw new Error('EIO: i/o error')
        await real.cut(...given)
      },
    }
    const store = await folder.open({ disk })
    await store.commit({ events: [createEvent('one')] })
    isBroken = true
    await store.commit({ events: [createEvent('two', { at: Date.UTC(2026, 11, 1) })] })
    await store.remember('key', 1)
    isBroken = false
    await store.commit({ events: [createEvent('three', { at: Date.UTC(2026, 11, 2) })] })
    await store.close()
    expect(await verifyJournal(folder.path)).toEqual({ ok: true, entries: 3 })
  })
})

describe('a data folder that goes away while it is in use', () => {
  const away = () => `${folder.path}-away`
  afterEach(async () => {
    await rm(folder.path, { recursive: true, force: true })
    // So that the folder's own end finds it.
    await rename(away(), folder.path)
  })

  test.each<[string, () => Promise<void>]>([
    ['leaves nothing', async () => {}],
    ['leaves the empty mount point', () => mkdir(folder.path).then(() => {})],
    [
      'leaves a mount point with another, older store in it',
      async () => {
        for (let round = 0; round < 3; round += 1) await (await folder.open()).close()
      },
    ],
  ])('is told as gone, not as taken over, when it %s, and nothing is written there', async (_, leave) => {
    const store = await folder.open()
    await store.remember('key', 1)
    await rename(folder.path, away())
    await leave()
    const before = await readdir(folder.path).catch(() => [])
    await expect(store.remember('key', 2)).rejects.toSatisfy(isFatal(/is gone: .* not mounted/))
    expect(await readdir(folder.path).catch(() => [])).toEqual(before)
  })
})
