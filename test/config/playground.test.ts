import { describe, expect, test } from 'vitest'
import { readSettings } from '../../src/config/index.js'
import { toProblems } from './settings.js'

describe('the settings of a playground', () => {
  test.each([{}, { PORT: '', REPRIEVE_DATA: '', REPRIEVE_LOG: '' }])(
    'have defaults, of which the log tells errors alone: %j',
    (environment) => {
      expect(readSettings(environment)).toEqual({ port: 3978, dataFolder: 'data', logLevel: 'error' })
    },
  )

  test('come from the environment', () => {
    const environment = { PORT: '0', REPRIEVE_DATA: '/tmp/x', REPRIEVE_LOG: 'debug' }
    expect(readSettings(environment)).toEqual({ port: 0, dataFolder: '/tmp/x', logLevel: 'debug' })
  })

  test('say everything that is wrong at once', () => {
    expect(toProblems(() => readSettings({ PORT: 'abc', REPRIEVE_LOG: 'inof' }))).toEqual([
      'PORT: is not a whole number from 0 to 65535. Write one, or leave it out for 3978.',
      'REPRIEVE_LOG: is not one of debug, info, warn, error, silent. Did you mean "info"?',
    ])
  })
})
