import type { Trouble } from '../../../contracts/backend.js'
import { type ContainmentHarness, describeContainment } from '../../../contracts/containment.js'
import type { Fault, FaultOptions } from '../../../fake-exchange/faults.js'
import { createRestBackend } from '../rest-backend.js'
import { createSetup } from '../setup.js'
import { createTakenOver, permitContainment } from '../taken-over.js'

const changing = { calls: ['Set-Mailbox'] }

const faults: Readonly<Record<Trouble, readonly [Fault, FaultOptions?]>> = {
  none: [{ kind: 'none' }],
  down: [{ kind: 'down' }],
  throttled: [{ kind: 'throttled', retryAfter: '7' }],
  forbidden: [{ kind: 'forbidden', body: 'nul' }],
  partial: [{ kind: 'partial', rest: 'fails' }],
  'answer-lost-done': [{ kind: 'answer-lost', done: true }, changing],
  'answer-lost-undone': [{ kind: 'answer-lost', done: false }, changing],
  hang: [{ kind: 'hang' }, changing],
}

describeContainment('Exchange over REST', async () => {
  const setup = await createSetup()
  const { fake, tenant } = setup
  permitContainment(tenant)
  let count = 0
  const harness: ContainmentHarness = {
    backend: await createRestBackend(fake),
    addAccount(kind) {
      count += 1
      const address = `person${count}@contoso.com`
      tenant.state.accounts.push(createTakenOver(address, kind === 'synced'))
      return { kind: 'sender', address }
    },
    restrict: tenant.restrict,
    clear: tenant.clear,
    setTrouble: (trouble) => fake.setFault(...faults[trouble]),
    countUnblocks: tenant.countRemovals,
    settle: (promise) => promise,
    arrive: fake.arrived,
    propagate: () => Promise.resolve(),
    close: setup.close,
  }
  return harness
})
