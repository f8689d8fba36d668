import { describeStore } from '../../contracts/store.js'
import { createPlace, describePostgres } from './place.js'

describePostgres('PostgreSQL', () => {
  describeStore('the store on PostgreSQL', async (parts) => {
    const place = await createPlace()
    let store = await place.open(parts)
    return {
      store,
      async reopen() {
        await store.close()
        store = await place.open(parts)
        return store
      },
      openBeside: () => place.open(parts),
      dispose: () => place.remove(),
    }
  })
})
