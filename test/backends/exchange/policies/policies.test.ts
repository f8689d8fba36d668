import { describe, expect, test } from 'vitest'
import type { CmdletName } from '../../../../src/backends/exchange/cmdlets.js'
import { createReadPolicies } from '../../../../src/backends/exchange/policies/index.js'
import { tenantPoliciesSchema } from '../../../../src/domain/policies.js'
import { BackendError } from '../../../../src/errors.js'
import { createManualClock } from '../../../clock.js'
import { createInProcess } from '../../../fake-exchange/in-process.js'
import { createFakeTenant } from '../../../fake-exchange/tenant.js'

const never = new AbortController().signal
const now = Date.UTC(2026, 10, 22, 3, 14)

const restricted = {
  Name: 'User restricted from sending email',
  Guid: '0D7B3C8E-1111-2222-3333-444455556666',
  Disabled: false,
  NotificationEnabled: true,
  NotifyUser: ['TenantAdmins'],
  Severity: 'High',
  IsSystemRule: true,
}
const malware = { Name: 'Malware campaign detected after delivery', Severity: 'High' }

const defaultPolicy = {
  Name: 'Default',
  IsDefault: true,
  Enabled: true,
  RecipientLimitPerDay: 0,
  RecipientLimitExternalPerHour: 0,
  RecipientLimitInternalPerHour: 0,
  ActionWhenThresholdReached: 'BlockUserForToday',
  AutoForwardingMode: 'Automatic',
  NotifyOutboundSpam: false,
  NotifyOutboundSpamRecipients: [],
}
const strict = {
  ...defaultPolicy,
  Name: 'Strict',
  IsDefault: false,
  RecipientLimitPerDay: 800,
  RecipientLimitExternalPerHour: 400,
  RecipientLimitInternalPerHour: 800,
  ActionWhenThresholdReached: 'BlockUser',
  AutoForwardingMode: 'Off',
  NotifyOutboundSpam: true,
  NotifyOutboundSpamRecipients: ['sec@contoso.com', 'ops@contoso.com'],
}
const rule = (name: string, given: object) => ({
  Name: name,
  HostedOutboundSpamFilterPolicy: name,
  State: 'Enabled',
  Priority: 0,
  ...given,
})

function createSetup() {
  const tenant = createFakeTenant({ now: () => now })
  tenant.state.protectionAlerts.push(malware, restricted)
  tenant.state.outboundPolicies.push(defaultPolicy)
  const readPolicies = createReadPolicies({
    cmdlets: createInProcess(tenant).cmdlets,
    clock: createManualClock(now),
  })
  return {
    state: tenant.state,
    forbidAllBut(...names: readonly CmdletName[]) {
      tenant.state.allowedCmdlets = new Set(names)
    },
    readPolicies: (signal = never) => readPolicies(signal),
    async readAlerts(...alerts: Record<string, unknown>[]) {
      tenant.state.protectionAlerts.splice(0, Number.POSITIVE_INFINITY, ...alerts)
      const { alerts: read } = await readPolicies(never)
      return read.known ? read.value : read.why
    },
    async readOutbound(policies: Record<string, unknown>[], rules: Record<string, unknown>[] = []) {
      tenant.state.outboundPolicies.splice(0, Number.POSITIVE_INFINITY, ...policies)
      tenant.state.outboundRules.splice(0, Number.POSITIVE_INFINITY, ...rules)
      const { outbound: read } = await readPolicies(never)
      return read.known ? read.value : read.why
    },
  }
}

describe("a tenant's settings", () => {
  test('are read together', async () => {
    const read = await createSetup().readPolicies()
    expect(tenantPoliciesSchema.parse(read)).toEqual({
      readAt: now,
      alerts: {
        known: true,
        value: [
          {
            name: 'User restricted from sending email',
            id: '0d7b3c8e-1111-2222-3333-444455556666',
            enabled: true,
            notifies: true,
            recipients: ['TenantAdmins'],
            severity: 'High',
          },
        ],
      },
      audit: { known: true, value: { enabled: true } },
      outbound: {
        known: true,
        value: [
          {
            name: 'Default',
            isDefault: true,
            enabled: true,
            appliesTo: 'everybody else',
            recipientsPerDay: 0,
            externalPerHour: 0,
            internalPerHour: 0,
            action: 'BlockUserForToday',
            autoForwarding: 'Automatic',
            notifies: false,
            notifyRecipients: [],
          },
        ],
      },
    })
  })

  test.each([
    [
      'alerts',
      ['Get-AdminAuditLogConfig', 'Get-HostedOutboundSpamFilterPolicy', 'Get-HostedOutboundSpamFilterRule'],
    ],
    [
      'audit',
      ['Get-ProtectionAlert', 'Get-HostedOutboundSpamFilterPolicy', 'Get-HostedOutboundSpamFilterRule'],
    ],
    ['outbound', ['Get-ProtectionAlert', 'Get-AdminAuditLogConfig', 'Get-HostedOutboundSpamFilterPolicy']],
  ] as const)('are known but for %s, which says why', async (part, allowed) => {
    const { readPolicies, forbidAllBut } = createSetup()
    forbidAllBut(...allowed)
    const read = await readPolicies()
    expect(read[part]).toEqual({ known: false, why: 'The call was forbidden.' })
    expect([read.alerts, read.audit, read.outbound].filter(({ known }) => known)).toHaveLength(2)
  })

  test('cannot be read when nothing could be asked', async () => {
    const { readPolicies, forbidAllBut } = createSetup()
    forbidAllBut()
    await expect(readPolicies()).rejects.toThrow(BackendError)
    await expect(readPolicies()).rejects.toMatchObject({ code: 'forbidden', outcome: 'unchanged' })
  })

  test('are not asked for when it was given up before it began', async () => {
    await expect(createSetup().readPolicies(AbortSignal.abort())).rejects.toMatchObject({ code: 'timeout' })
  })
})

describe('the audit log', () => {
  test('is told to be off', async () => {
    const { state, readPolicies } = createSetup()
    state.unifiedAuditLogIngestionEnabled = false
    expect((await readPolicies()).audit).toEqual({ known: true, value: { enabled: false } })
  })
})

describe('alert policies', () => {
  test('are told from others by name whatever its case, in an order that never changes', async () => {
    const read = await createSetup().readAlerts(
      { ...restricted, Name: 'EMAIL SENDING LIMIT EXCEEDED' },
      malware,
      { ...restricted, Name: 'user Restricted From sending Email' },
      { ...restricted, Name: 'User restricted from sharing forms and collecting responses' },
    )
    expect(read).toMatchObject([
      { name: 'user Restricted From sending Email' },
      { name: 'EMAIL SENDING LIMIT EXCEEDED' },
    ])
  })

  test.each(['ExchangeObjectId', 'Guid', 'ImmutableId'])(
    'are told by %s when the name is translated',
    async (key) => {
      const read = await createSetup().readAlerts({
        Name: 'Attività sospetta del connettore',
        [key]: '8BB9C6C8-DC12-40E1-5BB8-08DA05B13393',
      })
      expect(read).toMatchObject([
        { name: 'Attività sospetta del connettore', id: '8bb9c6c8-dc12-40e1-5bb8-08da05b13393' },
      ])
    },
  )

  test('may have none of the fields that nobody documented', async () => {
    expect(await createSetup().readAlerts({ Name: restricted.Name })).toEqual([
      { name: restricted.Name, id: '', enabled: true, notifies: false, recipients: [], severity: '' },
    ])
  })

  test.each([
    [{ Disabled: true }, { enabled: false }],
    [{ Disabled: 'True' }, { enabled: false }],
    [{ Disabled: null }, { enabled: true }],
    [{ NotificationEnabled: false }, { notifies: false }],
    [{ NotificationEnabled: 'False' }, { notifies: false }],
    [{ NotifyUser: [] }, { notifies: false, recipients: [] }],
    [{ NotifyUser: 'sec@contoso.com' }, { notifies: true, recipients: ['sec@contoso.com'] }],
    [{ NotifyUser: ['b@contoso.com', 'a@contoso.com'] }, { recipients: ['a@contoso.com', 'b@contoso.com'] }],
    [{ NotifyUserSuppressionExpiryDate: '2026-11-23T00:00:00Z' }, { notifies: false }],
    [{ NotifyUserSuppressionExpiryDate: '2026-11-21T00:00:00Z' }, { notifies: true }],
    [{ NotifyUserThrottleThreshold: 5, NotifyUserThrottleWindow: 1440 }, { dailyLimit: 5 }],
    [{ NotifyUserThrottleThreshold: '5' }, { dailyLimit: 5 }],
    [{ NotifyUserThrottleThreshold: 2, NotifyUserThrottleWindow: 60 }, { dailyLimit: 48 }],
  ])('with %j are %j', async (given, expected) => {
    expect(await createSetup().readAlerts({ ...restricted, ...given })).toMatchObject([expected])
  })

  test.each([[0], [-1], [null], ['No limit'], [undefined]])(
    'with a threshold of %j have no daily limit',
    async (value) => {
      const [policy] = await createSetup().readAlerts({ ...restricted, NotifyUserThrottleThreshold: value })
      expect(policy).toBeTypeOf('object')
      expect(policy).not.toHaveProperty('dailyLimit')
    },
  )

  test('that are not there are not made up', async () => {
    expect(await createSetup().readAlerts(malware)).toEqual([])
  })

  test('are not known when not a single one is shown', async () => {
    expect(await createSetup().readAlerts()).toMatch(/no alert policy at all/)
  })
})

describe('the fake tenant', () => {
  test.each([[null], ['There is no such policy'], [undefined]])(
    'gives every alert policy when asked for %j, as Microsoft does',
    async (identity) => {
      const { state } = createSetup()
      const tenant = createFakeTenant()
      tenant.state.protectionAlerts.push(...state.protectionAlerts)
      // Reprieve sends no parameter, which is why `run` would refuse this one.
      const run = (parameters: Readonly<Record<string, unknown>>) =>
        tenant.findCmdlet('Get-ProtectionAlert')?.({ state: tenant.state, now: Date.now(), parameters })
      expect(run({ Identity: identity })).toHaveLength(2)
      expect(run({ Identity: restricted.Name })).toEqual([restricted])
    },
  )
})

describe('outbound policies', () => {
  test('come in the order in which Exchange tries them, each with whom it applies to', async () => {
    const read = await createSetup().readOutbound(
      [
        defaultPolicy,
        { ...strict, Name: 'Second' },
        { ...strict, Name: 'First' },
        { ...strict, Name: 'Bare' },
      ],
      [
        rule('Second', { Priority: '1', SenderDomainIs: ['contoso.com'], State: 'Disabled' }),
        rule('First', {
          From: ['vera@contoso.com', 'laura@contoso.com'],
          FromMemberOf: 'Sales',
          ExceptIfFrom: ['tom@contoso.com'],
          ExceptIfSenderDomainIs: ['fabrikam.com'],
        }),
      ],
    )
    expect(read).toMatchObject([
      {
        name: 'First',
        enabled: true,
        appliesTo:
          'laura@contoso.com, vera@contoso.com and members of Sales, except tom@contoso.com or senders at fabrikam.com',
      },
      { name: 'Second', enabled: false, appliesTo: 'senders at contoso.com' },
      { name: 'Bare', enabled: false, appliesTo: 'nobody: it has no rule' },
      { name: 'Default', enabled: true, appliesTo: 'everybody else' },
    ])
  })

  test('give what brings a restriction about', async () => {
    expect(await createSetup().readOutbound([strict], [rule('STRICT', { From: ['a@contoso.com'] })])).toEqual(
      [
        {
          name: 'Strict',
          isDefault: false,
          enabled: true,
          appliesTo: 'a@contoso.com',
          rule: {
            priority: 0,
            conditions: { from: ['a@contoso.com'], groups: [], domains: [] },
            exceptions: { from: [], groups: [], domains: [] },
          },
          recipientsPerDay: 800,
          externalPerHour: 400,
          internalPerHour: 800,
          action: 'BlockUser',
          autoForwarding: 'Off',
          notifies: true,
          notifyRecipients: ['ops@contoso.com', 'sec@contoso.com'],
        },
      ],
    )
  })

  test('with texts for numbers and yes are read all the same', async () => {
    const odd = { ...defaultPolicy, IsDefault: 'True', RecipientLimitPerDay: '1000' }
    expect(await createSetup().readOutbound([odd])).toMatchObject([
      { isDefault: true, recipientsPerDay: 1_000 },
    ])
  })

  test.each([[null], ['Unlimited'], [undefined]])(
    'are not known with a limit of %j, which must not pass for the service default',
    async (limit) => {
      const read = await createSetup().readOutbound([{ ...defaultPolicy, RecipientLimitPerDay: limit }])
      expect(read).toMatch(/limits.*unknown form/)
    },
  )

  test('do not say that they apply to everybody when the rule cannot be understood', async () => {
    const read = await createSetup().readOutbound([strict], [rule('Strict', { From: { odd: true } })])
    expect(read).toMatchObject([{ appliesTo: 'not known' }])
  })
})
