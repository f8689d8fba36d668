// Work that another process has saved: whoever is told of it does not wait for the next look.
import { expect, onTestFinished, test } from 'vitest'
import { createLanes } from '../../src/concurrency/lanes.js'
import type { Incident } from '../../src/domain/incident.js'
import { createBreakers } from '../../src/outbox/breakers.js'
import type { Change } from '../../src/outbox/change.js'
import { createReaches } from '../../src/outbox/held.js'
import { createLeft } from '../../src/outbox/left.js'
import { createWorker } from '../../src/outbox/worker.js'
import type { Log, Meter, Store } from '../../src/ports.js'
import { createManualClock } from '../clock.js'
import { createStage } from '../features/stage.js'

const log: Log = { debug() {}, info() {}, warn() {}, error() {} }
const meter: Meter = {
  pressAnswered() {},
  incidentChanged() {},
  restrictionTold() {},
  pollEnded() {},
  drillEnded() {},
  earlyChanged() {},
  platformFailed() {},
  taskFailed() {},
  orphanPressed() {},
  postDoubted() {},
}

test('is looked for when the store tells of it, until the worker stops', async () => {
  const stage = await createStage()
  onTestFinished(() => stage.close())
  const listeners = new Set<() => void>()
  let looks = 0
  const store: Store = {
    ...stage.store(),
    async claimTasks() {
      looks += 1
      return []
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
  const clock = createManualClock(0)
  const parts = {
    store,
    clock,
    log,
    meter,
    random: () => 0.5,
    writes: createLanes(),
    poke: () => {},
    posted: new Map(),
    unmarked: new Map(),
    follow: async (_: Incident, change: Change) => change,
  }
  const worker = createWorker(() => parts, {
    table: new Map(),
    end: async () => true,
    breakers: createBreakers(clock),
    reaches: createReaches(clock),
    listMoved: async () => [],
    left: createLeft(clock),
  })
  worker.start()
  await expect.poll(() => looks).toBe(1)
  for (const tell of listeners) tell()
  await expect.poll(() => looks).toBe(2)
  await worker.stop()
  expect(listeners.size).toBe(0)
})
