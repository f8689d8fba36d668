// A database of its own that is restarted, and crashes, while it is at work.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createEvent, createIncident } from '../../contracts/store-records.js'
import { type Cluster, startCluster } from './cluster.js'
import { createPlaces, describePostgres, type Place } from './place.js'

describePostgres('a PostgreSQL that goes away', { timeout: 60_000 }, () => {
  let cluster: Cluster
  let place: Place
  beforeAll(async () => {
    cluster = await startCluster()
    place = await createPlaces(cluster.toUrl('postgres'))()
  })
  afterAll(async () => {
    await place.remove()
    await cluster.stop()
  })

  test.each(['restart', 'crash'] as const)('and comes back (%s) has all that it said it had', async (how) => {
    const stores = [await place.open(), await place.open()]
    const known = (await stores[0]?.listLive({}))?.map(({ id }) => id) ?? []
    const saved: string[] = []
    const failed: string[] = []
    let isBack = false
    async function work(who: number): Promise<void> {
      for (let at = 0; !isBack || at < 5; at += 1) {
        const id = `${how}-${who}-${at}`
        await stores[who]
          ?.commit({ incident: { next: createIncident(id), expectedVersion: 0 }, events: [createEvent(id)] })
          .then(
            () => saved.push(id),
            () => failed.push(id),
          )
      }
    }
    const working = Promise.all([work(0), work(1)])
    await cluster[how]()
    isBack = true
    await working
    const there = (await stores[1]?.listLive({}))?.map(({ id }) => id) ?? []
    expect(saved.length).toBeGreaterThan(0)
    expect(there.filter((id) => !known.includes(id) && !failed.includes(id)).sort()).toEqual(saved.sort())
    expect(await stores[0]?.verifyJournal()).toMatchObject({ ok: true, entries: there.length })
    for (const store of stores) await store.close()
  })
})
