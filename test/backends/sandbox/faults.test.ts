import { expect, test } from 'vitest'
import { catchFailure, createSetup, laura, never } from './setup.js'

test('a fault lasts for as many calls as it was set for', async () => {
  const { sandbox, list } = createSetup()
  sandbox.faults.set({ kind: 'down' }, 2)
  await catchFailure(list())
  expect(sandbox.faults.current()).toEqual({ kind: 'down' })
  await catchFailure(list())
  expect(sandbox.faults.current()).toEqual({ kind: 'none' })
  expect(await list()).toEqual([])
})

test('a lost answer hits what changes something, and no look', async () => {
  const { sandbox, list, unblock } = createSetup()
  sandbox.restrict(laura)
  sandbox.faults.set({ kind: 'answer-lost', done: true }, 1)
  expect(await list()).toEqual([laura])
  expect(await catchFailure(unblock(laura))).toMatchObject({ outcome: 'unknown' })
  await unblock(laura)
})

test('throttling says how long to wait', async () => {
  const { sandbox, list } = createSetup()
  sandbox.faults.set({ kind: 'throttled', retryAfterSeconds: 7 })
  expect(await catchFailure(list())).toMatchObject({ code: 'throttled', retryAfterMilliseconds: 7_000 })
})

test('a slow call answers in the end', async () => {
  const { sandbox, clock } = createSetup()
  sandbox.restrict(laura)
  sandbox.faults.set({ kind: 'slow', milliseconds: 60_000 })
  let found: unknown
  void sandbox.find(laura, never).then((restriction) => {
    found = restriction
  })
  await clock.advance(59_000)
  expect(found).toBeUndefined()
  await clock.advance(2_000)
  expect(found).toMatchObject({ entity: laura })
})

test('half an answer leaves holes in the evidence, and says so', async () => {
  const { sandbox, gather } = createSetup()
  sandbox.restrict(laura)
  sandbox.faults.set({ kind: 'partial' })
  expect(await gather(laura)).toMatchObject({
    signIns: { known: false, why: 'The report did not come in time.' },
    forwarding: { known: true },
  })
})

test('giving up leaves no timer behind', async () => {
  const { sandbox, clock } = createSetup()
  const controller = new AbortController()
  const failing = catchFailure(sandbox.gather(laura, controller.signal))
  controller.abort(new Error('deadline'))
  expect(await failing).toMatchObject({ code: 'timeout', outcome: 'unchanged' })
  expect(clock.countTimers()).toBe(0)
})
