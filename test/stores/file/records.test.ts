import { appendFile, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { StoreError } from '../../../src/errors.js'
import { verifyJournal } from '../../../src/stores/file/verify-journal.js'
import { createContainment, createEvent, createIncident, toClosed } from '../../contracts/store-records.js'
import { createFolder, type Folder } from './folder.js'

const november = 'journal-2026-11.ndjson'
const december = 'journal-2026-12.ndjson'

let folder: Folder
beforeEach(async () => {
  folder = await createFolder()
})
afterEach(() => folder.remove())

const toPath = (name: string) => join(folder.path, name)
const readLines = async (name: string) => (await readFile(toPath(name), 'utf8')).split('\n').slice(0, -1)
const writeLines = (name: string, lines: readonly string[]) =>
  writeFile(toPath(name), lines.map((line) => `${line}\n`).join(''))
const at = (month: number) => Date.UTC(2026, month - 1, 5)

async function journal(months: readonly number[]): Promise<void> {
  const store = await folder.open()
  for (const month of months) await store.commit({ events: [createEvent('one', { at: at(month) })] })
  await store.close()
}

/** Puts the state file back to what it was before `change`, as if the process had been killed during the append. */
async function withFormerState(change: () => Promise<void>): Promise<void> {
  const former = await readFile(toPath('state.json'))
  await change()
  await writeFile(toPath('state.json'), former)
}

async function refusal(): Promise<string> {
  const error: unknown = await folder.open().catch((reason: unknown) => reason)
  if (!(error instanceof StoreError))
    throw new Error('It was opened, or failed in another way', { cause: error })
  expect(error.fatal).toBe(true)
  return error.message
}

describe('journal files', () => {
  test('begin with each month, and never go back when the clock does', async () => {
    await journal([11, 11, 12, 11])
    expect(await readLines(november)).toHaveLength(2)
    expect((await readLines(december)).map((line) => (JSON.parse(line) as { seq: number }).seq)).toEqual([
      3, 4,
    ])
    const store = await folder.open()
    expect((await store.readJournal({ limit: 9 })).map(({ event }) => event.at)).toEqual(
      [11, 11, 12, 11].map(at),
    )
    await store.close()
    expect(await verifyJournal(folder.path)).toEqual({ ok: true, entries: 4 })
  })

  test('of two months are written by one commit', async () => {
    const store = await folder.open()
    await store.commit({ events: [11, 12, 12].map((month) => createEvent('one', { at: at(month) })) })
    await store.close()
    expect([(await readLines(november)).length, (await readLines(december)).length]).toEqual([1, 2])
    expect(await verifyJournal(folder.path)).toEqual({ ok: true, entries: 3 })
  })

  test.each([
    ['nothing of the last entry was written', () => ''],
    ['the last entry was written in part', (line: string) => line.slice(0, 20)],
    ['only its end is missing', (line: string) => line],
    ['its bytes never arrived', (line: string) => `${'\0'.repeat(line.length)}\n`],
    ['something longer stands in its place', (line: string) => `${line.slice(0, 20).repeat(99)}\n`],
    ['it was written whole', (line: string) => `${line}\n`],
  ])('are mended after a crash when %s', async (_, tear) => {
    await journal([11, 11, 11])
    const lines = await readLines(november)
    await writeLines(november, lines.slice(0, 2))
    await appendFile(toPath(november), tear(lines[2] ?? ''))
    const store = await folder.open()
    expect(await readLines(november)).toEqual(lines)
    await store.commit({ events: [createEvent('two')] })
    expect(await store.readJournal({ limit: 9 })).toHaveLength(4)
    await store.close()
    expect(await verifyJournal(folder.path)).toEqual({ ok: true, entries: 4 })
  })

  test('are refused with a gap', async () => {
    await journal([11, 11, 11, 11])
    await writeLines(november, (await readLines(november)).slice(0, 2))
    expect(await refusal()).toMatch(/journal has a gap: it ends with entry 2, and entries 3 to 3 are nowhere/)
    expect(await readLines(november)).toHaveLength(2)
  })

  test('are refused when they are gone', async () => {
    await journal([11, 11])
    await rm(toPath(november))
    expect(await refusal()).toMatch(/gap: it ends with entry 0, and entries 1 to 1/)
  })

  test('are left as they are when what cannot be read lies before the end', async () => {
    await journal([11, 11, 11])
    const [first, , third] = await readLines(november)
    await writeLines(november, [first ?? '', 'scribble', third ?? ''])
    expect(await refusal()).toContain('gap')
    expect(await readLines(november)).toEqual([first, 'scribble', third])
  })

  test('are refused when an older file cannot be read', async () => {
    await journal([11, 11, 12, 12])
    const [first] = await readLines(november)
    await writeLines(november, [first ?? '', 'scribble'])
    expect(await refusal()).toMatch(new RegExp(`${november}, line 2 cannot be read`))
  })

  test('are refused when they are ahead of an older state file', async () => {
    await journal([11])
    await withFormerState(() => journal([11, 11]))
    expect(await refusal()).toMatch(/goes on to entry 3, but state.json knows of 1 only/)
  })

  test('are refused when they belong to another state file', async () => {
    await journal([11, 11])
    const other = await createFolder()
    const store = await other.open()
    for (const id of ['a', 'b']) await store.commit({ events: [createEvent(id)] })
    await writeFile(toPath(november), await readFile(join(other.path, november)))
    await other.remove()
    expect(await refusal()).toContain('has been changed')
  })

  test('are refused when an entry was changed', async () => {
    await journal([11, 11, 11])
    const lines = await readLines(november)
    await writeLines(
      november,
      lines.map((line, index) => (index === 1 ? line.replace('"one"', '"two"') : line)),
    )
    expect(await refusal()).toMatch(/changed at entry 2/)
  })
})

describe('the check of the whole journal', () => {
  const change = (edit: (line: string) => string) => (lines: readonly string[]) =>
    lines.map((line, index) => (index === 1 ? edit(line) : line))

  test.each<[string, (lines: readonly string[]) => readonly string[], RegExp]>([
    ['was changed', change((line) => line.replace('"one"', '"two"')), /does not match its hash/],
    [
      'got a member',
      change((line) => line.replace('"data":{}', '"data":{},"by":"x"')),
      /does not match its hash/,
    ],
    ['lost its hash', change((line) => line.replace(/,"hash":"\w+"/, '')), /not a journal entry/],
    ['is no longer JSON', change(() => 'scribble'), /not a journal entry/],
    ['is gone', (lines) => lines.filter((_, index) => index !== 1), /numbered 3/],
    [
      'is there twice',
      (lines) => lines.flatMap((line, index) => (index === 0 ? [line, line] : [line])),
      /numbered 1/,
    ],
    ['and all after it are gone', (lines) => lines.slice(0, 1), /ends here, but 4 entries/],
  ])('finds that an entry %s', async (_, edit, problem) => {
    await journal([11, 11, 11, 12, 12])
    await writeLines(november, edit(await readLines(november)))
    if (problem.source.includes('ends')) await rm(toPath(december))
    const verdict = await verifyJournal(folder.path)
    expect(verdict).toMatchObject({ ok: false, seq: 2, file: november, line: 2 })
    expect(verdict.ok ? '' : verdict.problem).toMatch(problem)
  })

  test('goes over all files and names the one that is broken', async () => {
    await journal([11, 12, 12, 12])
    const lines = await readLines(december)
    await writeLines(
      december,
      lines.map((line, index) => (index === 2 ? line.replace('"one"', '"two"') : line)),
    )
    expect(await verifyJournal(folder.path)).toMatchObject({ seq: 4, file: december, line: 3 })
  })

  test('passes while a store is at work, and on an empty folder', async () => {
    expect(await verifyJournal(folder.path)).toEqual({ ok: true, entries: 0 })
    const store = await folder.open()
    for (let count = 1; count < 9; count += 1) await store.commit({ events: [createEvent('one')] })
    expect(await verifyJournal(folder.path)).toMatchObject({ ok: true })
  })
})

describe('archive files', () => {
  const name = 'archive-1970-01.ndjson'

  test('of before it was kept whether something still stands are found by it all the same', async () => {
    const first = await folder.open()
    const containments = [createContainment('block')]
    for (const next of [toClosed(createIncident('held', { containments })), toClosed(createIncident('free'))])
      await first.commit({ incident: { next, expectedVersion: 0 } })
    await first.close()
    const lines = await readLines(name)
    await writeLines(
      name,
      lines.map((line) => line.replace(/,"standing":(true|false)/, '')),
    )
    expect(await readLines(name)).not.toEqual(lines)
    const store = await folder.open()
    expect((await store.listClosed({ standing: true, limit: 9 })).map(({ id }) => id)).toEqual(['held'])
  })

  async function close(ids: readonly string[]): Promise<void> {
    const store = await folder.open()
    for (const id of ids)
      await store.commit({ incident: { next: toClosed(createIncident(id)), expectedVersion: 0 } })
    await store.close()
  }

  test.each([
    ['nothing of the last one was written', () => ''],
    ['the last one was written in part', (line: string) => line.slice(0, 300)],
    [
      'its last bytes never arrived',
      (line: string) => `${line.slice(0, 300)}${'\0'.repeat(line.length - 300)}\n`,
    ],
    ['it was written whole', (line: string) => `${line}\n`],
  ])('are mended after a crash when %s', async (_, tear) => {
    await close(['a', 'b', 'c'])
    const lines = await readLines(name)
    await writeLines(name, lines.slice(0, 2))
    await appendFile(toPath(name), tear(lines[2] ?? ''))
    const store = await folder.open()
    expect(await readLines(name)).toEqual(lines)
    expect((await store.listClosed({ limit: 9 })).map(({ id }) => id)).toEqual(['c', 'b', 'a'])
  })

  test('are refused when a line is missing', async () => {
    await close(['a', 'b', 'c'])
    const lines = await readLines(name)
    await writeLines(name, lines.slice(0, 1))
    expect(await refusal()).toMatch(/archive has a gap/)
    await writeLines(name, [lines[0] ?? '', lines[2] ?? ''])
    expect(await refusal()).toMatch(/archive .* has been changed: line 3 stands where 2 belongs/)
  })

  test('say so when one incident cannot be read, and go on with the others', async () => {
    await close(['a', 'b', 'c'])
    const [first, ...others] = await readLines(name)
    await writeLines(name, [(first ?? '').replace('"status":"closed"', '"status":"shut"'), ...others])
    const store = await folder.open()
    await expect(store.findIncident('a')).rejects.toMatchObject({ name: 'StoreError', fatal: false })
    expect(await store.findIncident('b')).toBeDefined()
    expect(await store.listClosed({ limit: 2 })).toHaveLength(2)
  })

  test('begin with each month of closing', async () => {
    const store = await folder.open()
    for (const [index, month] of [11, 12, 11].entries()) {
      const next = toClosed(createIncident(`incident-${index}`), at(month))
      await store.commit({ incident: { next, expectedVersion: 0 } })
    }
    await store.close()
    const again = await folder.open()
    const listed = (await again.listClosed({ limit: 9 })).map(({ id }) => id)
    expect(listed).toEqual(['incident-1', 'incident-2', 'incident-0'])
    expect((await readdir(folder.path)).filter((file) => /^archive.*ndjson$/.test(file))).toEqual([
      'archive-2026-11.ndjson',
      'archive-2026-12.ndjson',
    ])
  })

  test('do not confuse an incident whose text looks like their own layout', async () => {
    const store = await folder.open()
    const odd = createIncident('odd","incident":{', { address: 'x","incident":{"id":"y' })
    const saved = await store.commit({ incident: { next: toClosed(odd), expectedVersion: 0 } })
    await store.close()
    const again = await folder.open()
    expect(await again.findIncident(odd.id)).toEqual(saved)
  })
})

describe('what a digest asks for at each of its edits', () => {
  test('is read from the archive once', async () => {
    const store = await folder.open()
    const next = toClosed(createIncident('one'), at(11))
    await store.commit({ incident: { next, expectedVersion: 0 } })
    await store.commit({})
    const first = await store.findIncident('one')
    await rm(toPath('archive-2026-11.ndjson'))
    expect(await store.findIncident('one')).toBe(first)
  })
})
