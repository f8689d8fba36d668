import { expect, test } from 'vitest'
import { createOnce } from '../../../src/platforms/teams/once.js'
import { createManualClock } from '../../clock.js'

test('remembers for as long as told and a thousand keys, no longer and no more', async () => {
  const clock = createManualClock(0)
  const once = createOnce<number>(clock, 600_000)
  let runs = 0
  const run = (key: string) =>
    once.run(key, async () => {
      runs += 1
      return runs
    })
  expect([await run('a'), await run('a')]).toEqual([1, 1])
  await clock.advance(600_000)
  expect(await run('a')).toBe(2)
  for (let key = 0; key < 999; key += 1) await run(String(key))
  expect(await run('a')).toBe(2)
  await run('one too many')
  expect(await run('a')).toBe(runs)
})

test('forgets a failure, and nothing that came after it', async () => {
  const once = createOnce<string>(createManualClock(0), 600_000)
  await expect(once.run('a', () => Promise.reject(new Error('down')))).rejects.toThrow('down')
  expect(await once.run('a', async () => 'up')).toBe('up')
  expect(await once.run('a', () => Promise.reject(new Error('not asked')))).toBe('up')
})
