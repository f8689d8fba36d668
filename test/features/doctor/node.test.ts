import { expect, test } from 'vitest'
import { toNodeChecks } from '../../../src/features/doctor/node.js'

const [lastDay, dayAfter] = [Date.parse('2026-04-30T23:59:59Z'), Date.parse('2026-05-01T00:00:00Z')]

test('the doctor warns of a Node that nobody mends any more, and names those to take', () => {
  expect(toNodeChecks('20.20.0', dayAfter)).toMatchObject([
    {
      result: 'warning',
      found: 'This is Node 20.20.0. It ended on 2026-04-30: what is found in it is not mended any more.',
      remedy: expect.stringContaining('Node 22 or 24') as unknown,
    },
  ])
})

test.each([
  ['20.20.0', lastDay],
  ['22.23.1', dayAfter],
  ['24.21.0', dayAfter],
])('Node %s at %d is well', (version, now) => {
  expect(toNodeChecks(version, now)).toMatchObject([
    { result: 'ok', found: expect.stringContaining(version) as unknown },
  ])
})

test.each([undefined, '26.1.0', 'nonsense'])(
  'nothing is said of %s, of whose end nothing is known',
  (version) => {
    expect(toNodeChecks(version, dayAfter)).toEqual([])
  },
)
