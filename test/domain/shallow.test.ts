import { expect, test } from 'vitest'
import { isShallow } from '../../src/domain/shallow.js'

const nest = (levels: number) =>
  JSON.parse(`${'[{"a":'.repeat(levels / 2)}1${'}]'.repeat(levels / 2)}`) as unknown

test.each([
  ['a text', 'x', true],
  ['nothing', null, true],
  ['an empty list', [], true],
  ['100 levels', nest(100), true],
  ['102 levels', nest(102), false],
  ['levels without end', nest(200_000), false],
  ['one deep corner of something wide', [...Array.from({ length: 1_000 }, () => ({})), nest(102)], false],
])('%s can be worked with or not', (_what, value, wanted) => {
  expect(isShallow(value)).toBe(wanted)
})
