// A state that nobody can vouch for, rebuilt from what is whole.
import { copyFile, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { JournalEvent } from '../../../src/domain/journal.js'
import { duties } from '../../../src/features/index.js'
import { openRepair, type RepairPlan } from '../../../src/stores/file/repair/index.js'
import { verifyJournal } from '../../../src/stores/file/verify-journal.js'
import { createManualClock } from '../../clock.js'
import { createEvent, createIncident, createTask, toClosed, toPools } from '../../contracts/store-records.js'
import { createFolder, type Folder, forgetEnd, silentLog } from './folder.js'

let folder: Folder
let state: string
let previous: string
beforeEach(async () => {
  folder = await createFolder()
  state = join(folder.path, 'state.json')
  previous = join(folder.path, 'state.previous.json')
})
afterEach(() => folder.remove())

const now = Date.UTC(2026, 10, 9)
const maya = { platform: 'slack', id: 'U1', name: 'Maya' } as const

const opened = (id: string): JournalEvent =>
  createEvent(id, {
    type: 'incident.opened',
    data: {
      entity: `sender:${id}@contoso.com`,
      reason: 'OutboundSpamLast24Hours=182',
      raw: JSON.stringify({ SenderAddress: `${id[0]?.toUpperCase()}${id.slice(1)}@contoso.com` }),
      earlier: 2,
    },
  })

function repairParts() {
  let ids = 0
  const createId = () => `repair-${++ids}`
  return {
    folder: folder.path,
    clock: createManualClock(now),
    createId,
    log: silentLog,
    pid: process.pid,
    duties,
  }
}

async function plan(): Promise<RepairPlan> {
  const repair = await openRepair(repairParts())
  await repair.close()
  return repair.plan
}

async function repairAll(): Promise<RepairPlan> {
  const repair = await openRepair(repairParts())
  await repair.apply()
  await repair.close()
  return repair.plan
}

/** Three saves: the state before the last knows the first two. */
async function fill(): Promise<void> {
  const store = await folder.open()
  await store.commit({
    incident: { next: createIncident('one'), expectedVersion: 0 },
    events: [opened('one')],
    tasks: [createTask('one'), createTask('watch', { duty: { kind: 'watch', tenantId: 'contoso' } })],
    cells: [{ key: 'key', value: 'kept' }],
  })
  await store.commit({
    incident: { next: createIncident('two'), expectedVersion: 0 },
    events: [opened('two')],
  })
  await store.commit({
    incident: { next: toClosed(createIncident('one')), expectedVersion: 1 },
    events: [createEvent('one', { type: 'incident.closed', data: { outcome: 'cleared-elsewhere' } })],
  })
  const before = await readFile(previous)
  await store.close()
  await forgetEnd(folder.path)
  await writeFile(previous, before)
}

const readTypes = async () => {
  const store = await folder.open()
  const entries = await store.readJournal({ limit: 99 })
  await store.close()
  return entries.map(({ event }) => event.type)
}

describe('a folder with nothing wrong', () => {
  test('is left as it is', async () => {
    await fill()
    expect(await plan()).toMatchObject({ problems: [], base: 'state.json', entries: { all: 3, newer: 0 } })
    const store = await folder.open()
    expect(await store.listLive({})).toHaveLength(1)
  })

  test('is refused while a bot has it', async () => {
    await fill()
    await folder.open()
    await expect(openRepair(repairParts())).rejects.toThrow(/in use by process/)
  })
})

describe('a damaged state', () => {
  test('is told, and nothing changes before it is wanted', async () => {
    await fill()
    await writeFile(state, 'null')
    const before = await readFile(previous)
    expect(await plan()).toMatchObject({
      problems: [
        expect.stringMatching(/^state\.json is damaged: /) as unknown,
        'The journal has 1 entry that state.previous.json does not know.',
        'The archive has 1 line that state.previous.json does not know.',
      ],
      base: 'state.previous.json',
      entries: { all: 3, newer: 1 },
      incidents: { live: 1, told: [], closed: ['one'] },
    })
    expect(await readFile(state, 'utf8')).toBe('null')
    expect(await readFile(previous)).toEqual(before)
    await expect(folder.open()).rejects.toThrow('reprieve store repair')
  })

  test('comes back from the generation before it and the journal, with the damaged files kept', async () => {
    await fill()
    await writeFile(state, 'null')
    await repairAll()
    const store = await folder.open()
    expect((await store.listLive({})).map(({ id }) => id)).toEqual(['two'])
    expect((await store.listClosed({ limit: 9 })).map(({ id }) => id)).toEqual(['one'])
    expect((await store.recall('key'))?.value).toBe('kept')
    expect((await store.recall('gap'))?.value).toMatchObject({ why: 'rebuilt', noticedAt: now })
    await store.close()
    expect(await readTypes()).toEqual([
      'incident.opened',
      'incident.opened',
      'incident.closed',
      'store.repaired',
    ])
    expect(await verifyJournal(folder.path)).toEqual({ ok: true, entries: 4 })
    const kept = (await readdir(folder.path)).find((name) => name.startsWith('before-repair-'))
    expect(await readFile(join(folder.path, kept ?? '', 'state.json'), 'utf8')).toBe('null')
    expect(await plan()).toMatchObject({ problems: [] })
  })

  test('lets polls begin before anything that was left', async () => {
    await fill()
    await writeFile(state, 'null')
    await repairAll()
    const store = await folder.open()
    const claim = (at: number) => store.claimTasks({ now: at, pools: toPools(9), leaseMilliseconds: 1 })
    expect((await claim(now)).map(({ task }) => task.key)).toEqual(['watch'])
    expect((await claim(now + 60_000)).map(({ task }) => task.key)).toEqual(['watch', 'one'])
  })
})

describe('no state at all', () => {
  async function lose(events: readonly JournalEvent[]): Promise<void> {
    const store = await folder.open()
    await store.commit({
      events: [{ at: 1_000, type: 'store.created', data: { storeId: 'S1' } }, ...events],
    })
    await store.close()
    await rm(state)
    await rm(previous)
  }
  const request = createEvent('one', { type: 'unblock.requested', by: maya, at: 5_000 })
  const attempt = createEvent('one', { type: 'unblock.attempted', by: maya, at: 6_000 })
  const done = createEvent('one', { type: 'unblock.done', by: maya, at: 7_000, data: { alreadyGone: false } })

  test('is rebuilt from the journal: who is restricted, by the address as Exchange writes it', async () => {
    await lose([
      opened('one'),
      opened('two'),
      createEvent('two', { type: 'incident.closed', data: { outcome: 'expired' } }),
    ])
    expect(await repairAll()).toMatchObject({
      base: 'nothing',
      incidents: { told: ['one'], closed: ['two'] },
    })
    const store = await folder.open()
    expect(await store.listLive({})).toMatchObject([
      { id: 'one', entity: { address: 'One@contoso.com' }, state: { status: 'open' }, earlier: { count: 2 } },
    ])
    expect(await store.listClosed({ limit: 9 })).toMatchObject([{ id: 'two', state: { outcome: 'expired' } }])
    expect((await store.recall('store'))?.value).toEqual({ id: 'S1' })
  })

  test.each<[string, readonly JournalEvent[], object]>([
    ['may have been sent is uncertain: it is not sent again', [request, attempt], { status: 'uncertain' }],
    [
      'was taken is watched',
      [request, attempt, done],
      { status: 'watching', unblock: { by: maya }, unblockedAt: 7_000 },
    ],
    [
      'was followed by mail that flows still says so',
      [request, attempt, done, createEvent('one', { type: 'mail.delivered', data: { mailAt: 8_000 } })],
      { status: 'watching', unblock: { mail: { deliveredAt: 8_000 } } },
    ],
    [
      'had failed can be reviewed again',
      [request, attempt, createEvent('one', { type: 'unblock.failed', data: { why: 'No licence.' } })],
      { status: 'failed', why: 'No licence.' },
    ],
  ])('an unblock that %s', async (_, events, expected) => {
    await lose([opened('one'), ...events])
    await repairAll()
    const store = await folder.open()
    expect(await store.listLive({})).toMatchObject([{ id: 'one', state: expected, confirmations: [] }])
    await store.commit({ cells: [{ key: 'key', value: 1 }] })
  })

  test('says what nobody knows any more', async () => {
    const step = createEvent('one', { type: 'containment.done', by: maya, data: { step: 'block-sign-in' } })
    await lose([opened('one'), step, createEvent('three')])
    expect((await plan()).lost).toMatchObject({ incidents: ['three'], steps: ['block-sign-in of one'] })
  })
})

describe('an older state beside a newer journal', () => {
  async function restoreOldState(): Promise<void> {
    let store = await folder.open()
    await store.commit({
      incident: { next: createIncident('one'), expectedVersion: 0 },
      events: [opened('one')],
    })
    await store.close()
    await copyFile(state, `${state}.backup`)
    store = await folder.open()
    await store.commit({
      incident: { next: toClosed(createIncident('one')), expectedVersion: 1 },
      events: [createEvent('one', { type: 'incident.closed' })],
    })
    await store.close()
    await copyFile(`${state}.backup`, state)
  }

  test('is refused with the way out, and brought up to the journal by a repair', async () => {
    await restoreOldState()
    await expect(folder.open()).rejects.toThrow(/goes on to entry 2, .* knows of 1 .*reprieve store repair/)
    expect(await repairAll()).toMatchObject({ base: 'state.json', incidents: { live: 0, closed: ['one'] } })
    const store = await folder.open()
    expect(await store.listLive({})).toEqual([])
    expect(await store.listClosed({ limit: 9 })).toHaveLength(1)
  })
})

describe('a journal', () => {
  const journal = () => join(folder.path, 'journal-2026-11.ndjson')

  test('that has lost its end is followed, and what is gone is counted', async () => {
    await fill()
    const [first = ''] = (await readFile(journal(), 'utf8')).split('\n')
    await writeFile(journal(), `${first}\n`)
    await expect(folder.open()).rejects.toThrow(/has a gap.*reprieve store repair/)
    expect((await repairAll()).lost).toMatchObject({ entries: 2 })
    expect(await readTypes()).toEqual(['incident.opened', 'store.repaired'])
    expect(await verifyJournal(folder.path)).toEqual({ ok: true, entries: 2 })
  })

  test('that was changed in the middle is never built upon', async () => {
    await fill()
    await writeFile(journal(), (await readFile(journal(), 'utf8')).replace('182', '183'))
    await writeFile(state, 'null')
    await expect(openRepair(repairParts())).rejects.toThrow(/changed at entry 1.*Nothing has been changed/)
    // And the folder is free again.
    await expect(openRepair(repairParts())).rejects.toThrow(/changed at entry 1/)
  })
})
