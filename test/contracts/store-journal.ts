import { describe, expect, test } from 'vitest'
import { StaleError } from '../../src/errors.js'
import { chainStart, toHash } from '../../src/stores/chain.js'
import type { Bench } from './store.js'
import { createEvent, createIncident } from './store-records.js'

export function describeJournal({ store, reopen }: Bench): void {
  const readAll = () => store().readJournal({ limit: 9_999 })

  async function expectWholeChain(length: number): Promise<void> {
    const entries = await readAll()
    expect(entries.map(({ seq }) => seq)).toEqual(Array.from({ length }, (_, index) => index + 1))
    let previousHash = chainStart.hash
    for (const entry of entries) {
      expect(entry.previousHash).toBe(previousHash)
      expect(entry.hash).toBe(toHash(entry))
      previousHash = entry.hash
    }
  }

  describe('the journal', () => {
    test('numbers and chains events in the order of their commits', async () => {
      const by = { platform: 'slack', id: 'U1', name: 'Maya' } as const
      const events = [
        createEvent('one', { by, data: { reason: 'ä "quoted" \u{1F680}', deep: [{ b: 1, a: null }] } }),
      ]
      await store().commit({ events })
      await store().commit({ events: [createEvent('two'), createEvent('one', { type: 'incident.closed' })] })
      const entries = await readAll()
      expect(entries.map(({ event }) => event)).toEqual([
        ...events,
        createEvent('two'),
        createEvent('one', { type: 'incident.closed' }),
      ])
      await expectWholeChain(3)
    })

    test('is read by incident, from a number on, up to a limit', async () => {
      const ids = ['one', 'two', 'one', 'two', 'one']
      for (const id of ids) await store().commit({ events: [createEvent(id)] })
      const read = async (query: Parameters<ReturnType<typeof store>['readJournal']>[0]) =>
        (await store().readJournal(query)).map(({ seq }) => seq)
      for (const _ of ['before', 'after a restart']) {
        expect(await read({ limit: 2 })).toEqual([1, 2])
        expect(await read({ fromSeq: 4, limit: 9 })).toEqual([4, 5])
        expect(await read({ incidentId: 'one', limit: 9 })).toEqual([1, 3, 5])
        expect(await read({ incidentId: 'one', fromSeq: 2, limit: 1 })).toEqual([3])
        expect(await read({ incidentId: 'three', limit: 9 })).toEqual([])
        expect(await read({ fromSeq: 6, limit: 9 })).toEqual([])
        await reopen()
      }
    })

    test('has no hole where a commit was refused', async () => {
      await store().commit({ events: [createEvent('one')] })
      const incident = { next: createIncident('one'), expectedVersion: 5 }
      await Promise.all([
        expect(store().commit({ incident, events: [createEvent('one')] })).rejects.toThrow(StaleError),
        store().commit({ events: [createEvent('two')] }),
      ])
      await expectWholeChain(2)
      expect((await readAll())[1]?.event.incidentId).toBe('two')
    })

    test('stays one chain under many writers and restarts', async () => {
      for (const round of [1, 2, 3]) {
        await Promise.all(
          Array.from({ length: 25 }, (_, index) =>
            store().commit({ events: [createEvent(`${round}-${index}`)] }),
          ),
        )
        await reopen()
      }
      await expectWholeChain(75)
    })

    test('gives out nothing that a caller could change', async () => {
      await store().commit({ events: [createEvent('one', { data: { list: [1] } })] })
      await reopen()
      const [entry] = await readAll()
      expect(() => Object.assign(entry?.event.data ?? {}, { list: [] })).toThrow(TypeError)
    })
  })
}
