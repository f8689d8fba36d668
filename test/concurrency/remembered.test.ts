import { beforeEach, describe, expect, test } from 'vitest'
import { createRemembered, type Remembered } from '../../src/concurrency/remembered.js'
import { createManualClock, type ManualClock } from '../clock.js'

let clock: ManualClock
let remembered: Remembered<string>
let asked: string[]
beforeEach(() => {
  clock = createManualClock(0)
  remembered = createRemembered({ clock, keepMilliseconds: 60_000, most: 3 })
  asked = []
})

/** Whose answer takes that long and tells how often was asked by then. */
function get(key: string, milliseconds = 0): Promise<string> {
  return remembered.get(key, async () => {
    asked.push(key)
    const answer = `${key} ${asked.length}`
    if (milliseconds > 0) await new Promise<void>((resolve) => void clock.after(milliseconds, resolve))
    return answer
  })
}

describe('what is remembered', () => {
  test('is asked for once by all who want it at the same time', async () => {
    const all = Promise.all([get('laura', 10), get('laura', 10), get('henrik', 10)])
    await clock.advance(10)
    expect(await all).toEqual(['laura 1', 'laura 1', 'henrik 2'])
  })

  test('is believed for so long, and no longer', async () => {
    await get('laura')
    await clock.advance(59_999)
    expect(await get('laura')).toBe('laura 1')
    await clock.advance(1)
    expect(await get('laura')).toBe('laura 2')
  })

  test('is asked for once more by whoever must know how it is now, and that answer is kept', async () => {
    await get('laura')
    expect(await remembered.getAnew('laura', async () => 'laura now')).toBe('laura now')
    expect(await get('laura')).toBe('laura now')
  })

  test('is not taken from others who asked before, and their late answer does not stay', async () => {
    const slow = get('laura', 10)
    await clock.advance(1)
    expect(await remembered.getAnew('laura', async () => 'laura now')).toBe('laura now')
    await clock.advance(9)
    expect([await slow, await get('laura')]).toEqual(['laura 1', 'laura now'])
  })

  test('is forgotten when the answer that must be of now does not come', async () => {
    await get('laura')
    await expect(remembered.getAnew('laura', () => Promise.reject(new Error('down')))).rejects.toThrow('down')
    expect(await get('laura')).toBe('laura 2')
  })

  test('is as old as the question, however long the answer took', async () => {
    const slow = get('laura', 30_000)
    await clock.advance(30_000)
    expect(await slow).toBe('laura 1')
    await clock.advance(30_000)
    expect(await get('laura')).toBe('laura 2')
  })

  test('is not kept at all when the answer took longer than it would be believed', async () => {
    const slow = get('laura', 60_000)
    await clock.advance(60_000)
    expect(await slow).toBe('laura 1')
    expect(await get('laura')).toBe('laura 2')
  })

  test('is neither believed for longer nor forgotten when somebody sets the wall clock', async () => {
    await get('laura')
    clock.step(3_600_000)
    expect(await get('laura')).toBe('laura 1')
    clock.step(-7_200_000)
    await clock.advance(60_000)
    expect(await get('laura')).toBe('laura 2')
  })

  test('holds no failure: whoever asks next asks anew', async () => {
    const fail = () => Promise.reject(new Error('down'))
    await expect(remembered.get('laura', fail)).rejects.toThrow('down')
    expect(await get('laura')).toBe('laura 1')
  })

  test('may be an answer that is empty', async () => {
    const empty = createRemembered<undefined>({ clock, keepMilliseconds: 60_000 })
    const ask = async () => void asked.push('empty')
    await empty.get('laura', ask)
    expect(await empty.get('laura', ask)).toBeUndefined()
    expect(asked).toHaveLength(1)
  })

  test('is so much at most: the stalest goes first', async () => {
    for (const key of ['one', 'two', 'three', 'four']) await get(key)
    expect(await get('two')).toBe('two 2')
    expect(await get('one')).toBe('one 5')
  })

  test('is left to the others by whoever gives up, and the asking ends with the last', async () => {
    const giveUps = [new AbortController(), new AbortController()]
    let ending: AbortSignal | undefined
    const ask = (signal: AbortSignal) => {
      ending = signal
      return new Promise<string>((resolve) => void clock.after(10, () => resolve('answer')))
    }
    const [first, second] = giveUps.map(({ signal }) => remembered.get('laura', ask, signal))
    giveUps[0]?.abort(new Error('given up'))
    await expect(first).rejects.toThrow('given up')
    expect(ending?.aborted).toBe(false)
    giveUps[1]?.abort(new Error('given up as well'))
    await expect(second).rejects.toThrow('given up as well')
    expect(ending?.aborted).toBe(true)
  })

  test('is given even to whoever has given up, as it costs nothing', async () => {
    await get('laura')
    const signal = AbortSignal.abort(new Error('given up'))
    expect(await remembered.get('laura', async () => 'not asked', signal)).toBe('laura 1')
  })
})
