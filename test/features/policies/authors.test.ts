// A change of the settings is told with who made it, by the audit log, or with why that is not known.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Deed } from '../../../src/domain/deed.js'
import { dayMilliseconds, hourMilliseconds } from '../../../src/domain/instant.js'
import { BackendError } from '../../../src/errors.js'
import type { PlainViews } from '../../../src/features/cards.js'
import { connectorAlert, createAlert, createPolicies } from '../../domain/policies.js'
import { known } from '../../domain/rules/evidence.js'
import type { RecordingPlatform } from '../platform.js'
import { createStage, type Stage, toView } from '../stage.js'

let stage: Stage
beforeEach(async () => {
  stage = await createStage()
})
afterEach(async () => {
  await stage.close()
})

const turnedOff = createPolicies({ alerts: known([createAlert({ enabled: false }), connectorAlert]) })
const deed: Deed = {
  at: Date.UTC(2026, 10, 22, 20, 2),
  who: 'nadia@contoso.com',
  operation: 'Set-ProtectionAlert',
  object: 'User restricted from sending email',
  from: '203.0.113.4',
}

function getDrift(platform: RecordingPlatform): PlainViews['drift'] {
  return toView(platform.sent.findLast(({ card: { name } }) => name === 'drift')?.card, 'drift')
}

async function drift(): Promise<void> {
  stage.backend.setPolicies(turnedOff)
  await stage.skip(dayMilliseconds)
}

describe('the card of changed settings', () => {
  test('says who changed them and when, on both platforms, and from which address in the journal alone', async () => {
    stage.backend.log([deed])
    const readAt = stage.clock.now()
    await drift()
    for (const platform of [stage.slack, stage.teams])
      expect(getDrift(platform).authorText).toBe(
        'By the audit log: Set-ProtectionAlert on User restricted from sending email by nadia@contoso.com, 2026-11-22 20:02 UTC.',
      )
    const [asked, ...more] = stage.backend.searches
    expect(more).toEqual([])
    expect(asked?.what).toBe('policies')
    expect(Math.abs((asked?.from ?? 0) - readAt)).toBeLessThan(hourMilliseconds)
    const told = (await stage.journal()).find(({ type }) => type === 'policies.changed-by')
    expect(JSON.stringify(told?.data)).toContain('from 203.0.113.4')
  })

  test('asks again for a day while the log is late, then says that it does not know', async () => {
    await drift()
    expect(getDrift(stage.slack).authorText).toBe('')
    await stage.skip(hourMilliseconds)
    expect(stage.backend.searches).toHaveLength(2)
    stage.backend.log([deed])
    await stage.skip(6 * hourMilliseconds)
    expect(getDrift(stage.slack).authorText).toContain('nadia@contoso.com')
    await stage.skip(dayMilliseconds)
    expect(stage.backend.searches).toHaveLength(3)
  })

  test('says that the log does not tell when it never does', async () => {
    await drift()
    for (let hour = 0; hour < 26; hour += 1) await stage.skip(hourMilliseconds)
    expect(getDrift(stage.teams).authorText).toBe('The audit log does not say who changed it.')
    expect(stage.backend.searches).toHaveLength(4)
  })

  test('says why it cannot be told', async () => {
    const off = new BackendError('Audit logging is off in this tenant.', {
      code: 'rejected',
      outcome: 'unchanged',
    })
    stage.backend.fail('searchDeeds', off)
    await drift()
    expect(getDrift(stage.slack).authorText).toBe(
      'Who changed it cannot be told: Audit logging is off in this tenant. It is asked again: the log is up to a day late.',
    )
  })
})
