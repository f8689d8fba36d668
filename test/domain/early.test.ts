// Which limit a sender is near, and whose limit that is.
import { describe, expect, test } from 'vitest'
import { findNear, type SenderLoad } from '../../src/domain/early.js'
import { findLowestLimits, findPolicyOf, toLimits } from '../../src/domain/early-limits.js'
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
    expect(findLowestLimits(policies)).toEqual({
      'external-hour': { most: 500, policy: 'Strict', isLowest: true },
      'internal-hour': { most: 300, policy: 'Loose', isLowest: true },
      day: { most: 2_000, policy: 'Strict', isLowest: true },
    })
    const service = {
      'external-hour': undefined,
      'internal-hour': undefined,
      day: { most: 10_000, policy: '' },
    }
    expect(findLowestLimits(createPolicies({ outbound: known([policy('Default', {})]) }))).toEqual(service)
    expect(findLowestLimits(createPolicies({ outbound: unknown('Not permitted.') }))).toEqual(service)
    expect(findLowestLimits(undefined)).toEqual(service)
  })
})

describe('the policy of a sender', () => {
  const criteria = (given: Partial<NonNullable<OutboundPolicy['rule']>['conditions']>) => ({
    from: [],
    groups: [],
    domains: [],
    ...given,
  })
  const ruled = (
    name: string,
    priority: number,
    conditions: Parameters<typeof criteria>[0],
    exceptions: Parameters<typeof criteria>[0] = {},
  ) =>
    policy(name, {
      rule: { priority, conditions: criteria(conditions), exceptions: criteria(exceptions) },
    })
  const standard = policy('Default', { isDefault: true, externalPerHour: 1_000 })
  const billing = ruled('Billing', 1, { from: ['billing@contoso.com'] })
  const shops = ruled('Shops', 0, { domains: ['shop.contoso.com'] }, { from: ['owner@shop.contoso.com'] })
  const interns = ruled('Interns', 2, { groups: ['interns@contoso.com'] })

  const cases: readonly (readonly [string, string, readonly OutboundPolicy[], string | undefined])[] = [
    ['names them', 'Billing@contoso.com', [standard, billing, shops], 'Billing'],
    ['names their domain', 'till@shop.contoso.com', [standard, billing, shops], 'Shops'],
    ['leaves them out by an exception', 'owner@shop.contoso.com', [standard, billing, shops], 'Default'],
    ['is the default where no rule names them', 'sam@contoso.com', [standard, billing, shops], 'Default'],
    ['cannot be told where a group decides', 'sam@contoso.com', [standard, billing, interns], undefined],
    ['names them before a group is asked', 'billing@contoso.com', [standard, billing, interns], 'Billing'],
    ['cannot be told of what was read before rules were', 'sam@contoso.com', [standard, strict], undefined],
  ]

  test.each(cases)('%s', (_, address, outbound, wanted) => {
    expect(findPolicyOf(createPolicies({ outbound: known(outbound) }), address)?.name).toBe(wanted)
  })

  test('has the limits of the service where it sets none', () => {
    expect(toLimits(standard)).toEqual({
      'external-hour': { most: 1_000, policy: 'Default' },
      'internal-hour': undefined,
      day: { most: 10_000, policy: '' },
    })
  })
})

describe('a sender', () => {
  const limits = findLowestLimits(createPolicies({ outbound: known([loose, strict]) }))
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
