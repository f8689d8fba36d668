import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Store } from '../../../src/ports.js'
import { createManualClock } from '../../clock.js'
import { createEvent, createIncident, createTask, toPools } from '../../contracts/store-records.js'
import { createPlace, describePostgres, type Place } from './place.js'
import { hasPooler, type Pooler, startPooler } from './pooler.js'

describePostgres('PostgreSQL behind a pooler that hands out transactions', () => {
  describe.runIf(hasPooler)('with PgBouncer', () => {
    let place: Place
    let pooler: Pooler
    beforeEach(async () => {
      place = await createPlace()
      pooler = await startPooler(place.url)
    })
    afterEach(async () => {
      await place.remove()
      await pooler.stop()
    })

    test('keeps everything that a store promises: nothing is left behind in a session', async () => {
      const stores = [await place.open({ url: pooler.url }), await place.open({ url: pooler.url })]
      const work = (store: Store, who: number) =>
        Array.from({ length: 10 }, async (_, at) => {
          const id = `${who}-${at}`
          await store.commit({
            incident: { next: createIncident(id), expectedVersion: 0 },
            events: [createEvent(id, { texts: { note: id } })],
            tasks: [createTask(id, { lane: `lane-${at}` })],
            cells: [{ key: id, value: id, expectedVersion: 0 }],
          })
        })
      await Promise.all(stores.flatMap(work))
      const done: string[] = []
      const take = async (store: Store) => {
        const claims = await store.claimTasks({ now: 2_000, pools: toPools(9), leaseMilliseconds: 9_000 })
        for (const claim of claims) await store.commit({ settle: { claim } })
        done.push(...claims.map(({ task }) => task.key))
      }
      while (done.length < 20) await Promise.all(stores.map(take))
      expect(new Set(done).size).toBe(20)
      expect(await stores[0]?.verifyJournal()).toMatchObject({ ok: true, entries: 20, texts: { whole: 20 } })
    })

    test('says when what other processes save is not heard of; work is looked for all the same', async () => {
      const clock = createManualClock(1_000)
      const store = await place.open({ url: pooler.url, clock })
      await expect
        .poll(async () => {
          await clock.advance(15_000)
          return store.health().detail
        })
        .toMatch(/work is looked for every 2 s, because what other processes save is not heard of/)
      expect(store.health()).toMatchObject({
        ok: true,
        warning: expect.stringMatching(/^work is looked for/) as unknown,
      })
    })
  })
})
