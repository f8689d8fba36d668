// Settings of a tenant for tests: everything as Microsoft's defaults have it, and one thing different.
import type { AlertPolicy, OutboundPolicy, TenantPolicies } from '../../src/domain/policies.js'
import { known } from './rules/evidence.js'

export function createAlert(different: Partial<AlertPolicy> = {}): AlertPolicy {
  return {
    name: 'User restricted from sending email',
    id: '0e5d4a8c-1111-4222-8333-444455556666',
    enabled: true,
    notifies: true,
    recipients: ['TenantAdmins'],
    severity: 'High',
    ...different,
  }
}

export function createOutbound(different: Partial<OutboundPolicy> = {}): OutboundPolicy {
  return {
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
    ...different,
  }
}

export const connectorAlert = createAlert({
  name: 'Suspicious connector activity',
  id: '8bb9c6c8-dc12-40e1-5bb8-08da05b13393',
})

export function createPolicies(different: Partial<TenantPolicies> = {}): TenantPolicies {
  return {
    readAt: Date.UTC(2026, 10, 22, 3, 14),
    alerts: known([createAlert(), connectorAlert]),
    audit: known({ enabled: true }),
    outbound: known([createOutbound()]),
    ...different,
  }
}
