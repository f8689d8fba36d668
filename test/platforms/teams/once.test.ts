import { expect, test } from 'vitest'
import { createOnce } from '../../../src/platforms/teams/once.js'
import { createManualClock } from '../../clock.js'

test('remembers for ten minutes and a thousand keys, no longer and no more', async () => {
  const clock = createManualClock(0)
  const once = createOnce<number>(clock)
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
