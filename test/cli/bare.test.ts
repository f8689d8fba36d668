import { expect, test } from 'vitest'
import { toCommandLine } from '../../src/cli/bare.js'

const nowhere = { environment: {}, isThere: () => false }

test('whoever types the name alone where nothing is set up sees the playground', () => {
  expect(toCommandLine([], nowhere)).toEqual(['playground'])
})

test.each([
  ['a file of settings here', { ...nowhere, isThere: (name: string) => name === 'reprieve.yaml' }],
  [
    'settings that the environment names',
    { ...nowhere, environment: { REPRIEVE_CONFIG: '/etc/reprieve.yaml' } },
  ],
])('with %s the name alone is a question for help, and starts nothing', (_, around) => {
  expect(toCommandLine([], around)).toEqual([])
})

test('what is typed is what is done', () => {
  expect(toCommandLine(['list', '--json'], nowhere)).toEqual(['list', '--json'])
})
