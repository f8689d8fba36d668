import { beforeEach, describe, expect, test } from 'vitest'
import { createRounds, type Rounds } from '../../src/concurrency/rounds.js'
import { createManualClock, type ManualClock } from '../clock.js'

let clock: ManualClock
let rounds: Rounds<string, string>
let asked: { readonly at: number; readonly questions: readonly string[]; readonly signal: AbortSignal }[]
const never = new AbortController().signal
beforeEach(() => {
  clock = createManualClock(0)
  asked = []
  rounds = createRounds({
    clock,
    apartMilliseconds: 5_000,
    most: 3,
    /** Takes a second, and pays no heed to being told to end. */
    ask: (questions, signal) => {
      asked.push({ at: clock.monotonic(), questions, signal })
      if (questions.includes('trick')) throw new Error('broken')
      return new Promise((resolve) => {
        clock.after(1_000, () => resolve(questions.join('+')))
      })
    },
  })
})

const listAsked = () => asked.map(({ at, questions }) => [at, questions.join('+')])

describe('rounds', () => {
  test('ask at once when nothing was asked lately', async () => {
    const first = rounds.ask('a', never)
    await clock.advance(1_000)
    expect(await first).toBe('a')
    await clock.advance(4_000)
    const second = rounds.ask('b', never)
    await clock.advance(1_000)
    expect(await second).toBe('b')
    expect(listAsked()).toEqual([
      [0, 'a'],
      [5_000, 'b'],
    ])
  })

  test('ask together what came in between, so many at most, and never more often', async () => {
    const all = Promise.all(['a', 'b', 'c', 'd', 'e', 'f'].map((question) => rounds.ask(question, never)))
    await clock.advance(11_000)
    expect(await all).toEqual(['a', 'b+c+d', 'b+c+d', 'b+c+d', 'e+f', 'e+f'])
    expect(listAsked()).toEqual([
      [0, 'a'],
      [5_000, 'b+c+d'],
      [10_000, 'e+f'],
    ])
  })

  test('that fail do so for those who are in them, and for nobody later', async () => {
    const first = rounds.ask('a', never)
    const failures = Promise.allSettled([rounds.ask('trick', never), rounds.ask('b', never)])
    await clock.advance(5_000)
    expect(await failures).toMatchObject([
      { reason: { message: 'broken' } },
      { reason: { message: 'broken' } },
    ])
    const later = rounds.ask('c', never)
    await clock.advance(6_000)
    expect(await Promise.all([first, later])).toEqual(['a', 'c'])
  })

  test('do not ask for whoever has given up, and end with the last one who waits', async () => {
    const giveUps = [new AbortController(), new AbortController()]
    void rounds.ask('a', never)
    const [b, c] = ['b', 'c'].map((question, at) => rounds.ask(question, giveUps[at]?.signal ?? never))
    giveUps[0]?.abort(new Error('given up'))
    await expect(b).rejects.toThrow('given up')
    await clock.advance(5_000)
    expect(listAsked().at(-1)).toEqual([5_000, 'c'])
    giveUps[1]?.abort(new Error('given up'))
    await expect(c).rejects.toThrow('given up')
    expect(asked.map(({ signal }) => signal.aborted)).toEqual([true, true])
  })

  test('that nobody wants any more before they begin are not held, and the next is', async () => {
    const giveUp = new AbortController()
    void rounds.ask('a', never)
    const given = rounds.ask('b', giveUp.signal)
    giveUp.abort(new Error('given up'))
    await expect(given).rejects.toThrow('given up')
    await clock.advance(20_000)
    expect(listAsked()).toEqual([[0, 'a']])
    const later = Promise.all([rounds.ask('c', never), rounds.ask('d', never)])
    await clock.advance(6_000)
    expect(await later).toEqual(['c', 'd'])
    expect(listAsked().slice(1)).toEqual([
      [20_000, 'c'],
      [25_000, 'd'],
    ])
    expect(clock.countTimers()).toBe(0)
  })

  test('take no question of whoever has given up before', async () => {
    const given = rounds.ask('a', AbortSignal.abort(new Error('given up')))
    await expect(given).rejects.toThrow('given up')
    expect(asked).toEqual([])
  })
})
