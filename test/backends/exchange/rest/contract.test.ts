import { type BackendHarness, describeBackend, type Trouble } from '../../../contracts/backend.js'
import type { Fault, FaultOptions } from '../../../fake-exchange/faults.js'
import { createRestBackend } from '../rest-backend.js'
import { createSetup } from '../setup.js'

const removals = ['Remove-BlockedSenderAddress', 'Remove-BlockedConnector']

const faults: Readonly<Record<Trouble, readonly [Fault, FaultOptions?]>> = {
  none: [{ kind: 'none' }],
  down: [{ kind: 'down' }],
  throttled: [{ kind: 'throttled', retryAfter: '7' }],
  forbidden: [{ kind: 'forbidden', body: 'nul' }],
  partial: [{ kind: 'partial', rest: 'fails' }],
  'answer-lost-done': [{ kind: 'answer-lost', done: true }, { calls: removals }],
  'answer-lost-undone': [{ kind: 'answer-lost', done: false }, { calls: removals }],
  hang: [{ kind: 'hang' }],
}

describeBackend('Exchange over REST', async () => {
  const setup = await createSetup({ pageSize: 600 })
  const { fake, tenant } = setup
  const backend = await createRestBackend(fake)
  let trouble: Trouble = 'none'

  const harness: BackendHarness = {
    backend: {
      ...backend,
      unblock(entity, signal) {
        // An unblock looks first: what hangs is the removal, else nothing could be in doubt.
        if (trouble === 'hang') fake.setFault({ kind: 'hang' }, { calls: removals })
        return backend.unblock(entity, signal)
      },
    },
    restrict: tenant.restrict,
    clear: tenant.clear,
    setTrouble(next) {
      trouble = next
      fake.setFault(...faults[next])
    },
    countUnblocks: tenant.countRemovals,
    settle: (promise) => promise,
    arrive: fake.arrived,
    propagate: () => Promise.resolve(),
    close: setup.close,
  }
  return harness
})
