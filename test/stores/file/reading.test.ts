// Whoever only reads takes no lock and changes nothing, also while a bot is writing.
import { appendFile, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Store } from '../../../src/ports.js'
import { openForReading } from '../../../src/stores/file/reading.js'
import { createEvent, createIncident, toClosed } from '../../contracts/store-records.js'
import { createFolder, type Folder } from './folder.js'

let folder: Folder
beforeEach(async () => {
  folder = await createFolder()
})
afterEach(() => folder.remove())

const at = (month: number) => Date.UTC(2026, month, 5)

async function fill(store: Store): Promise<void> {
  for (const month of [9, 10]) {
    const next = toClosed(createIncident(`closed-${month}`), at(month))
    await store.commit({
      incident: { next, expectedVersion: 0 },
      events: [createEvent(next.id, { at: at(month) })],
    })
  }
  await store.commit({
    incident: { next: createIncident('live'), expectedVersion: 0 },
    events: [createEvent('live')],
    cells: [{ key: 'key', value: 'kept' }],
  })
  // Comes after what the last one left to be written to the records.
  await store.commit({})
}

async function readAll(): Promise<Record<string, string>> {
  const names = await readdir(folder.path)
  const texts = await Promise.all(names.map((name) => readFile(join(folder.path, name), 'utf8')))
  return Object.fromEntries(names.map((name, index) => [name, texts[index] ?? '']))
}

async function expectAll(store: Store): Promise<void> {
  expect((await store.listLive({})).map(({ id }) => id)).toEqual(['live'])
  expect((await store.listClosed({ limit: 9 })).map(({ id }) => id)).toEqual(['closed-10', 'closed-9'])
  expect(await store.findIncident('closed-9')).toMatchObject({ id: 'closed-9' })
  expect((await store.readJournal({ limit: 9 })).map(({ seq }) => seq)).toEqual([1, 2, 3])
  expect((await store.recall('key'))?.value).toBe('kept')
}

test('reads all there is beside a bot, and leaves every file as it was', async () => {
  await fill(await folder.open())
  const before = await readAll()
  await expectAll(await openForReading(folder.path))
  expect(await readAll()).toEqual(before)
})

test('sees one moment: what the bot has added to the records since is left out, in a new month too', async () => {
  const store = await folder.open()
  await fill(store)
  const path = join(folder.path, 'state.json')
  const before = await readFile(path)
  const next = toClosed(createIncident('later'), at(10))
  await store.commit({ incident: { next, expectedVersion: 0 }, events: [createEvent('later')] })
  await store.commit({ events: [createEvent('later', { at: at(11) })] })
  const after = await readFile(path)
  await writeFile(path, before)
  await appendFile(join(folder.path, 'journal-2026-12.ndjson'), '{"seq":')
  await expectAll(await openForReading(folder.path))
  await writeFile(path, after)
})

test('changes nothing, and says where to ask', async () => {
  await fill(await folder.open())
  const store = await openForReading(folder.path)
  await expect(store.remember('key', 2)).rejects.toThrow(/reading only: start the bot/)
  await expect(store.commit({})).rejects.toThrow(/reading only/)
  expect((await store.recall('key'))?.value).toBe('kept')
})

test('says of a damaged state what can be done', async () => {
  await fill(await folder.open())
  await writeFile(join(folder.path, 'state.json'), 'null')
  await expect(openForReading(folder.path)).rejects.toThrow(/is damaged: .*reprieve store repair/)
})
