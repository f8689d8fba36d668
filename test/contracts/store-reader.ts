import { describe, expect, test } from 'vitest'
import { toErasedEvent } from '../../src/domain/erase.js'
import { toTold } from '../../src/domain/told.js'
import type { JournalLine, JournalReading } from '../../src/ports.js'
import { toHash } from '../../src/stores/chain.js'
import { parseLink } from '../../src/stores/link.js'
import type { Bench } from './store.js'
import { createEvent } from './store-records.js'

export function describeReader({ store, reopen }: Bench): void {
  async function stream(reading?: JournalReading): Promise<readonly JournalLine[]> {
    const lines: JournalLine[] = []
    for await (const line of store().streamJournal(reading)) lines.push(line)
    return lines
  }
  const listSeqs = async (reading?: JournalReading) => (await stream(reading)).map(({ entry }) => entry.seq)
  const write = (id: string, at: number, note?: string) =>
    store().commit({ events: [createEvent(id, { at, ...(note === undefined ? {} : { texts: { note } }) })] })

  describe('whoever reads the whole record', () => {
    test('gets every entry as it was when its hash was made, with what stands beside it', async () => {
      await write('one', 1_000, 'Ines phoned')
      await store().commit({ events: [createEvent('two', { data: { odd: '\u2028 ä \u{1F680} \u0000' } })] })
      for (const _ of ['before', 'after a restart']) {
        const lines = await stream()
        expect(lines.map(({ entry }) => toTold(entry).data)).toEqual([
          { ...createEvent('one').data, note: 'Ines phoned' },
          { odd: '\u2028 ä \u{1F680} \u0000' },
        ])
        for (const { text, entry } of lines) {
          const link = parseLink(text)
          expect(link && toHash(link)).toBe(entry.hash)
          expect(text).not.toContain('Ines')
        }
        await reopen()
      }
    })

    test('may ask for one incident, for the latest, and how far it is', async () => {
      for (const id of ['one', 'two', 'one', 'two', 'one']) await write(id, 1_000)
      await store().commit({ events: [createEvent('two', { data: { like: 'one' } })] })
      expect(await listSeqs()).toEqual([1, 2, 3, 4, 5, 6])
      expect(await listSeqs({ incidentId: 'one' })).toEqual([1, 3, 5])
      expect(await listSeqs({ last: 2 })).toEqual([5, 6])
      expect(await listSeqs({ last: 2, incidentId: 'one' })).toEqual([3, 5])
      expect(await listSeqs({ last: 99 })).toHaveLength(6)
      expect(await listSeqs({ incidentId: 'three' })).toEqual([])
      const looked: true[] = []
      await stream({ onEntry: () => void looked.push(true) })
      expect(looked).toHaveLength(6)
    })

    test('goes away in the middle without a trace', async () => {
      for (const id of ['one', 'two', 'three']) await write(id, 1_000)
      for await (const { entry } of store().streamJournal()) {
        expect(entry.seq).toBe(1)
        break
      }
      expect(await listSeqs()).toEqual([1, 2, 3])
    })

    test('hears that it is whole, which texts are there and which were erased, and where a hash is', async () => {
      expect(await store().verifyJournal()).toEqual({ ok: true, entries: 0 })
      await write('one', 1_000, 'old')
      await write('one', 2_000, 'kept')
      await write('two', 3_000)
      expect(await store().verifyJournal()).toEqual({
        ok: true,
        entries: 3,
        texts: { whole: 2, erased: 0 },
      })
      const erasure = { before: 1_500 }
      await store().commit({ erase: erasure, events: [toErasedEvent(erasure, 4_000)] })
      await store().commit({})
      for (const _ of ['before', 'after a restart']) {
        const [, second] = await stream()
        const head = second?.entry.hash.slice(0, 12)
        const looked: true[] = []
        expect(await store().verifyJournal({ head, onEntry: () => void looked.push(true) })).toEqual({
          ok: true,
          entries: 4,
          headSeq: 2,
          texts: { whole: 1, erased: 1 },
        })
        expect(looked).toHaveLength(4)
        expect(await store().verifyJournal({ head: '0123456789abcdef' })).not.toHaveProperty('headSeq')
        await reopen()
      }
    })
  })
}
