import type { SandboxFault } from '../../../src/backends/sandbox/faults.js'
import { createSandbox } from '../../../src/backends/sandbox/index.js'
import { createManualClock } from '../../clock.js'
import { describeBackend, type Trouble } from '../../contracts/backend.js'
import { type ContainmentHarness, describeContainment } from '../../contracts/containment.js'

const faults: Readonly<Record<Trouble, SandboxFault>> = {
  none: { kind: 'none' },
  down: { kind: 'down' },
  throttled: { kind: 'throttled', retryAfterSeconds: 7 },
  forbidden: { kind: 'forbidden' },
  partial: { kind: 'partial' },
  'answer-lost-done': { kind: 'answer-lost', done: true },
  'answer-lost-undone': { kind: 'answer-lost', done: false },
  hang: { kind: 'slow', milliseconds: 3_600_000 },
}

const takenOver = 'laura@contoso.com'
const synced = 'tom@contoso.com'

describeBackend('the sandbox', createHarness)
describeContainment('the sandbox', createHarness)

async function createHarness(): Promise<ContainmentHarness> {
  const clock = createManualClock(Date.UTC(2026, 10, 22, 3, 14))
  const sandbox = createSandbox({ clock, random: () => 0.5 })

  const harness: ContainmentHarness = {
    backend: sandbox,
    restrict: (entity, reason) => sandbox.restrict(entity, reason),
    addAccount: (kind) => ({ kind: 'sender', address: kind === 'synced' ? synced : takenOver }),
    clear: (entity) => sandbox.clearElsewhere(entity),
    setTrouble: (trouble) => sandbox.faults.set(faults[trouble]),
    countUnblocks: (entity) => sandbox.countUnblocks(entity),
    async settle(promise) {
      const ended = promise.then(
        () => undefined,
        () => undefined,
      )
      let over = false
      void ended.then(() => {
        over = true
      })
      for (let step = 0; step < 100 && !over; step += 1) await clock.advance(100)
      return promise
    },
    arrive: () => clock.advance(2_000),
    propagate: () => clock.advance(20_000),
    close: () => Promise.resolve(),
  }
  return Promise.resolve(harness)
}
