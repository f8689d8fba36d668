// The tenant's own settings: Microsoft's family of default alert policies, and two outbound policies.
import type { Fact } from '../../domain/evidence.js'
import type { Instant } from '../../domain/instant.js'
import type { AlertPolicy, OutboundPolicy, TenantPolicies } from '../../domain/policies.js'

export const senderAlert = 'User restricted from sending email'

interface Setup {
  readonly readAt: Instant
  /** Names of the alert policies that somebody turned off. */
  readonly alertsOff: readonly string[]
  /** Security & Compliance does not answer, Exchange does. */
  readonly partial: boolean
}

export function createPolicies({ readAt, alertsOff, partial }: Setup): TenantPolicies {
  return {
    readAt,
    alerts: partial
      ? { known: false, why: 'Security & Compliance did not answer.' }
      : known(family.map((alert) => ({ ...alert, enabled: !alertsOff.includes(alert.name) }))),
    audit: known({ enabled: true }),
    outbound: known(outbound),
  }
}

function known<Value>(value: Value): Fact<Value> {
  return { known: true, value }
}

/** Names, severities and ids as Microsoft has them; the id of the first is documented nowhere and made up. */
const family: readonly AlertPolicy[] = [
  createAlert(senderAlert, 'High', '2f1c5a0e-6f0b-4b3e-9d0a-7c1d3b5e8a10'),
  createAlert('Suspicious connector activity', 'High', '8bb9c6c8-dc12-40e1-5bb8-08da05b13393'),
  createAlert('Suspicious email sending patterns detected', 'Medium', 'be215649-fba8-4339-9ddd-05991a43b948'),
  {
    ...createAlert('Email sending limit exceeded', 'Medium', '6d0c9f1b-31a7-4f5c-8f0e-2a9b6c4d7e21'),
    recipients: ['TenantAdmins', 'on-call@contoso.com'],
    dailyLimit: 5,
  },
  createAlert('Suspicious tenant sending patterns observed', 'High', '9c2e7d34-5b61-4a8f-b7c0-1e3f5a7d9b32'),
  createAlert('Tenant restricted from sending email', 'High', 'a7032ff5-7eee-412b-805b-d1295c7e0932'),
  createAlert(
    'Tenant restricted from sending unprovisioned email',
    'High',
    '5ed2d687-9bd3-49e7-9b56-b7dc0d9af5cb',
  ),
]

function createAlert(name: string, severity: string, id: string): AlertPolicy {
  return { name, id, enabled: true, notifies: true, recipients: ['TenantAdmins'], severity }
}

const outbound: readonly OutboundPolicy[] = [
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
  {
    name: 'Billing and newsletters',
    isDefault: false,
    enabled: true,
    appliesTo: 'svc-billing@contoso.com',
    rule: {
      priority: 0,
      conditions: { from: ['svc-billing@contoso.com'], groups: [], domains: [] },
      exceptions: { from: [], groups: [], domains: [] },
    },
    recipientsPerDay: 10_000,
    externalPerHour: 2_000,
    internalPerHour: 0,
    action: 'BlockUser',
    autoForwarding: 'Off',
    notifies: false,
    notifyRecipients: [],
  },
]
