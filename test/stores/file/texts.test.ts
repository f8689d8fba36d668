import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { toErasedEvent } from '../../../src/domain/erase.js'
import { toTold } from '../../../src/domain/told.js'
import type { Store } from '../../../src/ports.js'
import { createDisk, type Disk } from '../../../src/stores/file/disk.js'
import { openForReading } from '../../../src/stores/file/reading.js'
import { verifyJournal } from '../../../src/stores/file/verify-journal.js'
import { createEvent, createIncident, toClosed } from '../../contracts/store-records.js'
import { createFolder, type Folder } from './folder.js'

let folder: Folder
beforeEach(async () => {
  folder = await createFolder()
})
afterEach(() => folder.remove())

const august = Date.UTC(2026, 7, 5)
const september = Date.UTC(2026, 8, 5)
const october = Date.UTC(2026, 9, 5)

const write = (store: Store, at: number, note: string) =>
  store.commit({ events: [createEvent('one', { at, texts: { note } })] })
const erase = (store: Store, before: number) =>
  store.commit({
    erase: { before, days: 90 },
    events: [toErasedEvent({ before, days: 90 }, october)],
  })
const readNotes = async (store: Store) =>
  (await store.readJournal({ limit: 99 })).flatMap((entry) => toTold(entry).data.note ?? [])
const listTexts = async () => (await readdir(folder.path)).filter((name) => name.startsWith('texts-')).sort()
const read = (name: string) => readFile(join(folder.path, name), 'utf8')

/** A disk on which one call fails for the files of one record. */
function createFailing(call: 'append' | 'rename', name: string): Disk {
  const disk = createDisk()
  const fail = (path: string) => {
    if (path.includes(`/${name}-`)) throw new Error('EIO: broken')
  }
  return {
    ...disk,
    async append(path, ...rest) {
      if (call === 'append') fail(path)
      await disk.append(path, ...rest)
    },
    async rename(from, to) {
      if (call === 'rename') fail(to)
      await disk.rename(from, to)
    },
  }
}

describe('texts beside the journal', () => {
  test('stand in a file for each month, and nowhere in the journal', async () => {
    const store = await folder.open()
    await write(store, august, 'Ines phoned')
    await write(store, september, 'and again')
    await store.close()
    expect(await listTexts()).toEqual(['texts-2026-08.ndjson', 'texts-2026-09.ndjson'])
    expect(await read('texts-2026-08.ndjson')).toContain('Ines phoned')
    expect(await read('journal-2026-08.ndjson')).not.toContain('Ines')
    expect(await verifyJournal(folder.path)).toEqual({ ok: true, entries: 2, texts: { whole: 2, erased: 0 } })
  })

  test.each(['texts', 'journal'])(
    'are neither lost nor doubled when the bot is killed before the %s have them',
    async (name) => {
      const store = await folder.open({ disk: createFailing('append', name) })
      await write(store, august, 'one')
      await write(store, august, 'two')
      expect(store.health().ok).toBe(false)
      expect(await readNotes(store)).toEqual(['one', 'two'])
      await store.close()
      const next = await folder.open()
      expect(await readNotes(next)).toEqual(['one', 'two'])
      await write(next, september, 'three')
      await next.close()
      expect((await read('texts-2026-08.ndjson')).trim().split('\n')).toHaveLength(2)
      expect(await verifyJournal(folder.path)).toMatchObject({ ok: true, texts: { whole: 3 } })
    },
  )

  test('are written anew when a crash has torn the last line', async () => {
    const failing = await folder.open({ disk: createFailing('append', 'journal') })
    await write(failing, august, 'one')
    await failing.close()
    const path = join(folder.path, 'texts-2026-08.ndjson')
    await writeFile(path, (await read('texts-2026-08.ndjson')).slice(0, -5))
    const store = await folder.open()
    expect(await readNotes(store)).toEqual(['one'])
    await store.close()
    expect(await verifyJournal(folder.path)).toMatchObject({ ok: true, texts: { whole: 1 } })
  })

  test('keep nobody from starting when they were removed by hand; verify says so', async () => {
    const store = await folder.open()
    await write(store, august, 'one')
    await store.commit({ events: [createEvent('two')] })
    await store.close()
    await rm(join(folder.path, 'texts-2026-08.ndjson'))
    const next = await folder.open()
    expect(await readNotes(next)).toEqual([])
    await next.close()
    expect(await verifyJournal(folder.path)).toMatchObject({
      ok: false,
      seq: 1,
      problem: 'its texts are not there any more, and nobody had them erased',
    })
  })

  test('that were changed are found', async () => {
    const store = await folder.open()
    await write(store, august, 'Ines phoned')
    await store.close()
    const name = 'texts-2026-08.ndjson'
    await writeFile(join(folder.path, name), (await read(name)).replace('phoned', 'called'))
    expect(await verifyJournal(folder.path)).toEqual({
      ok: false,
      seq: 1,
      place: `${name} line 1`,
      file: name,
      line: 1,
      problem: 'its text "note" is not what it was',
    })
  })

  test('are read beside a bot, also after it has erased some', async () => {
    const store = await folder.open()
    await write(store, august, 'one')
    await write(store, august + 1, 'two')
    const beside = await openForReading(folder.path)
    expect(await readNotes(beside)).toEqual(['one', 'two'])
    await erase(store, august + 1)
    await store.close()
    expect(await readNotes(await openForReading(folder.path))).toEqual(['two'])
  })
})

describe('an erasure', () => {
  test('takes along what was read just before', async () => {
    const store = await folder.open()
    await write(store, august, 'Ines phoned')
    await write(store, september, 'and again')
    const readOne = async () =>
      (await store.readJournal({ incidentId: 'one', limit: 9 })).flatMap(
        (entry) => toTold(entry).data.note ?? [],
      )
    expect([await readOne(), await readOne()]).toEqual([
      ['Ines phoned', 'and again'],
      ['Ines phoned', 'and again'],
    ])
    await erase(store, september)
    expect(await readOne()).toEqual(['and again'])
    await store.close()
  })

  test('leaves the chain whole, the newer texts, and no file without a line', async () => {
    const store = await folder.open()
    await write(store, august, 'Ines phoned')
    await write(store, september, 'old')
    await write(store, september + 2, 'new')
    await erase(store, september + 1)
    await write(store, october, 'newest')
    await store.close()
    expect(await listTexts()).toEqual(['texts-2026-09.ndjson', 'texts-2026-10.ndjson'])
    expect(await verifyJournal(folder.path)).toEqual({ ok: true, entries: 5, texts: { whole: 2, erased: 2 } })
    expect(await readNotes(await folder.open())).toEqual(['new', 'newest'])
  })

  test.each(['texts', 'archive'])(
    'that could not be finished in the %s is finished at the next start, and nobody sees them until then',
    async (name) => {
      const store = await folder.open({ disk: createFailing('rename', name) })
      await write(store, august, 'Ines phoned')
      await write(store, august + 2, 'kept')
      const review = { by: { platform: 'slack', id: 'U1', name: 'Maya' }, at: 1, attestations: [] } as const
      const next = toClosed(createIncident('one', { reviews: [{ ...review, note: 'Ines phoned' }] }), august)
      await store.commit({ incident: { next, expectedVersion: 0 } })
      await erase(store, august + 1)
      const expectErased = async (from: Store) => {
        expect(await readNotes(from)).toEqual(['kept'])
        expect((await from.findIncident('one'))?.reviews[0]?.note).toBe('erased after 90 days')
      }
      await expectErased(store)
      await store.commit({ events: [createEvent('two')] })
      expect(store.health().ok).toBe(false)
      await store.close()
      await expectErased(await folder.open())
      for (const file of await readdir(folder.path))
        if (file.endsWith('.ndjson')) expect(await read(file)).not.toContain('Ines')
    },
  )

  test('goes through months of the archive that are over, and they are sealed again', async () => {
    const store = await folder.open()
    for (const [id, at] of [
      ['a', august],
      ['b', august + 5],
      ['c', september],
      ['d', october],
    ] as const)
      await store.commit({ incident: { next: toClosed(createIncident(id), at), expectedVersion: 0 } })
    await store.close()
    const sealed = await folder.open()
    await erase(sealed, august + 1)
    await erase(sealed, september + 1)
    await sealed.close()
    for (const _ of ['scanned', 'sealed']) {
      const next = await folder.open()
      const found = await next.listClosed({ limit: 9 })
      expect(found.map(({ id, restriction }) => [id, Object.keys(restriction.raw).length])).toEqual([
        ['d', 1],
        ['c', 0],
        ['b', 0],
        ['a', 0],
      ])
      await next.close()
    }
  })
})
