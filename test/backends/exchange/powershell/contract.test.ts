import { afterAll, beforeAll } from 'vitest'
import { describeBackend } from '../../../contracts/backend.js'
import { createPwshBackend } from './pwsh-backend.js'
import { describePwsh, patience } from './stage.js'

describePwsh('by way of pwsh', patience, () => {
  let pwsh: Awaited<ReturnType<typeof createPwshBackend>>
  beforeAll(async () => {
    pwsh = await createPwshBackend()
  }, patience.timeout)
  afterAll(() => pwsh.close())

  describeBackend('Exchange', () => {
    let isUnblocking = false
    // An unblock looks before it acts: what hangs is the act.
    const harness = pwsh.createHarness(({ cmdlet }) => !isUnblocking || cmdlet.startsWith('Remove-'))
    const { backend } = harness
    return Promise.resolve({
      ...harness,
      backend: {
        ...backend,
        unblock(entity, signal) {
          isUnblocking = true
          return backend.unblock(entity, signal)
        },
      },
    })
  })
})
