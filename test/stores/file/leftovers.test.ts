// What was erased is in no file of the folder any more, also not in those that only stand by.
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Erasure } from '../../../src/domain/erase.js'
import type { Store } from '../../../src/ports.js'
import { createDisk, type Disk } from '../../../src/stores/file/disk.js'
import { openForReading } from '../../../src/stores/file/reading.js'
import { createEvent, createIncident, toClosed } from '../../contracts/store-records.js'
import { createFolder, type Folder } from './folder.js'

let folder: Folder
beforeEach(async () => {
  folder = await createFolder()
})
afterEach(() => folder.remove())

const real = createDisk()
const secret = 'Ines phoned'
const day = 86_400_000
const october = Date.UTC(2026, 9, 5)
const toStamp = (at: number) => new Date(at).toISOString().replaceAll(':', '-')

/** Names of the files in which it still stands, at any depth. */
async function listMentions(text: string): Promise<readonly string[]> {
  const found = await readdir(folder.path, { recursive: true, withFileTypes: true })
  const files = found.filter((one) => one.isFile()).map(({ parentPath, name }) => join(parentPath, name))
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')))
  return files
    .filter((_, index) => texts[index]?.includes(text))
    .map((file) => file.slice(folder.path.length + 1))
}

async function writeNote(store: Store): Promise<void> {
  await store.commit({
    incident: {
      next: toClosed(
        createIncident('one', {
          restriction: { ...createIncident('one').restriction, raw: { SenderAddress: secret } },
        }),
        october,
      ),
      expectedVersion: 0,
    },
    events: [createEvent('one', { at: october, texts: { note: secret } })],
  })
}

async function erase(store: Store, erasure: Partial<Erasure> = {}): Promise<void> {
  await store.commit({ erase: { before: october + day, ...erasure } })
  // Comes after what the erasure left to be done in the files.
  await store.commit({})
}

/** A folder that a repair has kept, and a file that a refused start has. */
async function keepCopies(at: number, text: string): Promise<readonly string[]> {
  const kept = join(folder.path, `before-repair-${toStamp(at)}`)
  await mkdir(kept)
  for (const name of ['state.json', 'state.previous.json']) await writeFile(join(kept, name), text)
  await writeFile(join(folder.path, `state.json.corrupt-${toStamp(at)}`), text)
  return [`before-repair-${toStamp(at)}`, `state.json.corrupt-${toStamp(at)}`]
}

const listCopies = async () =>
  (await readdir(folder.path)).filter((name) => /before-repair|corrupt/.test(name)).sort()

describe('what was erased', () => {
  test('is not in the state before the last any more, right after and while nothing else happens', async () => {
    const store = await folder.open()
    await writeNote(store)
    expect(await listMentions(secret)).not.toEqual([])
    await erase(store)
    expect(await listMentions(secret)).toEqual([])
    expect(await readdir(folder.path)).toContain('state.previous.json')
  })

  test('is gone from there too when the bot was killed in between', async () => {
    const disk: Disk = {
      ...real,
      async rename(from, to) {
        if (to.endsWith('previous.json')) throw new Error('EIO: broken')
        await real.rename(from, to)
      },
    }
    const killed = await folder.open({ disk })
    await writeNote(killed)
    await erase(killed)
    expect(killed.health().ok).toBe(false)
    expect(await listMentions(secret)).toEqual(['state.previous.json'])
    await killed.close()
    const store = await folder.open()
    expect(await listMentions(secret)).toEqual([])
    expect(store.health().ok).toBe(true)
  })

  test('is not in a cell that nobody remembers any more', async () => {
    const store = await folder.open({ foldCellsAt: 500 })
    for (let index = 0; index < 9; index += 1)
      await store.remember(`cell-${index}`, `${secret} ${'x'.repeat(99)}`)
    for (let index = 0; index < 9; index += 1)
      await store.commit({ cells: [{ key: `cell-${index}`, forget: true }] })
    expect(await listMentions(secret)).not.toEqual([])
    await erase(store)
    for (let turn = 0; turn < 3; turn += 1) await store.remember('later', turn)
    expect(await listMentions(secret)).toEqual([])
  })
})

describe('what a repair and a refused start have kept', () => {
  test('is not remembered by whoever has read it a moment before', async () => {
    const store = await folder.open()
    await writeNote(store)
    await store.commit({})
    const read = async () => JSON.stringify(await store.findIncident('one'))
    expect(await read()).toContain(secret)
    await erase(store)
    expect(await read()).not.toContain(secret)
  })

  test('is erased when it is as old as what is erased, and stays until then', async () => {
    await keepCopies(october, secret)
    const young = await keepCopies(october + 2 * day, secret)
    const store = await folder.open()
    await erase(store)
    expect(await listCopies()).toEqual(young)
  })

  test('is told as what can be erased, also to whoever only reads', async () => {
    const store = await folder.open()
    expect(await store.findOldestText()).toBeUndefined()
    await keepCopies(october + day, secret)
    await keepCopies(october, secret)
    expect(await store.findOldestText()).toBe(october)
    expect(await (await openForReading(folder.path)).findOldestText()).toBe(october)
    await erase(store)
    expect(await store.findOldestText()).toBe(october + day)
  })

  test('is erased for one incident when it mentions that', async () => {
    await keepCopies(october, '{"id":"one"}')
    const others = await keepCopies(october + 1, '{"id":"two"}')
    const store = await folder.open()
    await writeNote(store)
    await erase(store, { incidentId: 'one' })
    expect(await listCopies()).toEqual(others)
  })

  test('keeps nothing else from being erased when it cannot be removed, is logged, and not asked for again and again', async () => {
    const logged: string[] = []
    const log = {
      debug() {},
      info() {},
      warn() {},
      error: (_: object, event: string) => void logged.push(event),
    }
    const disk: Disk = {
      ...real,
      async remove(path) {
        if (path.includes('before-repair')) throw new Error('EACCES: permission denied')
        return real.remove(path)
      },
    }
    const [kept = ''] = await keepCopies(october, 'old')
    const store = await folder.open({ disk, log })
    await writeNote(store)
    await erase(store)
    expect(await listMentions(secret)).toEqual([])
    expect(await listCopies()).toEqual([kept])
    expect(logged).toEqual(['store.copy-not-erased'])
    expect(store.health().ok).toBe(true)
    expect(await store.findOldestText()).toBeUndefined()
  })

  test('is no business of ours when somebody else has named it', async () => {
    const names = ['before-repair-by-hand', 'state.json.corrupt-2026', 'before-repair-2026-10-05']
    for (const name of names) await writeFile(join(folder.path, name), secret)
    const store = await folder.open()
    await erase(store)
    expect(await listCopies()).toEqual([...names].sort())
  })
})
