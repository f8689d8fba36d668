import { describe, expect, test } from 'vitest'
import type { Incident } from '../../src/domain/incident.js'
import { toTold } from '../../src/domain/told.js'
import { toDigest, toHash } from '../../src/stores/chain.js'
import type { Bench } from './store.js'
import { createContainment, createEvent, createIncident, toClosed } from './store-records.js'

const by = { platform: 'slack', id: 'U1', name: 'Maya' } as const
const early = Date.UTC(2026, 7, 5)
const late = Date.UTC(2026, 7, 20)

function createOver(id: string, closedAt: number, changes: Partial<Incident> = {}): Incident {
  const review = {
    by,
    at: closedAt,
    attestations: [{ ruleId: 'forwarding', title: 'Forwarding', answer: 'done', finding: 'to evil.test' }],
    note: 'Ines phoned the desk',
  } as const
  return toClosed(
    createIncident(id, {
      reviews: [review],
      evidence: {
        kind: 'connector',
        gatheredAt: closedAt,
        definition: { known: false, why: 'The role is missing.' },
        changes: { known: true, value: [{ at: 1, who: 'ines@contoso.com', operation: 'Set' }] },
        mail: { known: true, value: { hours: 24, messages: 3, markedAsSpam: 1 } },
      },
      ...changes,
    }),
    closedAt,
  )
}

export function describeTexts({ store, reopen }: Bench): void {
  const readAll = async () => await store().readJournal({ limit: 99 })
  const note = (id: string, at: number, text = `about ${id}`) =>
    store().commit({ events: [createEvent(id, { at, texts: { note: text } })] })
  const readNotes = async () => (await readAll()).map((entry) => toTold(entry).data.note)
  const close = (incident: Incident) => store().commit({ incident: { next: incident, expectedVersion: 0 } })

  describe('a text beside the journal', () => {
    test('comes back with its entry, which holds nothing but its digest', async () => {
      await store().commit({
        events: [
          createEvent('one', { data: { asked: 1 }, texts: { note: 'Ines phoned', shown: [{ a: 1 }] } }),
        ],
      })
      for (const _ of ['before', 'after a restart']) {
        const [entry] = await readAll()
        if (entry === undefined) throw new Error('nothing was written')
        const { texts = {}, event } = entry
        expect(JSON.stringify(event)).not.toContain('Ines')
        expect(event.digests?.note).toBe(toDigest(texts.note ?? { salt: '', value: '' }))
        expect(entry.hash).toBe(toHash(entry))
        expect(toTold(entry).data).toEqual({ asked: 1, note: 'Ines phoned', shown: [{ a: 1 }] })
        expect(toTold(entry).erasedText).toBe('')
        await reopen()
      }
    })

    test('has a salt of its own: the same word twice cannot be told from two words', async () => {
      await note('one', early, 'yes')
      await note('one', early, 'yes')
      const digests = (await readAll()).map(({ event }) => event.digests?.note)
      expect(new Set(digests).size).toBe(2)
    })

    test('is erased when it is older, and the entry says after how many days', async () => {
      for (const at of [early, late, early]) await note('one', at)
      await store().commit({ erase: { before: late, days: 90 } })
      for (const _ of ['before', 'after a restart']) {
        const told = (await readAll()).map(toTold)
        expect(told.map(({ erasedText }) => erasedText)).toEqual([
          'erased after 90 days',
          '',
          'erased after 90 days',
        ])
        expect(told.map(({ erased }) => erased)).toEqual([['note'], [], ['note']])
        await reopen()
      }
      await note('two', late)
      expect(await readNotes()).toEqual([undefined, 'about one', undefined, 'about two'])
    })

    test('is erased of one incident alone when that is asked for', async () => {
      for (const id of ['one', 'two']) await note(id, early)
      await store().commit({ erase: { before: late, incidentId: 'one' } })
      for (const _ of ['before', 'after a restart']) {
        expect(await readNotes()).toEqual([undefined, 'about two'])
        expect(toTold((await readAll())[0] ?? never()).erasedText).toBe('erased')
        await reopen()
      }
    })

    test('is erased in the very commit that adds newer ones', async () => {
      await note('one', early)
      await store().commit({
        erase: { before: late, days: 1 },
        events: [createEvent('one', { at: late, texts: { note: 'kept' } })],
      })
      expect(await readNotes()).toEqual([undefined, 'kept'])
    })

    test('is known by its age as long as it can be erased', async () => {
      expect(await store().findOldestText()).toBeUndefined()
      await note('one', late)
      await close(createOver('one', early))
      for (const _ of ['before', 'after a restart']) {
        expect(await store().findOldestText()).toBe(early)
        await reopen()
      }
      await store().commit({ erase: { before: late, days: 90 } })
      expect(await store().findOldestText()).toBe(late)
      await store().commit({ erase: { before: late + 1, days: 90 } })
      expect(await store().findOldestText()).toBeUndefined()
    })
  })

  describe('an incident that has been over for long', () => {
    test('keeps who, when and what, and loses evidence and notes', async () => {
      await close(createOver('old', early))
      await close(createOver('new', late))
      await store().commit({ erase: { before: late, days: 90 } })
      for (const _ of ['before', 'after a restart']) {
        const old = await store().findIncident('old')
        expect(old).toMatchObject({
          version: 1,
          entity: { address: 'old@contoso.com' },
          restriction: { raw: {} },
          state: { outcome: 'unblocked', closedAt: early },
          reviews: [{ by, note: 'erased after 90 days', attestations: [{ answer: 'done' }] }],
          evidence: {
            definition: { known: false, why: 'The role is missing.' },
            changes: { known: false, why: 'erased after 90 days' },
          },
        })
        expect(JSON.stringify(old)).not.toMatch(/Ines|ines@|evil/)
        expect(await store().findIncident('new')).toMatchObject({
          reviews: [{ note: 'Ines phoned the desk' }],
          evidence: { changes: { known: true } },
        })
        expect((await store().listClosed({ limit: 9 })).map(({ id }) => id)).toEqual(['new', 'old'])
        await reopen()
      }
    })

    test('keeps the way back of what still stands on the account', async () => {
      const containments = [createContainment('c1')]
      await close(createOver('old', early, { containments }))
      await store().commit({ erase: { before: late, days: 90 } })
      const [old] = await store().listClosed({ limit: 9, standing: true })
      expect(old?.containments).toEqual(containments)
    })

    test('can be changed after that as before', async () => {
      await close(createOver('old', early))
      await store().commit({ erase: { before: late, days: 90 } })
      const old = (await store().findIncident('old')) ?? never()
      const next = { ...old, cards: [{ platform: 'slack', channel: 'C1', message: '1' } as const] }
      await store().commit({ incident: { next, expectedVersion: 1 } })
      expect(await store().findIncident('old')).toMatchObject({ version: 2, cards: next.cards })
    })
  })

  test('what is still live loses nothing', async () => {
    const live = { ...createOver('one', early), state: { status: 'open' } as const, openedAt: early }
    await close(live)
    await store().commit({ erase: { before: late, days: 90 } })
    expect((await store().findIncident('one'))?.evidence).toEqual(live.evidence)
  })
}

function never(): never {
  throw new Error('it is not there')
}
