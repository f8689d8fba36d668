import { beforeEach, expect, test } from 'vitest'
import { createLimit } from '../../src/concurrency/limit.js'
import { createManualClock, type ManualClock } from '../clock.js'

let clock: ManualClock
let begun: string[]
beforeEach(() => {
  clock = createManualClock(0)
  begun = []
})

function work(name: string, milliseconds: number): () => Promise<string> {
  return () => {
    begun.push(name)
    return new Promise((resolve) => {
      clock.after(milliseconds, () => resolve(name))
    })
  }
}

test('a limit lets so many begin at once, and the others in the order they came as soon as there is room', async () => {
  const limit = createLimit(2)
  const all = Promise.all([
    limit(work('slow', 30)),
    limit(work('quick', 10)),
    limit(work('third', 10)),
    limit(work('fourth', 10)),
  ])
  expect(begun).toEqual(['slow', 'quick'])
  await clock.advance(10)
  expect(begun).toEqual(['slow', 'quick', 'third'])
  await clock.advance(10)
  expect(begun).toEqual(['slow', 'quick', 'third', 'fourth'])
  await clock.advance(10)
  expect(await all).toEqual(['slow', 'quick', 'third', 'fourth'])
})

test('a limit gives the place of what failed to the next, and tells its caller', async () => {
  const limit = createLimit(1)
  const first = limit(() => Promise.reject(new Error('broken')))
  const second = limit(work('second', 10))
  await expect(first).rejects.toThrow('broken')
  await clock.advance(10)
  expect(await second).toBe('second')
})

test('a limit lets nobody who comes in between take the place of one who waits', async () => {
  const limit = createLimit(1)
  const first = limit(work('first', 10))
  const second = limit(work('second', 10))
  const between = first.then(() => limit(work('between', 10)))
  await clock.advance(10)
  expect(begun).toEqual(['first', 'second'])
  await clock.advance(20)
  expect(await Promise.all([second, between])).toEqual(['second', 'between'])
})

test('a limit is as wide as before once everything has ended', async () => {
  const limit = createLimit(2)
  const all = ['one', 'two', 'three'].map((name) => limit(work(name, 10)))
  await clock.advance(20)
  await Promise.all(all)
  begun = []
  const again = ['four', 'five', 'six'].map((name) => limit(work(name, 10)))
  expect(begun).toEqual(['four', 'five'])
  await clock.advance(20)
  await Promise.all(again)
  expect(begun).toEqual(['four', 'five', 'six'])
})
