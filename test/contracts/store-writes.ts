import { describe, expect, test } from 'vitest'
import { StaleError, StoreError } from '../../src/errors.js'
import type { Commit, Store } from '../../src/ports.js'
import type { Bench } from './store.js'
import { createEvent, createIncident, createTask, toPools } from './store-records.js'

export function describeWrites({ store, reopen }: Bench): void {
  const cycle: Record<string, unknown> = {}
  cycle.self = cycle

  describe('a commit', () => {
    test('may hold nothing', async () => {
      expect(await store().commit({})).toBeUndefined()
    })

    test('is all or nothing', async () => {
      const commit = (expectedVersion: number): Commit => ({
        incident: { next: createIncident('one'), expectedVersion },
        events: [createEvent('one')],
        tasks: [createTask('one')],
        cells: [{ key: 'one', value: 1 }],
      })
      await expect(store().commit(commit(4))).rejects.toThrow(StaleError)
      expect(await store().listLive({})).toEqual([])
      expect(await store().readJournal({ limit: 9 })).toEqual([])
      expect(await store().readBacklog(9_000)).toEqual({ due: 0, nextDueAt: undefined })
      expect(await store().recall('one')).toBeUndefined()
      await store().commit(commit(0))
      await reopen()
      expect(await store().listLive({})).toHaveLength(1)
      expect(await store().readJournal({ limit: 9 })).toHaveLength(1)
      expect(await store().readBacklog(9_000)).toEqual({ due: 1, nextDueAt: 1_000 })
      expect((await store().recall('one'))?.value).toBe(1)
    })

    test('is one of a hundred at once without losing any', async () => {
      const ids = Array.from({ length: 100 }, (_, index) => `incident-${index}`)
      await Promise.all(
        ids.map((id) => store().commit({ incident: { next: createIncident(id), expectedVersion: 0 } })),
      )
      await reopen()
      expect((await store().listLive({})).map(({ id }) => id).sort()).toEqual(ids.sort())
    })

    const incident = (changes: object) => ({
      incident: { next: { ...createIncident('bad'), ...changes }, expectedVersion: 0 },
    })
    test.each<[string, Commit]>([
      ['a bigint', { cells: [{ key: 'bad', value: 1n }] }],
      ['a cycle', { cells: [{ key: 'bad', value: cycle }] }],
      ['undefined', { cells: [{ key: 'bad', value: undefined }] }],
      ['a function', { cells: [{ key: 'bad', value: () => 1 }] }],
      [
        'a raw record that is not JSON',
        incident({ restriction: { ...createIncident('bad').restriction, raw: { n: 1n } } }),
      ],
      ['an incident that its schema does not know', incident({ openedAt: Number.NaN })],
      ['a task that is due never', { tasks: [createTask('bad', { dueAt: Number.POSITIVE_INFINITY })] }],
      ['an event out of time', { events: [createEvent('bad', { at: 1e300 })] }],
    ])('with %s fails alone', async (_, bad) => {
      const failing = store().commit(bad)
      const good = store().commit({ events: [createEvent('good')], cells: [{ key: 'good', value: 'yes' }] })
      await expect(failing).rejects.toSatisfy((error) => error instanceof StoreError && !error.fatal)
      await good
      await store().commit({ events: [createEvent('later')] })
      await reopen()
      expect((await store().recall('good'))?.value).toBe('yes')
      expect(await store().recall('bad')).toBeUndefined()
      expect(await store().findIncident('bad')).toBeUndefined()
      expect(await store().readJournal({ limit: 9 })).toHaveLength(2)
    })
  })

  test.each<[string, (closed: Store) => Promise<unknown>]>([
    ['findIncident', (closed) => closed.findIncident('one')],
    ['listLive', (closed) => closed.listLive({})],
    ['listClosed', (closed) => closed.listClosed({ limit: 1 })],
    ['countClosed', (closed) => closed.countClosed({})],
    ['commit', (closed) => closed.commit({})],
    ['claimTasks', (closed) => closed.claimTasks({ now: 1, pools: toPools(1), leaseMilliseconds: 1 })],
    ['readBacklog', (closed) => closed.readBacklog(1)],
    ['readJournal', (closed) => closed.readJournal({ limit: 1 })],
    ['recall', (closed) => closed.recall('key')],
    ['remember', (closed) => closed.remember('key', 1)],
    ['listKeys', (closed) => closed.listKeys('')],
  ])('%s is refused after closing', async (_, call) => {
    const closed = store()
    const last = closed.commit({ events: [createEvent('last')] })
    const closing = closed.close()
    await expect(call(closed)).rejects.toThrow(StoreError)
    await closing
    await last
    await expect(call(closed)).rejects.toThrow(StoreError)
    await reopen()
    expect(await store().readJournal({ limit: 9 })).toHaveLength(1)
  })
}
