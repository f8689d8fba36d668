import { describe, expect, test } from 'vitest'
import {
  type Confirmation,
  confirmationMilliseconds,
  getConfirmation,
  isStillTrue,
} from '../../src/domain/confirmation.js'
import { requestUnblock } from '../../src/domain/transitions.js'
import { RefusedError } from '../../src/errors.js'
import { began, createIncident, createReview, maya, tom } from './incidents.js'

const confirmation: Confirmation = {
  id: 'c1',
  revision: 3,
  expiresAt: began + confirmationMilliseconds,
  review: createReview(),
}
const use = { confirmationId: 'c1', actor: maya, now: began }

function findReason(change: Partial<typeof use>, confirmations: readonly Confirmation[] = [confirmation]) {
  try {
    getConfirmation(confirmations, { ...use, ...change })
    return 'accepted'
  } catch (error) {
    if (error instanceof RefusedError) return error.reason
    throw error
  }
}

describe('a confirmation', () => {
  test.each([
    ['is accepted from its owner in time', {}, 'accepted'],
    ['is accepted until the last millisecond', { now: confirmation.expiresAt - 1 }, 'accepted'],
    ['expires', { now: confirmation.expiresAt }, 'confirmation-expired'],
    ['belongs to one actor', { actor: tom }, 'confirmation-not-yours'],
    [
      'belongs to one platform, whatever ids the others have',
      { actor: { ...maya, platform: 'teams' as const } },
      'confirmation-not-yours',
    ],
    ['must be known', { confirmationId: 'c2' }, 'confirmation-used'],
    ['must not be empty', { confirmationId: '' }, 'confirmation-used'],
  ])('%s', (_, change, wanted) => {
    expect(findReason(change)).toBe(wanted)
  })

  test('belongs to whoever approves a review, not to its author', () => {
    const approved = { ...confirmation, by: tom }
    expect(findReason({ actor: tom }, [approved])).toBe('accepted')
    expect(findReason({ actor: maya }, [approved])).toBe('confirmation-not-yours')
  })

  test('of an older version, which does not say what was on the screen, is true no more', () => {
    expect(isStillTrue(confirmation, createIncident('reviewing', { revision: 3 }))).toBe(false)
  })

  test('is used up by the Yes it leads to', () => {
    const incident = createIncident('reviewing', { confirmations: [confirmation] })
    const { confirmations } = requestUnblock(incident, confirmation, began)
    expect(findReason({}, confirmations)).toBe('confirmation-used')
  })

  test('lasts ten minutes', () => {
    expect(confirmationMilliseconds).toBe(600_000)
  })
})
