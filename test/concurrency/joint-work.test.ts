import { beforeEach, describe, expect, test } from 'vitest'
import { createJointWork, type JointWork } from '../../src/concurrency/joint-work.js'
import { createManualClock, type ManualClock } from '../clock.js'

let clock: ManualClock
let work: JointWork<string>
let begun: AbortSignal[]
beforeEach(() => {
  clock = createManualClock(0)
  work = createJointWork()
  begun = []
})

/** Takes a second, and pays no heed to being told to end. */
function run(signal: AbortSignal): Promise<string> {
  begun.push(signal)
  const name = `work ${begun.length}`
  return new Promise((resolve) => {
    clock.after(1_000, () => resolve(name))
  })
}

const isToEnd = () => begun.map(({ aborted }) => aborted)

describe('joint work', () => {
  test('is done once for all who want it at the same time, and afresh for whoever comes later', async () => {
    const all = Promise.all([work.join('laura', run), work.join('laura', run)])
    await clock.advance(1_000)
    expect(await all).toEqual(['work 1', 'work 1'])
    const later = work.join('laura', run)
    await clock.advance(1_000)
    expect(await later).toBe('work 2')
  })

  test('is another for another key', async () => {
    const all = Promise.all([work.join('laura', run), work.join('henrik', run)])
    await clock.advance(1_000)
    expect(await all).toEqual(['work 1', 'work 2'])
  })

  test('that fails does so for all who wait for it, and for nobody later', async () => {
    const fail = () => Promise.reject(new Error('broken'))
    const failures = await Promise.allSettled([work.join('laura', fail), work.join('laura', run)])
    expect(failures).toMatchObject([{ reason: { message: 'broken' } }, { reason: { message: 'broken' } }])
    const later = work.join('laura', run)
    await clock.advance(1_000)
    expect(await later).toBe('work 1')
  })

  test('that throws before it waits for anything is a failure like any other', async () => {
    const broken = work.join('laura', () => {
      throw new Error('broken')
    })
    await expect(broken).rejects.toThrow('broken')
    const later = work.join('laura', run)
    await clock.advance(1_000)
    expect(await later).toBe('work 1')
  })

  test('goes on for the others when one gives up', async () => {
    const giveUp = new AbortController()
    const first = work.join('laura', run, giveUp.signal)
    const second = work.join('laura', run)
    giveUp.abort(new Error('given up'))
    await expect(first).rejects.toThrow('given up')
    expect(isToEnd()).toEqual([false])
    await clock.advance(1_000)
    expect(await second).toBe('work 1')
  })

  test('is told to end when the last one gives up, and begins afresh for whoever comes then', async () => {
    const giveUps = [new AbortController(), new AbortController()]
    const waiting = giveUps.map(({ signal }) => work.join('laura', run, signal))
    for (const giveUp of giveUps) giveUp.abort(new Error('given up'))
    for (const one of waiting) await expect(one).rejects.toThrow('given up')
    expect(isToEnd()).toEqual([true])
    await clock.advance(500)
    const next = work.join('laura', run)
    // The end of the work nobody wanted any more leaves the next alone.
    await clock.advance(500)
    const joined = work.join('laura', run)
    await clock.advance(500)
    expect(await Promise.all([next, joined])).toEqual(['work 2', 'work 2'])
  })

  test('is not begun for whoever has given up before', async () => {
    const given = work.join('laura', run, AbortSignal.abort(new Error('given up')))
    await expect(given).rejects.toThrow('given up')
    expect(begun).toEqual([])
  })
})
