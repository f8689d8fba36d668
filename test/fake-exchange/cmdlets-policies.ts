// Cmdlets about the tenant's own settings.
import { type FakeCall, type FakeCmdlet, findParameter } from './cmdlet.js'

export const policyCmdlets: Readonly<Record<string, FakeCmdlet>> = {
  'Get-ProtectionAlert': ({ state, parameters }) => {
    const wanted = findParameter(parameters, 'Identity')
    const found = state.protectionAlerts.filter((alert) => isNamed(alert, wanted))
    // Microsoft's own warning: null and what does not exist give all of them.
    return found.length > 0 ? found : state.protectionAlerts
  },
  'Get-AdminAuditLogConfig': ({ state }: FakeCall) => [
    {
      Name: 'Admin Audit Log Settings',
      AdminAuditLogEnabled: true,
      UnifiedAuditLogIngestionEnabled: state.unifiedAuditLogIngestionEnabled,
    },
  ],
}

function isNamed(alert: Readonly<Record<string, unknown>>, identity: unknown): boolean {
  if (typeof identity !== 'string') return false
  return [alert.Name, alert.Guid, alert.ExchangeObjectId].some(
    (one) => typeof one === 'string' && one.toLowerCase() === identity.toLowerCase(),
  )
}
