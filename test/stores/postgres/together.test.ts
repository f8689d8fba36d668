// What many ask for in one moment costs one trip to the database.
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Store } from '../../../src/ports.js'
import { createIncident } from '../../contracts/store-records.js'
import { createPlace, describePostgres, type Place } from './place.js'
import { createWay, type Way } from './way.js'

describePostgres('reading from PostgreSQL', () => {
  let place: Place
  let way: Way
  let store: Store
  beforeEach(async () => {
    place = await createPlace()
    way = await createWay(place.url)
    store = await place.open({ url: way.toUrl(place.url) })
  })
  afterEach(async () => {
    await place.remove()
    await way.close()
  })

  test('the forty incidents of a digest takes one trip, and each is found where it belongs', async () => {
    const ids = Array.from({ length: 40 }, (_, at) => `of-a-storm-${at}`)
    for (const id of ids.slice(1))
      await store.commit({ incident: { next: createIncident(id), expectedVersion: 0 } })
    const before = way.count('select id as key, body from reprieve.incidents')

    const found = await Promise.all([...ids, 'of-a-storm-7'].map((id) => store.findIncident(id)))

    expect(found.map((one) => one?.id)).toEqual([undefined, ...ids.slice(1), 'of-a-storm-7'])
    expect(way.count('select id as key, body from reprieve.incidents') - before).toBe(1)
  })

  test('what is kept of 1,200 tenants takes three trips, and is read anew after something was saved', async () => {
    const keys = Array.from({ length: 1_200 }, (_, at) => `of-tenant-${at}`)
    await store.commit({ cells: keys.map((key, at) => ({ key, value: at })) })
    const before = way.count('from reprieve.cells')

    const found = await Promise.all(keys.map((key) => store.recall(key)))

    expect(found.map((one) => one?.value)).toEqual(keys.map((_, at) => at))
    expect(way.count('from reprieve.cells') - before).toBe(3)

    await store.remember('of-tenant-3', 'anew')
    const again = await Promise.all(['of-tenant-3', 'of-nobody'].map((key) => store.recall(key)))
    expect(again.map((one) => one?.value)).toEqual(['anew', undefined])
  })

  test('one incident that only a newer program can read hides no other that is asked for beside it', async () => {
    for (const id of ['newer', 'known'])
      await store.commit({ incident: { next: createIncident(id), expectedVersion: 0 } })
    await place.query(`update reprieve.incidents set body = '{"id":"newer"}' where id = 'newer'`)

    const [newer, known] = await Promise.allSettled([
      store.findIncident('newer'),
      store.findIncident('known'),
    ])

    expect(newer).toMatchObject({
      status: 'rejected',
      reason: { message: expect.stringMatching(/newer Reprieve/) as unknown },
    })
    expect(known).toMatchObject({ status: 'fulfilled', value: { id: 'known' } })
  })
})
