// A journal in which a newer program has written, read by this one.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { toShowCard } from '../../src/features/browse/details.js'
import { eventRows } from '../../src/features/index.js'
import { chainStart, toHash } from '../../src/stores/chain.js'
import { readJournalFiles } from '../../src/stores/file/read-journal.js'
import { began, createIncident } from '../domain/incidents.js'
import { run } from './run.js'

const events = [
  { at: began, type: 'incident.opened', incidentId: 'one', data: {} },
  { at: began + 1_000, type: 'account.rested', incidentId: 'one', data: { why: 'tired' }, mood: 'good' },
  { at: began + 2_000, type: 'card.`posted|\u001b', incidentId: 'one', data: {} },
]

let dataFolder: string
beforeAll(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'reprieve-newer-'))
  await mkdir(join(dataFolder, 'store'))
  let previousHash = chainStart.hash
  const lines = events.map((event, index) => {
    const link = { seq: index + 1, event, previousHash }
    previousHash = toHash(link)
    return `${JSON.stringify({ ...link, hash: previousHash })}\n`
  })
  await writeFile(join(dataFolder, 'store', 'journal-2026-11.ndjson'), lines.join(''))
})
afterAll(() => rm(dataFolder, { recursive: true, force: true }))

const journal = (...args: readonly string[]) => run(['journal', ...args, '--data', dataFolder])

test('journal show and the CSV say the type as it is', async () => {
  expect((await journal('show')).stdout).toContain('account.rested one {"why":"tired"}')
  expect((await journal('export', '--format', 'csv')).stdout).toContain(',account.rested,')
  expect(await journal('verify')).toMatchObject({ code: 0 })
})

test('the report has a row for it, with its type as dead text', async () => {
  const { code, stdout } = await journal('export', '--incident', 'one', '--format', 'markdown')
  expect(code).toBe(0)
  expect(stdout).toMatch(/\| `account\.rested` /)
  expect(stdout).toMatch(/``card\.`posted\\\|/)
  expect(stdout).toContain('Still restricted. Nobody has reviewed it yet.')
})

test('the timeline in chat shows it between what is known', async () => {
  const journal = []
  for await (const { entry } of readJournalFiles(join(dataFolder, 'store'))) journal.push(entry)
  expect(journal.map(({ event }) => eventRows.has(event.type))).toEqual([true, false, false])
  const tenant = { id: 'contoso', name: 'Contoso', routes: [], pollSeconds: 60, portals: {} }
  const card = toShowCard({
    incident: createIncident('open'),
    tenant,
    now: began,
    journal,
    eventRows,
    canContain: false,
  })
  if (card.name !== 'show') throw new Error('Another card')
  expect(card.view.timeline.map(({ text }) => text)).toEqual([
    'Seen on the Restricted entities list',
    'account.rested: tired',
    'card.`posted|\u001b',
  ])
})
