import { beforeEach, expect, test } from 'vitest'
import { createInFlight, type InFlight } from '../../src/concurrency/in-flight.js'
import { createManualClock, type ManualClock } from '../clock.js'

let clock: ManualClock
let inFlight: InFlight
let seen: string[]
beforeEach(() => {
  clock = createManualClock(0)
  inFlight = createInFlight()
  seen = []
})

function work(name: string, milliseconds: number): Promise<string> {
  return new Promise((resolve) => {
    clock.after(milliseconds, () => {
      seen.push(name)
      resolve(name)
    })
  })
}

test('waits until nothing is left, what has begun meanwhile included', async () => {
  const first = inFlight.track(work('first', 10).then(() => void inFlight.track(work('second', 10))))
  const drained = inFlight.drain().then(() => seen.push('drained'))
  await clock.advance(30)
  await Promise.all([first, drained])
  expect(seen).toEqual(['first', 'second', 'drained'])
})

test('gives what the work gives, and keeps no failure from being told or the rest from ending', async () => {
  const broken = inFlight.track(Promise.reject(new Error('broken')))
  const done = inFlight.track(work('done', 10))
  const drained = inFlight.drain()
  await expect(broken).rejects.toThrow('broken')
  await clock.advance(10)
  await drained
  expect(await done).toBe('done')
})

test('has nothing to wait for when nothing is under way', async () => {
  await expect(inFlight.drain()).resolves.toBeUndefined()
})
