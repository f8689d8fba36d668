// A folder that a newer program has written, in the hands of this one.
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { type Incident, incidentSchema } from '../../../src/domain/incident.js'
import { journalEntrySchema } from '../../../src/domain/journal.js'
import { keepUnknown } from '../../../src/domain/keep-unknown.js'
import { taskSchema } from '../../../src/domain/task.js'
import { StoreError } from '../../../src/errors.js'
import { chainStart, toHash } from '../../../src/stores/chain.js'
import { readJournalFiles } from '../../../src/stores/file/read-journal.js'
import { verifyJournal } from '../../../src/stores/file/verify-journal.js'
import { createEvent, createIncident, createTask, toPools } from '../../contracts/store-records.js'
import { createFolder, type Folder, forgetEnd, toStateBytes } from './folder.js'
import { addUnknown, toSamples } from './samples.js'

let folder: Folder
let file: string
beforeEach(async () => {
  folder = await createFolder()
  file = join(folder.path, 'state.json')
})
afterEach(() => folder.remove())

const json = z.record(z.string(), z.json())
const readState = async () => json.parse(JSON.parse(await readFile(file, 'utf8')))
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

/** The state file with some members replaced; begun when there is none. */
async function write(changes: object): Promise<void> {
  const store = await folder.open()
  await store.remember('key', 1)
  await store.close()
  await writeFile(file, toStateBytes({ ...(await readState()), ...changes }))
  await forgetEnd(folder.path)
}

/** One of every kind that the schema knows, each of an account of its own. */
const samples = toSamples(incidentSchema).map((sample, index) => {
  const incident = incidentSchema.parse(sample)
  const id = `incident-${index}`
  return { ...incident, id, version: 1, entity: { kind: 'sender' as const, address: `${id}@contoso.com` } }
})
const isOver = (incident: Incident) => incident.state.status === 'closed'
const toNewer = (incident: Incident) => json.parse(addUnknown(incident))

function toEntry(event: object) {
  const link = { seq: 1, previousHash: chainStart.hash, event }
  return { ...link, hash: toHash(link) }
}

const typeOfTheFuture = 'account.rested'
const futureEvent = { ...createEvent('one'), type: typeOfTheFuture, ofTheFuture: 1, data: { why: 'tired' } }

describe('members that only a newer program knows', () => {
  test('are still there after this program has changed the incident, at every depth of every kind', {
    timeout: 60_000,
  }, async () => {
    const live = samples.filter((incident) => !isOver(incident))
    const closed = samples.filter(isOver)
    expect(new Set(samples.map(({ state }) => state.status)).size).toBe(8)
    const outbox = closed.map((incident, index) => ({ seq: index + 1, incident: toNewer(incident) }))
    await write({ incidents: live.map(toNewer), archive: { seq: closed.length, outbox } })
    for (const { id } of samples) {
      const store = await folder.open()
      const before = await store.findIncident(id)
      if (before === undefined) throw new Error(`${id} is gone`)
      await store.commit({
        incident: { next: { ...before, revision: 99, state: { ...before.state } }, expectedVersion: 1 },
      })
      await store.close()
      const reopened = await folder.open()
      const after = plain(await reopened.findIncident(id))
      await reopened.close()
      const sample = samples.find((incident) => incident.id === id)
      expect(after).toEqual({
        ...(plain(sample && toNewer(sample)) as object),
        version: 2,
        revision: 99,
      })
    }
  })

  test('stay in tasks, memory, records and the file itself', async () => {
    const task = json.parse(addUnknown(createTask('a')))
    const kept = { ofTheFuture: [1, { two: 2 }] }
    const entry = toEntry(futureEvent)
    await write({
      ...kept,
      memory: [['look', { ...kept, seen: 1 }]],
      tasks: [task],
      journal: { ...kept, seq: 1, hash: entry.hash, outbox: [entry] },
      archive: { ...kept, seq: 0, outbox: [] },
    })
    const store = await folder.open()
    await store.commit({ incident: { next: createIncident('two'), expectedVersion: 0 } })
    const [claim] = await store.claimTasks({ now: 1_000, pools: toPools(9), leaseMilliseconds: 1 })
    if (claim === undefined) throw new Error('There is no task')
    await store.commit({ settle: { claim, retryAt: 2_000 } })
    await store.close()
    expect(await readState()).toMatchObject({
      ...kept,
      memory: [['look', { ...kept, seen: 1 }]],
      tasks: [{ ...task, dueAt: 2_000, attempts: 1 }],
      journal: kept,
      archive: kept,
    })
    expect(await verifyJournal(folder.path)).toEqual({ ok: true, entries: 1 })
  })

  test('are nobody’s in a folder without any: what this program saves by mistake is dropped', async () => {
    const store = await folder.open()
    const by = { platform: 'slack' as const, id: 'U1', name: 'Maya', addresses: ['maya@contoso.com'] }
    await store.commit({
      incident: { next: createIncident('one', { asked: { by, at: 1 } }), expectedVersion: 0 },
    })
    expect((await store.findIncident('one'))?.asked?.by).toEqual({
      platform: 'slack',
      id: 'U1',
      name: 'Maya',
    })
  })
})

describe('what a newer program alone can do', () => {
  test('waits for it: a task of an unknown kind is neither handed out nor counted nor dropped', async () => {
    const task = { ...createTask('rest'), duty: { kind: 'rest', hours: 8 } }
    await write({ tasks: [task, createTask('known')] })
    const store = await folder.open()
    const claims = await store.claimTasks({ now: 1_000_000, pools: toPools(9), leaseMilliseconds: 1 })
    expect(claims.map((claim) => claim.task.key)).toEqual(['known'])
    expect(await store.readBacklog(1_000)).toEqual({ due: 0, nextDueAt: undefined })
    await store.remember('key', 2)
    await store.close()
    expect(await readState()).toMatchObject({ tasks: [createTask('known'), task] })
  })

  test('is read: an entry of an unknown type shows as it is', async () => {
    const entry = toEntry(futureEvent)
    await write({ journal: { seq: 1, hash: entry.hash, outbox: [entry] } })
    const store = await folder.open()
    expect(plain(await store.readJournal({ limit: 9 }))).toEqual([entry])
    await store.commit({ events: [createEvent('two')] })
    await store.close()
    expect(await verifyJournal(folder.path)).toEqual({ ok: true, entries: 2 })
    const types: string[] = []
    for await (const line of readJournalFiles(folder.path)) types.push(line.entry.event.type)
    expect(types).toEqual([typeOfTheFuture, 'incident.changed'])
  })
})

describe('a file of a newer program', () => {
  async function expectRefused(words: RegExp): Promise<void> {
    const names = (await readdir(folder.path)).filter((name) => !name.startsWith('lock'))
    const before = await readFile(file)
    const error: unknown = await folder.open().catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(StoreError)
    expect(error).toMatchObject({ fatal: true, message: expect.stringMatching(words) as unknown })
    expect(error).toMatchObject({
      message: expect.stringMatching(/newer Reprieve.*Nothing has been changed\. Start the newer/) as unknown,
    })
    expect(await readFile(file)).toEqual(before)
    expect((await readdir(folder.path)).filter((name) => !name.startsWith('lock'))).toEqual(names)
  }

  test('is refused in words when it says that this one would damage it', async () => {
    await write({ format: 9, oldestReader: 9 })
    const words = /state\.json was written by a newer Reprieve: it has format 9/
    await expectRefused(words)
    await expect(verifyJournal(folder.path)).rejects.toThrow(words)
  })

  test.each<[string, object]>([
    ['a status', { incidents: [{ ...createIncident('one'), state: { status: 'resting', since: 1 } }] }],
    [
      'a known task of another shape',
      {
        tasks: [
          {
            ...createTask('one'),
            duty: { kind: 'line', incidentId: 'one', platform: 'slack', notice: 7 },
          },
        ],
      },
    ],
  ])(
    'is refused in words, not called damaged, when it holds %s that nobody here could judge',
    async (_, what) => {
      await write({ format: 9, ...what })
      await expectRefused(/it has format 9, and this program knows 8 \((incidents|tasks)\[0\]\./)
    },
  )

  test('is opened when it says that this one does no harm, and says later what it said before', async () => {
    await write({ format: 9, oldestReader: 2, incidents: [addUnknown(createIncident('one'))] })
    const store = await folder.open()
    await store.remember('key', 2)
    await store.close()
    expect(await readState()).toMatchObject({ format: 9, oldestReader: 2 })
  })
})

test('a file of the version before is opened, and from then on refused by that version', async () => {
  await write({ incidents: [createIncident('one')] })
  const { format: _, oldestReader: __, checksum: ___, ...rest } = await readState()
  await writeFile(file, JSON.stringify({ version: 1, ...rest }))
  const store = await folder.open()
  expect(await store.listLive({})).toEqual([createIncident('one')])
  await store.remember('key', 2)
  await store.close()
  const after = await readState()
  expect(after).toMatchObject({ format: 8, oldestReader: 2 })
  expect(after).not.toHaveProperty('version')
})

test('a file that a program without checksums has written is opened, and has one from then on', async () => {
  await write({ incidents: [createIncident('one')] })
  const { format, oldestReader, checksum, ...rest } = await readState()
  // What it does not know it writes again, in front of all else.
  const carried = JSON.stringify({ format, oldestReader, checksum, ...rest })
  await writeFile(file, `${carried.replace('"open"', '"open" ')}\n`)
  const store = await folder.open()
  expect(await store.listLive({})).toEqual([createIncident('one')])
  await store.remember('key', 2)
  await store.close()
  const text = await readFile(file, 'utf8')
  expect(text).toMatch(/,"checksum":"[0-9a-f]{64}"\}\n$/)
  expect(text.match(/"checksum"/g)).toHaveLength(1)
})

test.each([
  ['incident', incidentSchema],
  ['task', taskSchema],
  ['journal entry', journalEntrySchema],
])('every object of every %s can be told apart from what it does not know', (_, schema) => {
  for (const sample of toSamples(schema)) {
    expect(schema.safeParse(sample).success).toBe(true)
    const newer = addUnknown(sample)
    expect(keepUnknown(schema).parse(newer)).toEqual(newer)
  }
})
