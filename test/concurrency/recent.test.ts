import { expect, test } from 'vitest'
import { createRecent } from '../../src/concurrency/recent.js'

test('holds so many, and lets go of what was set longest ago', () => {
  const recent = createRecent<number>(2)
  recent.set('one', 1)
  recent.set('two', 2)
  recent.set('three', 3)
  expect(recent.get('one')).toBeUndefined()
  expect(recent.values()).toEqual([2, 3])
})

test('takes what is set again for the latest, and holds it once', () => {
  const recent = createRecent<number>(2)
  recent.set('one', 1)
  recent.set('two', 2)
  recent.set('one', 11)
  expect(recent.values()).toEqual([2, 11])
  recent.set('three', 3)
  expect([recent.get('one'), recent.get('two')]).toEqual([11, undefined])
})

test('has room again for each that is deleted', () => {
  const recent = createRecent<number>(2)
  recent.set('one', 1)
  recent.set('two', 2)
  recent.delete('two')
  recent.set('three', 3)
  expect(recent.values()).toEqual([1, 3])
})
