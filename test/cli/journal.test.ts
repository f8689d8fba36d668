// The journal read from its files: shown, checked, exported.
import { appendFile, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { type JournalEvent, journalEntrySchema } from '../../src/domain/journal.js'
import { began } from '../domain/incidents.js'
import { createFolder, type Folder, toStateBytes } from '../stores/file/folder.js'
import { run } from './run.js'

let folder: Folder
let dataFolder: string
beforeEach(async () => {
  folder = await createFolder()
  dataFolder = folder.path
})
afterEach(() => folder.remove())

const maya = { platform: 'slack', id: 'U1', name: '=HYPERLINK("x")\u001b[2J\u009b' } as const

const reviewed: JournalEvent = {
  at: began + 1_000,
  type: 'review.opened',
  tenantId: 'contoso',
  incidentId: 'incident-1',
  by: maya,
  data: {},
}

const events: readonly JournalEvent[] = [
  { at: began, type: 'watch.failed', tenantId: 'contoso', data: { problem: 'no answer' } },
  reviewed,
  {
    at: began + 2_000,
    type: 'incident.changed',
    tenantId: 'contoso',
    incidentId: 'incident-2',
    data: { reason: 'see "incident-1", \u202Eevil', raw: '{}' },
  },
]

const stateSchema = z.looseObject({ journal: z.looseObject({}) })

async function fill(given: readonly JournalEvent[] = events): Promise<void> {
  const store = await folder.open({ folder: join(dataFolder, 'store') })
  await store.commit({ events: given })
  await store.close()
}

async function findFile(): Promise<string> {
  const names = await readdir(join(dataFolder, 'store'))
  return join(dataFolder, 'store', names.find((name) => name.startsWith('journal-')) ?? 'none')
}

function journal(...args: readonly string[]) {
  return run(['journal', ...args, '--data', dataFolder])
}

/** What `journal show` prints, by number. */
async function listSeqs(...args: readonly string[]): Promise<readonly number[]> {
  const { stdout } = await journal('show', ...args)
  return stdout.split('\n').map((line) => Number.parseInt(line, 10))
}

describe('journal show', () => {
  test('prints one line an entry, in which nothing outside drives the terminal', async () => {
    await fill()
    const { code, stdout } = await journal('show')
    expect(code).toBe(0)
    expect(stdout.split('\n')).toEqual([
      '1 2026-11-22T03:14:00.000Z watch.failed {"problem":"no answer"}',
      '2 2026-11-22T03:14:01.000Z review.opened incident-1 by =HYPERLINK("x") [2J  (slack:U1) {}',
      '3 2026-11-22T03:14:02.000Z incident.changed incident-2 {"reason":"see \\"incident-1\\", ⟨U+202E⟩evil"}',
    ])
  })

  test('--json prints the very entries, with the same care', async () => {
    await fill()
    const { stdout } = await journal('show', '--json')
    const lines = stdout.split('\n')
    expect(lines.map((line): unknown => JSON.parse(line))).toMatchObject(events.map((event) => ({ event })))
    expect(lines[1]).toContain('\\u001b[2J\\u009b')
    expect(stdout).not.toMatch(/[^\n\P{Cc}]|\p{Cf}/u)
  })

  test('--incident keeps what is of that incident, not what only names it', async () => {
    await fill()
    const { stdout } = await journal('show', '--incident', 'incident-1')
    expect(stdout).toMatch(/^2 \S+ review\.opened incident-1 [^\n]*$/)
  })

  test('--last keeps the latest, of an incident too', async () => {
    const many = Array.from({ length: 25 }, (_, at) => ({ ...reviewed, incidentId: `incident-${at % 2}` }))
    await fill(many)
    expect(await listSeqs('--last', '3')).toEqual([23, 24, 25])
    expect(await listSeqs('--last', '3', '--incident', 'incident-1')).toEqual([20, 22, 24])
    expect(await listSeqs('--last', '99')).toHaveLength(25)
  })

  test('tells an empty journal from none, and none from an unknown incident', async () => {
    const none = await journal('show')
    expect(none).toMatchObject({ code: 1, stdout: '' })
    expect(none.stderr).toMatch(/There is no journal in .*store/)
    await fill([])
    const empty = await journal('show')
    expect(empty).toMatchObject({ code: 0, stdout: '' })
    expect(empty.stderr).toContain('Nothing is in the journal yet.')
    expect(await journal('show', '--incident', 'x')).toMatchObject({ code: 3, stdout: '' })
  })

  test('leaves out the line that is being written, and names one that is damaged', async () => {
    await fill()
    await appendFile(await findFile(), '{"seq":4,"eve')
    expect((await journal('show')).stdout.split('\n')).toHaveLength(3)
    await appendFile(await findFile(), 'nt":{}}\n')
    const damaged = await journal('show')
    expect(damaged.code).toBe(1)
    expect(damaged.stderr).toMatch(/journal-2026-11\.ndjson line 4 is not a journal entry/)
  })

  test('shows what a killed bot had accepted and not yet written to the file', async () => {
    await fill()
    const [first = '', ...others] = (await readFile(await findFile(), 'utf8')).trimEnd().split('\n')
    await writeFile(await findFile(), `${first}\n`)
    const path = join(dataFolder, 'store', 'state.json')
    const state = stateSchema.parse(JSON.parse(await readFile(path, 'utf8')))
    const outbox = others.map((line) => journalEntrySchema.parse(JSON.parse(line)))
    await writeFile(path, toStateBytes({ ...state, journal: { ...state.journal, outbox } }))
    expect(await listSeqs()).toEqual([1, 2, 3])
    expect(await listSeqs('--last', '1', '--incident', 'incident-2')).toEqual([3])
  })
})

describe('journal verify', () => {
  test('says whether the head of a card is part of it', async () => {
    await fill()
    const [, second = ''] = (await readFile(await findFile(), 'utf8')).split('\n')
    const { hash } = journalEntrySchema.parse(JSON.parse(second))
    const found = await journal('verify', '--head', hash.slice(0, 16).toUpperCase())
    expect(found).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/is the head of entry 2/) as unknown,
    })
    const other = await journal('verify', '--head', 'f00df00df00d')
    expect(other).toMatchObject({ code: 3, stderr: expect.stringMatching(/No entry has a hash/) as unknown })
    expect((await journal('verify', '--head', 'f00d')).code).toBe(2)
  })

  test('says that it is whole, and how long', async () => {
    await fill()
    expect(await journal('verify')).toMatchObject({ code: 0, stdout: 'The journal is whole: 3 entries.' })
    expect(JSON.parse((await journal('verify', '--json')).stdout)).toEqual({ ok: true, entries: 3 })
  })

  test('ends with 3 and names file and line when an entry was changed', async () => {
    await fill()
    const path = await findFile()
    await writeFile(path, (await readFile(path, 'utf8')).replace('incident-1"', 'incident-9"'))
    const verified = await journal('verify')
    expect(verified).toMatchObject({ code: 3, stdout: '' })
    expect(verified.stderr).toMatch(
      /broken at entry 2 \(journal-2026-11\.ndjson line 2\): its content does not/,
    )
    const asJson = await journal('verify', '--json')
    expect(asJson.code).toBe(3)
    expect(JSON.parse(asJson.stdout)).toMatchObject({ ok: false, seq: 2, line: 2 })
  })

  test('does not call a missing journal whole', async () => {
    expect(await journal('verify')).toMatchObject({ code: 1, stdout: '' })
  })
})

describe('journal export', () => {
  test('prints by default what the files hold, entry for entry', async () => {
    await fill()
    const { stdout } = await journal('export')
    const written = (await readFile(await findFile(), 'utf8')).trimEnd().split('\n')
    expect(stdout.split('\n').map((line): unknown => JSON.parse(line))).toEqual(
      written.map((line): unknown => JSON.parse(line)),
    )
  })

  test('csv has a head, and no cell that a spreadsheet would run', async () => {
    await fill()
    const { stdout } = await journal('export', '--format', 'csv')
    const hashes = (await readFile(await findFile(), 'utf8')).match(/(?<="hash":")[0-9a-f]{64}/g)
    expect(stdout.split('\n')).toEqual([
      'seq,at,type,tenant,incident,by,name,data,hash',
      `1,2026-11-22T03:14:00.000Z,watch.failed,contoso,,,,"{""problem"":""no answer""}",${hashes?.[0]}`,
      `2,2026-11-22T03:14:01.000Z,review.opened,contoso,incident-1,slack:U1,"'=HYPERLINK(""x"") [2J ",{},${hashes?.[1]}`,
      `3,2026-11-22T03:14:02.000Z,incident.changed,contoso,incident-2,,,"{""reason"":""see \\""incident-1\\"", \\u202eevil"",""raw"":""{}""}",${hashes?.[2]}`,
    ])
  })

  test.each([['=1+1'], ['+1'], ['-1'], ['@SUM(A1)'], [' =1+1'], ['\t=1+1'], ['\r\n=1+1'], ['＝1+1']])(
    'defuses %j',
    async (name) => {
      await fill([{ at: began, type: 'review.opened', by: { ...maya, name }, data: {} }])
      const { stdout } = await journal('export', '--format', 'csv')
      expect(stdout.split('\n')[1]).toMatch(/,slack:U1,'[^,]*,\{\},/)
    },
  )

  test('shows what hides in front of a formula, which makes it a text', async () => {
    await fill([{ at: began, type: 'review.opened', by: { ...maya, name: '\u200b=1+1' }, data: {} }])
    const { stdout } = await journal('export', '--format', 'csv')
    expect(stdout.split('\n')[1]).toContain(',slack:U1,⟨U+200B⟩=1+1,{},')
  })

  test('of an incident that is not there is a no', async () => {
    await fill()
    for (const format of ['ndjson', 'csv', 'markdown'])
      expect(await journal('export', '--incident', 'x', '--format', format)).toMatchObject({ code: 3 })
  })
})
