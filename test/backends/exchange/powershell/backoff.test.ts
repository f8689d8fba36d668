import { expect, test } from 'vitest'
import { createBackoff } from '../../../../src/backends/exchange/powershell/backoff.js'
import { BackendError } from '../../../../src/errors.js'
import { createManualClock } from '../../../clock.js'

const error = new BackendError('pwsh ended', { code: 'unavailable', outcome: 'unchanged' })

test('waits a little after a failure, and no longer when somebody sets the clock back', async () => {
  const clock = createManualClock(3 * 3_600_000)
  const backoff = createBackoff(clock)
  backoff.failed(error)
  expect(() => backoff.check()).toThrow('pwsh ended')
  clock.step(-2 * 3_600_000)
  await clock.advance(1_000)
  expect(() => backoff.check()).not.toThrow()
})
