import { expect, test } from 'vitest'
import { toHandle } from '../../src/domain/handle.js'

test('a handle fits a form: short, plain, and the same for the same id', () => {
  for (const id of ['', 'grant-1', `${'Bianchi, Laura '.repeat(40)}\\4711`, 'данные\\1', '\u{1F600}']) {
    expect(toHandle(id)).toMatch(/^[\da-f]{16}$/)
    expect(toHandle(id)).toBe(toHandle(id))
  }
})

// Test vectors of the FNV authors: http://www.isthe.com/chongo/tech/comp/fnv/
test.each([
  ['', 'cbf29ce484222325'],
  ['a', 'af63dc4c8601ec8c'],
  ['foobar', '85944171f73967e8'],
])('the handle of %j is FNV-1a', (id, handle) => {
  expect(toHandle(id)).toBe(handle)
})

test('ids that differ a little have handles of their own', () => {
  const ids = Array.from({ length: 5_000 }, (_, index) => `Laura\\${index}`)
  expect(new Set(ids.map(toHandle)).size).toBe(ids.length)
})
