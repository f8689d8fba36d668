import { beforeEach, describe, expect, test } from 'vitest'
import { endAfter, late, withDeadline, within } from '../../src/concurrency/within.js'
import { createManualClock, type ManualClock } from '../clock.js'

let clock: ManualClock
beforeEach(() => {
  clock = createManualClock(0)
})

/** Takes that long. */
function work(milliseconds: number): Promise<string> {
  return new Promise((resolve) => {
    clock.after(milliseconds, () => resolve('done'))
  })
}

describe('within', () => {
  test('gives what came in time, and leaves no timer', async () => {
    const waiting = within(clock, 1_000, work(999))
    await clock.advance(999)
    expect(await waiting).toBe('done')
    expect(clock.countTimers()).toBe(0)
  })

  test('says late when the time is up, and the work goes on', async () => {
    const working = work(1_001)
    const waiting = within(clock, 1_000, working)
    await clock.advance(1_000)
    expect(await waiting).toBe(late)
    await clock.advance(1)
    expect(await working).toBe('done')
  })

  test('tells nothing that came in time from late: an empty answer is an answer', async () => {
    expect(await within(clock, 1_000, Promise.resolve(undefined))).toBeUndefined()
    expect(clock.countTimers()).toBe(0)
  })

  test('rejects as the work does, and leaves no timer', async () => {
    await expect(within(clock, 1_000, Promise.reject(new Error('broken')))).rejects.toThrow('broken')
    expect(clock.countTimers()).toBe(0)
  })
})

describe('endAfter', () => {
  test('gives up once when the time is up, and waits for the end of the work', async () => {
    const seen: string[] = []
    let end: (value: string) => void = () => {}
    const ending = new Promise<string>((resolve) => {
      end = resolve
    })
    const waiting = endAfter(
      clock,
      1_000,
      () => ending,
      () => seen.push('given up'),
    ).then((value) => seen.push(value))
    await clock.advance(5_000)
    expect(seen).toEqual(['given up'])
    end('killed')
    await waiting
    expect(seen).toEqual(['given up', 'killed'])
  })

  test.each([
    ['ends', () => Promise.resolve()],
    ['fails', () => Promise.reject(new Error('broken'))],
    [
      'fails before it waits for anything',
      () => {
        throw new Error('broken')
      },
    ],
  ])('leaves no timer when the work %s', async (_, run: () => Promise<void>) => {
    await Promise.allSettled([endAfter(clock, 1_000, run, () => {})])
    expect(clock.countTimers()).toBe(0)
  })
})

describe('withDeadline', () => {
  test('aborts the signal when the time is up, and lets the call say what became of it', async () => {
    const calling = withDeadline(clock, 1_000, async (signal) => {
      await work(5_000)
      return signal.aborted ? 'stopped half-way' : 'done'
    })
    await clock.advance(5_000)
    expect(await calling).toBe('stopped half-way')
  })

  test('leaves the signal alone when the call was in time', async () => {
    const calling = withDeadline(clock, 1_000, async (signal) => {
      await work(999)
      return signal
    })
    await clock.advance(60_000)
    expect((await calling).aborted).toBe(false)
  })
})
