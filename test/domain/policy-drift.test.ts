import { describe, expect, test } from 'vitest'
import type { AlertPolicy, OutboundPolicy, TenantPolicies } from '../../src/domain/policies.js'
import { comparePolicies, keepKnown } from '../../src/domain/policy-drift.js'
import { connectorAlert, createAlert, createOutbound, createPolicies } from './policies.js'
import { known, unknown } from './rules/evidence.js'

const name = '"User restricted from sending email"'
const policy = 'Outbound policy "Default"'

function withAlert(different: Partial<AlertPolicy>): TenantPolicies {
  return createPolicies({ alerts: known([createAlert(different), connectorAlert]) })
}

function withOutbound(different: Partial<OutboundPolicy>): TenantPolicies {
  return createPolicies({ outbound: known([createOutbound(different)]) })
}

describe('a difference', () => {
  test.each<[string, TenantPolicies, TenantPolicies, string]>([
    ['an alert turned off', withAlert({}), withAlert({ enabled: false }), `${name} was turned off`],
    ['an alert turned on', withAlert({ enabled: false }), withAlert({}), `${name} was turned on`],
    [
      'mail turned off',
      withAlert({}),
      withAlert({ notifies: false }),
      `${name}: mail notifications were turned off`,
    ],
    [
      'recipients gone',
      withAlert({}),
      withAlert({ recipients: [] }),
      `${name}: recipients changed from TenantAdmins to nobody`,
    ],
    [
      'recipients gone, and with them the mail',
      withAlert({}),
      withAlert({ recipients: [], notifies: false }),
      `${name}: recipients changed from TenantAdmins to nobody`,
    ],
    [
      'recipients added',
      withAlert({ recipients: ['a@contoso.com'] }),
      withAlert({ recipients: ['b@contoso.com', 'a@contoso.com'] }),
      `${name}: recipients changed from a@contoso.com to b@contoso.com, a@contoso.com`,
    ],
    [
      'a daily limit',
      withAlert({}),
      withAlert({ dailyLimit: 5 }),
      `${name}: daily limit changed from none to 5 a day`,
    ],
    [
      'a severity',
      withAlert({}),
      withAlert({ severity: 'Low' }),
      `${name}: severity changed from High to Low`,
    ],
    [
      'the audit log turned off',
      createPolicies(),
      createPolicies({ audit: known({ enabled: false }) }),
      'Unified audit logging was turned off',
    ],
    [
      'an action',
      withOutbound({}),
      withOutbound({ action: 'Alert' }),
      `${policy}: action changed from BlockUserForToday to Alert`,
    ],
    ['a policy turned off', withOutbound({}), withOutbound({ enabled: false }), `${policy} was turned off`],
    [
      'forwarding',
      withOutbound({}),
      withOutbound({ autoForwarding: 'On' }),
      `${policy}: automatic forwarding changed from Automatic to On`,
    ],
    [
      'a limit',
      withOutbound({}),
      withOutbound({ recipientsPerDay: 10_000 }),
      `${policy}: recipients a day changed from service default to 10,000`,
    ],
    [
      'a limit an hour',
      withOutbound({ externalPerHour: 500 }),
      withOutbound({ externalPerHour: 0 }),
      `${policy}: recipients outside an hour changed from 500 to service default`,
    ],
    [
      'another limit an hour',
      withOutbound({}),
      withOutbound({ internalPerHour: 1 }),
      `${policy}: recipients inside an hour changed from service default to 1`,
    ],
    [
      'whom it is for',
      withOutbound({}),
      withOutbound({ appliesTo: '' }),
      `${policy}: applies to changed from everybody else to nothing`,
    ],
    [
      'its notices',
      withOutbound({ notifyRecipients: ['a@contoso.com'] }),
      withOutbound({ notifies: true, notifyRecipients: ['a@contoso.com'] }),
      `${policy}: notifications were turned on`,
    ],
    [
      'who gets them',
      withOutbound({}),
      withOutbound({ notifyRecipients: ['a@contoso.com'] }),
      `${policy}: notified changed from nobody to a@contoso.com`,
    ],
    [
      'an alert gone',
      createPolicies(),
      createPolicies({ alerts: known([connectorAlert]) }),
      `${name} is not there any more`,
    ],
    [
      'a policy more',
      createPolicies(),
      createPolicies({ outbound: known([createOutbound(), createOutbound({ name: 'Sales' })]) }),
      'Outbound policy "Sales" is new',
    ],
  ])('is said in a sentence: %s', (_, before, now, sentence) => {
    expect(comparePolicies(before, now)).toEqual([sentence])
    expect(comparePolicies(now, before)).toHaveLength(1)
  })

  test('shows however many recipients there are', () => {
    const many = Array.from({ length: 12 }, (_, index) => `person${index}@contoso.com`)
    const [sentence] = comparePolicies(
      withAlert({ recipients: many }),
      withAlert({ recipients: [...many.slice(0, 11), 'evil@contoso.com'] }),
    )
    expect(sentence).toContain('person11@contoso.com')
    expect(sentence).toContain('evil@contoso.com')
  })
})

describe('no difference', () => {
  test.each<[string, TenantPolicies, TenantPolicies]>([
    ['the moment of the read', createPolicies(), createPolicies({ readAt: 1 })],
    [
      'the order of policies',
      createPolicies(),
      createPolicies({ alerts: known([connectorAlert, createAlert()]) }),
    ],
    [
      'the order and case of recipients',
      withAlert({ recipients: ['TenantAdmins', 'a@contoso.com'] }),
      withAlert({ recipients: ['A@contoso.com', 'tenantadmins', 'a@contoso.com'] }),
    ],
    [
      'the case of a name with an id',
      withAlert({}),
      withAlert({ name: 'user restricted From sending Email' }),
    ],
    [
      'the case of a name without',
      withAlert({ id: '' }),
      withAlert({ name: 'user restricted From sending Email' }),
    ],
    ['the case of an id', withAlert({}), withAlert({ id: '0E5D4A8C-1111-4222-8333-444455556666' })],
    ['the case of a word', withOutbound({}), withOutbound({ action: 'blockuserfortoday' })],
    ['the case of a policy', withOutbound({}), withOutbound({ name: 'DEFAULT' })],
  ])('is %s', (_, before, now) => {
    expect(comparePolicies(before, now)).toEqual([])
  })

  const nothing = createPolicies({ alerts: unknown('x'), audit: unknown('x'), outbound: unknown('x') })
  const changed = createPolicies({
    alerts: known([]),
    audit: known({ enabled: false }),
    outbound: known([]),
  })

  test('is what could not be read, on either side', () => {
    expect(comparePolicies(nothing, changed)).toEqual([])
    expect(comparePolicies(changed, nothing)).toEqual([])
  })

  test('comes of a fact that is kept while it cannot be read', () => {
    expect(comparePolicies(changed, keepKnown(changed, nothing))).toEqual([])
    expect(comparePolicies(createPolicies(), keepKnown(changed, nothing))).toHaveLength(4)
    expect(keepKnown(nothing, changed)).toEqual(changed)
  })
})
