import { afterAll, beforeAll } from 'vitest'
import { describeStore } from '../../contracts/store.js'
import { createPlace, describePostgres, type Place } from './place.js'

describePostgres('PostgreSQL', () => {
  let place: Place
  beforeAll(async () => {
    place = await createPlace()
  })
  afterAll(() => place.remove())

  describeStore('the store on PostgreSQL', async (parts) => {
    let store = await place.open(parts)
    return {
      store,
      async reopen() {
        await store.close()
        store = await place.open(parts)
        return store
      },
      openBeside: () => place.open(parts),
      dispose: () => place.clear(),
    }
  })
})
