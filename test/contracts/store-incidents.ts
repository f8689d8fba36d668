import { describe, expect, test } from 'vitest'
import type { Incident } from '../../src/domain/incident.js'
import { StaleError } from '../../src/errors.js'
import type { Bench } from './store.js'
import { createContainment, createEvent, createIncident, createTask, toClosed } from './store-records.js'

export function describeIncidents({ store, reopen }: Bench): void {
  async function save(next: Incident, expectedVersion = next.version): Promise<Incident> {
    const saved = await store().commit({ incident: { next, expectedVersion } })
    if (saved === undefined) throw new Error('A commit with an incident gives it back')
    return saved
  }

  describe('incidents', () => {
    test('counts versions from 1 and gives back what it saved', async () => {
      const saved = await save(createIncident('one', { version: 99 }), 0)
      expect(saved).toEqual(createIncident('one', { version: 1 }))
      const changed = await save({ ...saved, revision: 7 })
      expect(changed).toEqual({ ...saved, revision: 7, version: 2 })
      expect(await store().findIncident('one')).toEqual(changed)
      expect(await store().findIncident('two')).toBeUndefined()
    })

    test.each([
      ['a new one that is there already', 0],
      ['a version that is gone', 1],
      ['a version that is not there yet', 3],
    ])('refuses %s', async (_, expectedVersion) => {
      const first = await save(createIncident('one'))
      const second = await save({ ...first, revision: 2 })
      await expect(save({ ...first, revision: 3 }, expectedVersion)).rejects.toThrow(StaleError)
      expect(await store().findIncident('one')).toEqual(second)
    })

    test('refuses a version of an incident that was never there', async () => {
      await expect(save(createIncident('one'), 1)).rejects.toThrow(StaleError)
      expect(await store().listLive({})).toEqual([])
    })

    test('lets one of many writers of one version win', async () => {
      const first = await save(createIncident('one'))
      const results = await Promise.allSettled(
        [1, 2, 3, 4, 5].map((revision) => save({ ...first, revision: 10 + revision })),
      )
      const won = results.filter((result) => result.status === 'fulfilled')
      const lost = results.filter((result) => result.status === 'rejected')
      expect(won).toHaveLength(1)
      expect(lost.every((result) => result.reason instanceof StaleError)).toBe(true)
      expect(await store().findIncident('one')).toEqual(won[0]?.value)
    })

    test('keeps one live incident of an entity in a tenant, however its address is written', async () => {
      const first = await save(createIncident('one', { address: 'Laura@contoso.com' }))
      const again = createIncident('two', { address: 'lauRA@CONTOSO.com' })
      await expect(save(again)).rejects.toThrow(StaleError)
      await save({ ...again, id: 'three', tenantId: 'fabrikam' })
      await save(toClosed(first))
      await save(again)
      expect((await store().listLive({ tenantId: 'contoso' })).map(({ id }) => id)).toEqual(['two'])
    })

    test('opens one of two incidents of an entity that arrive together', async () => {
      const results = await Promise.allSettled(
        ['one', 'two', 'three'].map((id) => save(createIncident(id, { address: 'laura@contoso.com' }))),
      )
      expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1)
      expect(await store().listLive({})).toHaveLength(1)
    })

    test('lists live ones oldest first, by tenant and by entity', async () => {
      await save(createIncident('young', { openedAt: 3_000 }))
      await save(createIncident('old', { openedAt: 1_000 }))
      await save(createIncident('other', { openedAt: 2_000, tenantId: 'fabrikam' }))
      const list = async (query: Parameters<ReturnType<typeof store>['listLive']>[0]) =>
        (await store().listLive(query)).map(({ id }) => id)
      expect(await list({})).toEqual(['old', 'other', 'young'])
      expect(await list({ tenantId: 'contoso' })).toEqual(['old', 'young'])
      expect(await list({ entityKey: 'sender:other@contoso.com' })).toEqual(['other'])
      expect(await list({ tenantId: 'contoso', entityKey: 'sender:other@contoso.com' })).toEqual([])
    })

    test('gives out nothing that a caller could change', async () => {
      const mine = structuredClone(createIncident('one')) as { reviews: unknown[] } & Incident
      await save(mine)
      mine.reviews.push('scribble')
      const found = await store().findIncident('one')
      expect(found?.reviews).toEqual([])
      expect(() => Object.assign(found?.state ?? {}, { status: 'closed' })).toThrow(TypeError)
      expect((await store().findIncident('one'))?.state).toEqual({ status: 'open' })
    })

    test('keeps live ones over a restart', async () => {
      const saved = await save(createIncident('one'))
      await reopen()
      expect(await store().listLive({})).toEqual([saved])
      await expect(save(createIncident('two', { address: 'one@contoso.com' }))).rejects.toThrow(StaleError)
      expect(await save({ ...saved, revision: 2 })).toMatchObject({ version: 2 })
    })
  })

  describe('closed incidents', () => {
    async function close(id: string, closedAt: number, changes: Parameters<typeof createIncident>[1] = {}) {
      return save(toClosed(await save(createIncident(id, changes)), closedAt))
    }
    const list = async (query: Parameters<ReturnType<typeof store>['listClosed']>[0]) =>
      (await store().listClosed(query)).map(({ id }) => id)

    test('are no longer live, but can be found', async () => {
      const closed = await close('one', 5_000)
      expect(await store().listLive({})).toEqual([])
      expect(await store().findIncident('one')).toEqual(closed)
      expect(await store().listClosed({ limit: 5 })).toEqual([closed])
    })

    test('are listed newest first, by tenant and by entity, up to a limit', async () => {
      await close('a', 3_000)
      await close('b', 9_000, { tenantId: 'fabrikam', address: 'a@contoso.com' })
      await close('c', 5_000)
      await close('d', 7_000, { address: 'A@contoso.com' })
      for (const _ of ['before', 'after a restart']) {
        expect(await list({ limit: 9 })).toEqual(['b', 'd', 'c', 'a'])
        expect(await list({ limit: 2 })).toEqual(['b', 'd'])
        expect(await list({ tenantId: 'contoso', limit: 9 })).toEqual(['d', 'c', 'a'])
        expect(await list({ entityKey: 'sender:a@contoso.com', limit: 9 })).toEqual(['b', 'd', 'a'])
        expect(await list({ entityKey: 'sender:a@contoso.com', tenantId: 'contoso', limit: 1 })).toEqual([
          'd',
        ])
        expect(await store().countClosed({})).toBe(4)
        expect(await store().countClosed({ tenantId: 'contoso' })).toBe(3)
        expect(await store().countClosed({ tenantId: 'contoso', entityKey: 'sender:a@contoso.com' })).toBe(2)
        expect(await store().countClosed({ entityKey: 'sender:nobody@contoso.com' })).toBe(0)
        await reopen()
      }
    })

    test('take a later version, as when a last card has been posted', async () => {
      const closed = await close('one', 5_000)
      await close('two', 6_000)
      const card = { platform: 'slack', channel: 'C1', message: '1.2' } as const
      const carded = await save({ ...closed, cards: [card] })
      expect(carded.version).toBe(closed.version + 1)
      for (const _ of ['before', 'after a restart']) {
        expect(await store().findIncident('one')).toEqual(carded)
        expect(await list({ limit: 9 })).toEqual(['two', 'one'])
        expect(await store().countClosed({})).toBe(2)
        await expect(save({ ...closed, cards: [] }, closed.version)).rejects.toThrow(StaleError)
        await reopen()
      }
      expect(await save({ ...carded, revision: 9 })).toMatchObject({ version: carded.version + 1 })
    })

    test('are found by what was changed on the account and not given back, newest first', async () => {
      const containments = [createContainment('block')]
      await close('free', 4_000)
      const first = await close('first', 5_000, { address: 'a@contoso.com', containments })
      await close('second', 6_000, { tenantId: 'fabrikam', containments })
      for (const _ of ['before', 'after a restart']) {
        expect(await list({ standing: true, limit: 9 })).toEqual(['second', 'first'])
        expect(await list({ standing: true, limit: 1 })).toEqual(['second'])
        expect(await list({ standing: true, tenantId: 'contoso', limit: 9 })).toEqual(['first'])
        expect(await list({ standing: true, entityKey: 'sender:a@contoso.com', limit: 9 })).toEqual(['first'])
        expect(await list({ limit: 9 })).toEqual(['second', 'first', 'free'])
        await reopen()
      }
      const undo = { ...createContainment('undo'), undoes: 'block' }
      await save({ ...first, containments: [...containments, undo] })
      for (const _ of ['before', 'after a restart']) {
        expect(await list({ standing: true, limit: 9 })).toEqual(['second'])
        expect(await list({ limit: 9 })).toEqual(['second', 'first', 'free'])
        await reopen()
      }
    })

    test('take a later version together with the task and the events that belong to it, or not at all', async () => {
      const closed = await close('one', 5_000)
      const containments = [createContainment('block')]
      const commit = (expectedVersion: number) =>
        store().commit({
          incident: { next: { ...closed, containments }, expectedVersion },
          events: [createEvent('one')],
          tasks: [createTask('one')],
        })
      await expect(commit(closed.version + 1)).rejects.toThrow(StaleError)
      expect(await store().findIncident('one')).toEqual(closed)
      expect(await store().readBacklog(9_000)).toEqual({ due: 0, nextDueAt: undefined })
      await commit(closed.version)
      await reopen()
      expect((await store().findIncident('one'))?.containments).toEqual(containments)
      expect(await store().readBacklog(9_000)).toMatchObject({ due: 1 })
      expect(await store().readJournal({ limit: 9 })).toHaveLength(1)
    })

    test('let one of two later versions win', async () => {
      const closed = await close('one', 5_000)
      const results = await Promise.allSettled([
        save({ ...closed, revision: 8 }),
        save({ ...closed, revision: 9 }),
      ])
      expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    })

    test('stay closed', async () => {
      const closed = await close('one', 5_000)
      await expect(save({ ...closed, state: { status: 'open' } })).rejects.toThrow(StaleError)
      expect(await store().listLive({})).toEqual([])
    })

    test('may be closed at their first sight', async () => {
      const saved = await save(toClosed(createIncident('one')))
      expect(await store().findIncident('one')).toEqual(saved)
      expect(saved.version).toBe(1)
    })
  })
}
