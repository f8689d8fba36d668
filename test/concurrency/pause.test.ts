import { beforeEach, describe, expect, test } from 'vitest'
import { pause } from '../../src/concurrency/pause.js'
import { createManualClock, type ManualClock } from '../clock.js'

let clock: ManualClock
beforeEach(() => {
  clock = createManualClock(0)
})

describe('a pause', () => {
  test('lasts as long as told, whatever becomes of the wall clock', async () => {
    const seen: string[] = []
    const waiting = pause(clock, 1_000).then(() => seen.push('over'))
    clock.step(3_600_000)
    await clock.advance(999)
    expect(seen).toEqual([])
    await clock.advance(1)
    await waiting
    expect(seen).toEqual(['over'])
  })

  test('ends at once, with the reason, for whoever gives up, and leaves no timer', async () => {
    const giveUp = new AbortController()
    const waiting = pause(clock, 1_000, giveUp.signal)
    await clock.advance(500)
    giveUp.abort(new Error('given up'))
    await expect(waiting).rejects.toThrow('given up')
    expect(clock.countTimers()).toBe(0)
  })

  test('does not begin for whoever has given up before', async () => {
    const signal = AbortSignal.abort(new Error('given up'))
    await expect(pause(clock, 1_000, signal)).rejects.toThrow('given up')
    expect(clock.countTimers()).toBe(0)
  })

  test('that is over stays over for whoever gives up afterwards', async () => {
    const giveUp = new AbortController()
    const waiting = pause(clock, 1_000, giveUp.signal)
    await clock.advance(1_000)
    giveUp.abort(new Error('given up'))
    await expect(waiting).resolves.toBeUndefined()
  })
})
