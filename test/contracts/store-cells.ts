import { describe, expect, test } from 'vitest'
import { StaleError, StoreError } from '../../src/errors.js'
import type { Commit } from '../../src/ports.js'
import type { Bench } from './store.js'
import { createEvent, createIncident } from './store-records.js'

export function describeCells({ store, reopen, advance }: Bench): void {
  const read = async (key: string) => (await store().recall(key))?.value
  const version = async (key: string) => (await store().recall(key))?.version ?? 0

  describe('a cell', () => {
    test.each([
      ['a word', 'hello'],
      ['a number', 0],
      ['nothing', null],
      ['a list', [1, { deep: ['x'] }]],
      ['no', false],
    ])('keeps %s over a restart', async (_, value) => {
      await store().remember('key', 'before')
      await store().remember('key', value)
      expect(await read('key')).toEqual(value)
      await reopen()
      expect(await read('key')).toEqual(value)
    })

    test.each(['__proto__', 'constructor', '', 'ä "b" \n'])(
      'takes %j for a key like any other',
      async (key) => {
        expect(await store().recall(key)).toBeUndefined()
        await store().remember(key, { kept: true })
        await reopen()
        expect(await read(key)).toEqual({ kept: true })
      },
    )

    test('cannot be changed by whoever wrote or read it', async () => {
      const mine = { list: [1] }
      await store().remember('key', mine)
      mine.list.push(2)
      const found = (await read('key')) as typeof mine
      found.list.push(3)
      expect(await read('key')).toEqual({ list: [1] })
    })

    test('is found by the beginning of its key', async () => {
      for (const key of ['look:b', 'look:a', 'looks', 'other']) await store().remember(key, 1)
      expect((await store().listKeys('look:')).toSorted()).toEqual(['look:a', 'look:b'])
      expect(await store().listKeys('nothing')).toEqual([])
    })

    test('that was forgotten is not there any more, also after a restart', async () => {
      await store().remember('key', 1)
      await store().commit({ cells: [{ key: 'key', forget: true }] })
      for (const _ of [1, 2]) {
        expect(await store().recall('key')).toBeUndefined()
        expect(await store().listKeys('')).toEqual([])
        await reopen()
      }
    })

    test('that nobody has can be forgotten', async () => {
      await store().commit({ cells: [{ key: 'key', forget: true }] })
      expect(await store().recall('key')).toBeUndefined()
    })
  })

  describe('the version of a cell', () => {
    test('lets one of a hundred that read the same write', async () => {
      await store().remember('key', 'first')
      const expectedVersion = await version('key')
      const races = Array.from({ length: 100 }, (_, at) => store().remember('key', at, { expectedVersion }))
      const results = await Promise.allSettled(races)
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
      const lost = results.flatMap((result) =>
        result.status === 'rejected' ? [result.reason as unknown] : [],
      )
      expect(lost.every((error) => error instanceof StaleError && error.cellKey === 'key')).toBe(true)
      expect(await read('key')).toBe(results.findIndex(({ status }) => status === 'fulfilled'))
    })

    test('lets one of two begin it', async () => {
      const races = ['one', 'other'].map((value) => store().remember('key', value, { expectedVersion: 0 }))
      const results = await Promise.allSettled(races)
      expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
      expect(await read('key')).toBe(results[0]?.status === 'fulfilled' ? 'one' : 'other')
    })

    test('is another one after every write, also when it was forgotten in between', async () => {
      const versions = []
      for (const value of [1, 1, 2]) {
        await store().remember('key', value)
        versions.push(await version('key'))
      }
      await store().commit({ cells: [{ key: 'key', forget: true }] })
      await store().remember('key', 1)
      versions.push(await version('key'))
      expect(new Set(versions).size).toBe(4)
      expect(versions).not.toContain(0)
    })

    test('decides over forgetting too', async () => {
      await store().remember('key', 1)
      const expectedVersion = await version('key')
      await store().remember('key', 2)
      const forgetting = store().commit({ cells: [{ key: 'key', forget: true, expectedVersion }] })
      await expect(forgetting).rejects.toThrow(StaleError)
      expect(await read('key')).toBe(2)
    })

    test('of one cell decides over the whole commit', async () => {
      await store().remember('one', 1)
      const commit: Commit = {
        incident: { next: createIncident('one'), expectedVersion: 0 },
        events: [createEvent('one')],
        cells: [
          { key: 'other', value: 2 },
          { key: 'one', value: 2, expectedVersion: 0 },
        ],
      }
      await expect(store().commit(commit)).rejects.toThrow(StaleError)
      expect(await read('one')).toBe(1)
      expect(await read('other')).toBeUndefined()
      expect(await store().listLive({})).toEqual([])
      expect(await store().readJournal({ limit: 9 })).toEqual([])
    })

    test.each([
      ['no number', { expectedVersion: Number.NaN }],
      ['an end that is no time', { until: Number.POSITIVE_INFINITY }],
    ])('and end are refused when one is %s', async (_, terms) => {
      await expect(store().remember('key', 1, terms)).rejects.toThrow(StoreError)
      expect(await read('key')).toBeUndefined()
    })
  })

  describe('the end of a cell', () => {
    test('is when the store forgets it, and no moment before', async () => {
      await store().remember('key', 1, { until: 61_000 })
      await advance(59_999)
      expect(await store().recall('key')).toMatchObject({ value: 1, until: 61_000 })
      await advance(1)
      expect(await store().recall('key')).toBeUndefined()
      expect(await store().listKeys('')).toEqual([])
    })

    test('outlives a restart', async () => {
      await store().remember('key', 1, { until: 61_000 })
      await reopen()
      expect(await read('key')).toBe(1)
      await advance(60_000)
      await reopen()
      expect(await store().recall('key')).toBeUndefined()
    })

    test('is the one of the last write: without one there is none any more', async () => {
      await store().remember('key', 1, { until: 61_000 })
      await store().remember('key', 2)
      await advance(60_000)
      await store().remember('other', 1)
      await reopen()
      expect(await store().recall('key')).toEqual({ value: 2, version: await version('key') })
    })

    test('leaves nothing to compare with', async () => {
      await store().remember('key', 1, { until: 61_000 })
      const expectedVersion = await version('key')
      await advance(60_000)
      await expect(store().remember('key', 2, { expectedVersion })).rejects.toThrow(StaleError)
      await store().remember('key', 3, { expectedVersion: 0 })
      expect(await read('key')).toBe(3)
    })
  })
}
