// Months that are over: read through once, and then taken by their seal for as long as the file is what it was.
import { readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { journalEntrySchema } from '../../../src/domain/journal.js'
import type { Store } from '../../../src/ports.js'
import { toHash } from '../../../src/stores/chain.js'
import { verifyJournal } from '../../../src/stores/file/verify-journal.js'
import { createEvent, createIncident, toClosed } from '../../contracts/store-records.js'
import { createFolder, type Folder, toStateBytes } from './folder.js'

let folder: Folder
beforeEach(async () => {
  folder = await createFolder()
})
afterEach(() => folder.remove())

const toPath = (name: string) => join(folder.path, name)
const september = () => toPath('journal-2026-09.ndjson')

/** Three months of two incidents each; the first two are sealed by the start after them. */
async function fill(): Promise<void> {
  const store = await folder.open()
  for (const month of [8, 9, 10])
    for (const name of ['a', 'b']) {
      const id = `${name}-${month}`
      const at = Date.UTC(2026, month, 5)
      const next = toClosed(createIncident(id), at)
      await store.commit({
        incident: { next, expectedVersion: 0 },
        events: [createEvent(id, { at }), createEvent('all', { at })],
      })
    }
  await store.close()
  // Finer times than whole milliseconds cannot be put back.
  for (const month of ['09', '10']) await utimes(toPath(`journal-2026-${month}.ndjson`), 1_000, 1_000)
  await (await folder.open()).close()
}

/** By somebody who knows how to set a file's times. */
async function tamper(path: string, change: (text: string) => string, keepsTimes = true): Promise<void> {
  const { atime, mtime } = await stat(path)
  await writeFile(path, change(await readFile(path, 'utf8')))
  if (keepsTimes) await utimes(path, atime, mtime)
}

const listIds = async (store: Store) => (await store.listClosed({ limit: 9 })).map(({ id }) => id)

async function expectAll(): Promise<void> {
  const store = await folder.open()
  const seqs = async (query: object) =>
    (await store.readJournal({ limit: 99, ...query })).map(({ seq }) => seq)
  expect(await seqs({ incidentId: 'all' })).toEqual([2, 4, 6, 8, 10, 12])
  expect(await seqs({ incidentId: 'a-8' })).toEqual([1])
  expect(await seqs({ incidentId: 'b-10' })).toEqual([11])
  expect(await seqs({ fromSeq: 4, limit: 3 })).toEqual([4, 5, 6])
  expect(await listIds(store)).toEqual(['b-10', 'a-10', 'b-9', 'a-9', 'b-8', 'a-8'])
  expect(await store.findIncident('a-8')).toMatchObject({ id: 'a-8', version: 1 })
  await store.close()
  expect(await verifyJournal(folder.path)).toEqual({ ok: true, entries: 12 })
}

describe('a sealed month', () => {
  test('gives the same answers as one that is read through, before and after the next entry', async () => {
    await fill()
    await expectAll()
    await expectAll()
    const store = await folder.open()
    await store.commit({ events: [createEvent('all', { at: Date.UTC(2026, 11, 1) })] })
    expect(await store.readJournal({ incidentId: 'all', limit: 99 })).toHaveLength(7)
    await store.close()
    const again = await folder.open()
    expect(await again.readJournal({ incidentId: 'all', limit: 99 })).toHaveLength(7)
  })

  test('is not read again at a start: what was changed inside it, times put back, only verify finds', async () => {
    await fill()
    await tamper(september(), (text) => text.replace('"incidentId":"all"', '"incidentId":"alL"'))
    await (await folder.open()).close()
    expect(await verifyJournal(folder.path)).toMatchObject({ ok: false, seq: 2, problem: /content/ })
  })

  test.each<[string, () => Promise<void>]>([
    ['its time has changed', () => tamper(september(), (text) => text.replace('a-8', 'a-7'), false)],
    ['its size has changed', () => tamper(september(), (text) => text.replace('a-8', 'a-88'))],
    [
      'its last line has changed',
      () => tamper(september(), (text) => text.replace(/[0-9a-f]"\}\n$/, 'x"}\n')),
    ],
    ['it has lost lines', () => tamper(september(), (text) => text.slice(0, text.indexOf('\n') + 1))],
  ])('is read through when %s, and then the change is found at the start', async (_, change) => {
    await fill()
    await change()
    await expect(folder.open()).rejects.toThrow(/journal in .* has been changed|cannot be read/)
  })

  test.each([
    'journal-2026-09.seal.json',
    'journal-2026-09.index.json',
    'archive-2026-10.index.json',
    'archive-2026-09.seal.json',
  ])('needs no %s: without it, or with a damaged one, the file itself is read', async (name) => {
    await fill()
    await rm(toPath(name))
    await expectAll()
    await tamper(toPath(name), (text) => text.replace(/\d/, '7').replace(/\d/, '8'))
    await expectAll()
  })

  test('may have been copied: other times make it be read once more, and no worse', async () => {
    await fill()
    await utimes(september(), 1, 1)
    await expectAll()
    await expectAll()
  })

  test('tells verify when all of the chain was made anew', async () => {
    await fill()
    await forge()
    expect(await verifyJournal(folder.path)).toMatchObject({
      ok: false,
      problem: /sealed/,
      file: 'journal-2026-09.ndjson',
    })
  })
})

/** Another history, with hashes that fit, in the journal and in the state. */
async function forge(): Promise<void> {
  let previousHash = '0'.repeat(64)
  for (const month of ['09', '10', '11'])
    await tamper(toPath(`journal-2026-${month}.ndjson`), (text) =>
      text
        .trimEnd()
        .split('\n')
        .map((line) => {
          const { seq, event } = journalEntrySchema.parse(JSON.parse(line.replace('a-8', 'x-8')))
          const hash = toHash({ seq, previousHash, event })
          const forged = JSON.stringify({ seq, event, previousHash, hash })
          previousHash = hash
          return `${forged}\n`
        })
        .join(''),
    )
  const state = JSON.parse(await readFile(toPath('state.json'), 'utf8')) as { journal: object }
  await writeFile(
    toPath('state.json'),
    toStateBytes({ ...state, journal: { ...state.journal, hash: previousHash } }),
  )
}
