// Which limit a sender is near, and whose limit that is.
import { describe, expect, test } from 'vitest'
import { findLimits, findNear, type SenderLoad } from '../../src/domain/early.js'
import type { OutboundPolicy } from '../../src/domain/policies.js'
import { createPolicies } from './policies.js'
import { known, unknown } from './rules/evidence.js'

function policy(name: string, limits: Partial<OutboundPolicy>): OutboundPolicy {
  return {
    name,
    isDefault: false,
    enabled: true,
    appliesTo: 'some',
    recipientsPerDay: 0,
    externalPerHour: 0,
    internalPerHour: 0,
    action: 'BlockUser',
    autoForwarding: 'Off',
    notifies: false,
    notifyRecipients: [],
    ...limits,
  }
}

const strict = policy('Strict', { externalPerHour: 500, recipientsPerDay: 2_000 })
const loose = policy('Loose', { externalPerHour: 900, internalPerHour: 300 })
const off = policy('Off', { externalPerHour: 10, enabled: false })
const toLoad = (load: Partial<SenderLoad>): SenderLoad => ({
  address: 'sam@contoso.com',
  external: 0,
  internal: 0,
  ...load,
})

describe('the limits', () => {
  test('are the lowest of all policies that are on, and the service’s where none says anything', () => {
    const policies = createPolicies({ outbound: known([loose, strict, off]) })
    expect(findLimits(policies)).toEqual({
      'external-hour': { most: 500, policy: 'Strict' },
      'internal-hour': { most: 300, policy: 'Loose' },
      day: { most: 2_000, policy: 'Strict' },
    })
    const service = {
      'external-hour': undefined,
      'internal-hour': undefined,
      day: { most: 10_000, policy: '' },
    }
    expect(findLimits(createPolicies({ outbound: known([policy('Default', {})]) }))).toEqual(service)
    expect(findLimits(createPolicies({ outbound: unknown('Not permitted.') }))).toEqual(service)
    expect(findLimits(undefined)).toEqual(service)
  })
})

describe('a sender', () => {
  const limits = findLimits(createPolicies({ outbound: known([loose, strict]) }))
  const cases: readonly (readonly [string, Partial<SenderLoad>, string | undefined])[] = [
    ['who sends little', { external: 399, internal: 239 }, undefined],
    ['at the share', { external: 400 }, 'external-hour 400/500'],
    ['inside', { internal: 240 }, 'internal-hour 240/300'],
    ['near two limits is near the nearer one', { external: 410, internal: 290 }, 'internal-hour 290/300'],
    ['by the day', { external: 100, day: 1_700 }, 'day 1700/2000'],
    [
      'who had more in an hour than may be in a day',
      { external: 0, internal: 0, day: 2_400 },
      'day 2400/2000',
    ],
  ]

  test.each(cases)('%s', (_, load, wanted) => {
    const near = findNear(toLoad(load), { limits, percent: 80, isLeast: false })
    expect(near && `${near.limit} ${near.count}/${near.most}`).toBe(wanted)
  })

  test('of whom not all mail could be read is near by what was', () => {
    expect(findNear(toLoad({ external: 450 }), { limits, percent: 80, isLeast: true })).toMatchObject({
      isLeast: true,
      policy: 'Strict',
    })
  })
})
