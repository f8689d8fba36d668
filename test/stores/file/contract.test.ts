import { describeStore } from '../../contracts/store.js'
import { createFolder } from './folder.js'

describeStore('the file store', async (parts) => {
  const folder = await createFolder()
  let store = await folder.open(parts)
  return {
    store,
    async reopen() {
      await store.close()
      store = await folder.open(parts)
      return store
    },
    openBeside: async () => store,
    dispose: () => folder.remove(),
  }
})
