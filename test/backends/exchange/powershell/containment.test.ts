import { afterAll, beforeAll } from 'vitest'
import { describeContainment } from '../../../contracts/containment.js'
import { createTakenOver, permitContainment } from '../taken-over.js'
import { createPwshBackend } from './pwsh-backend.js'
import { describePwsh, patience } from './stage.js'

describePwsh('by way of pwsh', patience, () => {
  let pwsh: Awaited<ReturnType<typeof createPwshBackend>>
  beforeAll(async () => {
    pwsh = await createPwshBackend()
  }, patience.timeout)
  afterAll(() => pwsh.close())

  describeContainment('Exchange', () => {
    const harness = pwsh.createHarness(({ cmdlet }) => cmdlet === 'Set-Mailbox')
    const { tenant } = pwsh.endpoint
    permitContainment(tenant)
    let count = 0
    return Promise.resolve({
      ...harness,
      addAccount(kind) {
        count += 1
        const address = `person${count}@contoso.com`
        tenant.state.accounts.push(createTakenOver(address, kind === 'synced'))
        return { kind: 'sender', address } as const
      },
    })
  })
})
