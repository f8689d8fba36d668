// Connections that end at the worst moment. What was answered is saved, and what was not is found out.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { StoreError } from '../../../src/errors.js'
import type { Store } from '../../../src/ports.js'
import { createEvent, createIncident, createTask, toPools } from '../../contracts/store-records.js'
import { createPlace, describePostgres, type Place } from './place.js'
import { createWay, type Way } from './way.js'

describePostgres('a connection to PostgreSQL', () => {
  let place: Place
  let way: Way
  let store: Store
  beforeEach(async () => {
    place = await createPlace()
    way = await createWay(place.url)
    store = await place.open({
      url: way.toUrl(place.url),
      mostConnections: 2,
      statementMilliseconds: 2_000,
    })
  })
  afterEach(async () => {
    await place.remove()
    await way.close()
  })

  const save = (id: string) =>
    store.commit({
      incident: { next: createIncident(id), expectedVersion: 0 },
      events: [createEvent(id)],
      tasks: [createTask(id)],
      cells: [{ key: id, value: id }],
    })

  async function expectSavedOnce(...ids: readonly string[]): Promise<void> {
    expect((await store.listLive({})).map(({ id }) => id).sort()).toEqual([...ids].sort())
    const entries = await store.readJournal({ limit: 99 })
    expect(entries.map(({ event }) => event.incidentId)).toEqual(ids)
    expect(await store.verifyJournal()).toMatchObject({ ok: true, entries: ids.length })
    expect(await store.readBacklog(9_000)).toMatchObject({ due: ids.length })
  }

  test.each(['before', 'after', 'silent'] as const)(
    'that is cut (%s) at COMMIT loses nothing and saves nothing twice',
    async (cut) => {
      await save('one')
      const isCut = way.cutAt('commit\u0000', cut)
      expect(await save('two')).toMatchObject({ id: 'two', version: 1 })
      await isCut
      await save('three')
      await expectSavedOnce('one', 'two', 'three')
      expect(store.health()).toMatchObject({ ok: true })
    },
  )

  test('whose process stands still while it takes work holds up no other that does', async () => {
    const other = await place.open({ statementMilliseconds: 2_000 })
    await save('one')
    // The lock of all who claim is held, and nobody goes on.
    const isHeld = way.cutAt('with taken as', 'silent')
    const request = { now: 9_000, leaseMilliseconds: 1_000, pools: toPools(9) }
    const standing = store.claimTasks(request)
    await isHeld
    expect(await other.claimTasks(request)).toHaveLength(1)
    expect(await standing).toHaveLength(0)
  })

  test.each([
    'begin',
    'insert into reprieve.incidents',
    'reprieve.cells',
    'reprieve.waiting',
    'journal_head for update',
    'update reprieve.journal_head',
  ])('that is cut at %j is one that saved nothing, and the same is saved by the next', async (text) => {
    await save('one')
    for (const cut of ['before', 'after'] as const) {
      const isCut = way.cutAt(text, cut)
      await save(`two ${cut}`)
      await isCut
    }
    await expectSavedOnce('one', 'two before', 'two after')
  })

  test.each(['before', 'after'] as const)(
    'that is cut %s the COMMIT of a claim gives the task to whoever asked, and to nobody else',
    async (cut) => {
      await save('one')
      const isCut = way.cutAt('commit\u0000', cut)
      const claim = () => store.claimTasks({ now: 9_000, pools: toPools(9), leaseMilliseconds: 10_000 })
      const [held] = await claim()
      await isCut
      if (held === undefined) expect.unreachable()
      expect(await claim()).toEqual([])
      await store.commit({ settle: { claim: held } })
      expect(await store.readBacklog(99_000)).toMatchObject({ due: 0 })
    },
  )

  test('that nobody answers is told in words, without a password, and health says it until it is over', async () => {
    await save('one')
    way.refuse(true)
    way.cutAll()
    const error: unknown = await save('two').catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(StoreError)
    expect(error).toMatchObject({
      fatal: false,
      message: expect.stringMatching(/does not answer/) as unknown,
    })
    expect(store.health()).toMatchObject({ ok: false })
    expect(JSON.stringify([store.health(), String(error)])).not.toContain('word')
    way.refuse(false)
    await save('three')
    await expectSavedOnce('one', 'three')
    expect(store.health()).toMatchObject({ ok: true })
  })

  test('whose last word nobody can be asked about is told as unknown, and not as a failure', async () => {
    await save('one')
    const isCut = way.cutAt('commit\u0000', 'after').then(() => {
      way.refuse(true)
      way.cutAll()
    })
    const saving = save('two').catch((reason: unknown) => reason)
    await isCut
    const error: unknown = await saving
    expect(error).toMatchObject({
      fatal: false,
      message: expect.stringMatching(/could not be found out/) as unknown,
    })
    way.refuse(false)
    await expectSavedOnce('one', 'two')
  })
})
