import { expect, test } from 'vitest'
import { once } from '../../src/concurrency/once.js'

test('is made when it is first asked for, and never again', () => {
  let count = 0
  const getCount = once(() => {
    count += 1
    return count
  })
  expect(count).toBe(0)
  expect([getCount(), getCount()]).toEqual([1, 1])
})

test('is made once when nothing comes of it', () => {
  let count = 0
  const look = once(() => {
    count += 1
  })
  look()
  look()
  expect(count).toBe(1)
})
