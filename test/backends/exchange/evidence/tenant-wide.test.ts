import { describe, expect, test } from 'vitest'
import type { Entity } from '../../../../src/domain/entity.js'
import { createFakeAccount } from '../../../fake-exchange/accounts.js'
import { defaultOutboundPolicy } from '../../../fake-exchange/cmdlets-outbound.js'
import { catchFailure, createSetup, known, laura, never, unknown } from './setup.js'

const billing = {
  ...defaultOutboundPolicy,
  Name: 'Billing',
  IsDefault: false,
  RecipientLimitPerDay: 2_500,
  RecipientLimitExternalPerHour: '500',
  ActionWhenThresholdReached: 'BlockUser',
  AutoForwardingMode: 'Off',
}
const rule = {
  Name: 'Billing rule',
  HostedOutboundSpamFilterPolicy: 'Billing',
  Priority: 0,
  State: 'Enabled',
}

describe('the outbound policy', () => {
  test('is the default one when no rule applies, though Exchange lists others', async () => {
    const setup = createSetup()
    setup.state.outboundPolicies.unshift(billing)
    setup.state.outboundRules.push({ ...rule, From: ['tom@contoso.com'] })
    expect((await setup.gatherSender()).outboundPolicy).toEqual(
      known({
        name: 'Default',
        recipientsPerDay: 0,
        externalPerHour: 0,
        internalPerHour: 0,
        action: 'BlockUserForToday',
        autoForwarding: 'Automatic',
      }),
    )
  })

  test('is that of the rule that applies, by the mail address and not by the name that Exchange lists', async () => {
    const setup = createSetup({ upn: 'laura@contoso.onmicrosoft.com', mail: 'laura@contoso.com' })
    setup.state.outboundPolicies.push(billing)
    setup.state.outboundRules.push({ ...rule, SenderDomainIs: ['contoso.com'] })
    const listed: Entity = { kind: 'sender', address: 'laura@contoso.onmicrosoft.com' }
    expect((await setup.gatherSender(listed)).outboundPolicy).toEqual(
      known({
        name: 'Billing',
        recipientsPerDay: 2_500,
        externalPerHour: 500,
        internalPerHour: 0,
        action: 'BlockUser',
        autoForwarding: 'Off',
      }),
    )
  })

  test('is not that of a rule that is off', async () => {
    const setup = createSetup()
    setup.state.outboundPolicies.push(billing)
    setup.state.outboundRules.push({ ...rule, From: ['laura@contoso.com'], State: 'Disabled' })
    expect((await setup.gatherSender()).outboundPolicy).toMatchObject(known({ name: 'Default' }))
  })

  test.each([
    ['by mail address', 'sales@contoso.com'],
    ['by name', 'Sales team'],
  ])('goes by groups %s', async (_, name) => {
    const setup = createSetup({ groups: ['group-1'] })
    setup.state.groups.push({ id: 'group-1', displayName: 'Sales team', mail: 'sales@contoso.com' })
    setup.state.outboundPolicies.push(billing)
    setup.state.outboundRules.push({ ...rule, FromMemberOf: [name] })
    expect((await setup.gatherSender()).outboundPolicy).toMatchObject(known({ name: 'Billing' }))
    setup.user.groups.pop()
    expect((await setup.gatherSender()).outboundPolicy).toMatchObject(known({ name: 'Default' }))
  })

  test('is not known when it hangs on a group of which membership cannot be told', async () => {
    const setup = createSetup()
    setup.state.outboundPolicies.push(billing)
    setup.state.outboundRules.push({ ...rule, FromMemberOf: ['dynamic@contoso.com'] })
    const why = 'Whether the outbound rule "Billing rule" applies cannot be told.'
    expect((await setup.gatherSender()).outboundPolicy).toEqual(unknown(why))
    setup.setTrouble('microsoft.graph.group', 'forbidden')
    expect((await setup.gatherSender()).outboundPolicy).toEqual(
      unknown(`${why} The app lacks the Microsoft Graph permission GroupMember.Read.All.`),
    )
  })

  test('of which Exchange lists only the rule is not known', async () => {
    const setup = createSetup()
    setup.state.outboundRules.push({ ...rule, From: ['laura@contoso.com'] })
    expect((await setup.gatherSender()).outboundPolicy).toEqual(
      unknown('Exchange did not list the outbound spam policy that applies.'),
    )
  })

  test('asks about groups only when a rule that is on names one', async () => {
    const setup = createSetup()
    setup.state.outboundRules.push({ ...rule, FromMemberOf: ['sales@contoso.com'], State: 'Disabled' })
    await setup.gatherSender()
    expect(setup.calls.filter((call) => call.includes('microsoft.graph.group'))).toEqual([])
  })
})

describe('head-room', () => {
  test.each([
    [
      { Threshold: '72446', ObservedValue: 12, EnforcementEnabled: 'False' },
      { limit: 72_446, used: 12, enforced: false },
    ],
    [
      { Threshold: 10_000, ObservedValue: 0 },
      { limit: 10_000, used: 0 },
    ],
  ])('%j', async (limits, value) => {
    const setup = createSetup()
    setup.state.limits = limits
    expect((await setup.gatherSender()).headroom).toEqual(known(value))
  })

  test.each([undefined, { Verdict: 'Pass' }, { Threshold: 0, ObservedValue: 0 }])(
    'is not known from %j',
    async (limits) => {
      const setup = createSetup()
      setup.state.limits = limits
      expect((await setup.gatherSender()).headroom).toEqual(
        unknown("Exchange does not say how much of the tenant's limit is used."),
      )
    },
  )
})

describe('a storm', () => {
  const shared = [
    'Get-HostedOutboundSpamFilterPolicy',
    'Get-HostedOutboundSpamFilterRule',
    'Get-LimitsEnforcementStatus',
  ]
  const people = Array.from({ length: 20 }, (_, index) => `person${index}@contoso.com`)

  function createStorm() {
    const setup = createSetup()
    for (const upn of people) setup.state.accounts.push(createFakeAccount({ upn }))
    const gatherAll = () =>
      Promise.all(people.map((address) => setup.gatherSender({ kind: 'sender', address })))
    const count = (cmdlet: string) => setup.calls.filter((call) => call === cmdlet).length
    return { ...setup, gatherAll, counts: () => shared.map(count), count }
  }

  test('asks once for what is the same for everybody, and for each what is not', async () => {
    const storm = createStorm()
    const all = await storm.gatherAll()
    for (const { headroom } of all) expect(headroom?.known).toBe(true)
    expect(storm.counts()).toEqual([1, 1, 1])
    expect(storm.count('Get-Mailbox')).toBe(people.length)
  })

  test('asks anew after a minute', async () => {
    const storm = createStorm()
    const started = storm.clock.now()
    await storm.gatherAll()
    await storm.clock.advance(59_999 - (storm.clock.now() - started))
    const within = storm.gather(laura, never)
    await storm.clock.advance(0)
    expect(storm.counts()).toEqual([1, 1, 1])
    await storm.clock.advance(1)
    const after = storm.gather(laura, never)
    await storm.clock.advance(0)
    expect(storm.counts()).toEqual([2, 2, 2])
    await storm.patiently(Promise.all([within, after]))
  })

  test('keeps no failure', async () => {
    const storm = createStorm()
    storm.setTrouble('Get-LimitsEnforcementStatus', 'timeout')
    expect((await storm.gatherSender()).headroom?.known).toBe(false)
    storm.setTrouble('Get-LimitsEnforcementStatus', 'none')
    expect((await storm.gatherSender()).headroom?.known).toBe(true)
  })

  test('goes on for the others when one gives up, and ends with the last', async () => {
    const storm = createStorm()
    storm.setTrouble('', 'hang')
    const first = new AbortController()
    const second = new AbortController()
    const failures = [first, second].map(({ signal }) => catchFailure(storm.gather(laura, signal)))
    await storm.clock.advance(1)
    first.abort()
    await failures[0]
    expect(storm.counts()).toEqual([1, 1, 1])
    second.abort()
    expect(await failures[1]).toMatchObject({ code: 'timeout' })
    storm.setTrouble('', 'none')
    expect((await storm.gatherSender()).headroom?.known).toBe(true)
    expect(storm.counts()).toEqual([2, 2, 2])
  })
})
