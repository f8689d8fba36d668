// A machine that slept: the first who asks comes before the timers that are due.
import { expect, onTestFinished, test } from 'vitest'
import { createLanes } from '../../src/concurrency/lanes.js'
import type { Incident } from '../../src/domain/incident.js'
import { minuteMilliseconds } from '../../src/domain/instant.js'
import { createBreakers } from '../../src/outbox/breakers.js'
import type { Change } from '../../src/outbox/change.js'
import { createReaches } from '../../src/outbox/held.js'
import { createLeft } from '../../src/outbox/left.js'
import { createWorker } from '../../src/outbox/worker.js'
import type { Clock, Log, Meter } from '../../src/ports.js'
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

test('is not called broken before its timers have run, and is when they do not run after that', async () => {
  const stage = await createStage()
  onTestFinished(() => stage.close())
  let time = 0
  const clock: Clock = { now: () => time, monotonic: () => time, after: () => () => {} }
  const parts = {
    store: stage.store(),
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
  time += 10 * minuteMilliseconds
  expect(worker.readStanding().passMilliseconds).toBeUndefined()
  time += 10_000
  expect(worker.readStanding().passMilliseconds).toBe(10 * minuteMilliseconds + 10_000)
  await worker.stop()
})
