// Cmdlets that evidence, policies and the doctor read.
import type { FakeCall, FakeCmdlet } from './cmdlet.js'
import { auditCmdlets } from './cmdlets-audit.js'
import { mailboxCmdlets } from './cmdlets-mailbox.js'
import { outboundCmdlets } from './cmdlets-outbound.js'
import { ruleCmdlets } from './cmdlets-rules.js'
import { settingsCmdlets } from './cmdlets-settings.js'
import { traceCmdlets } from './cmdlets-trace.js'

export const readingCmdlets: Readonly<Record<string, FakeCmdlet>> = {
  ...mailboxCmdlets,
  ...ruleCmdlets,
  ...settingsCmdlets,
  ...traceCmdlets,
  ...outboundCmdlets,
  ...auditCmdlets,
  'Get-InboundConnector': listConnectors,
  'Get-LimitsEnforcementStatus': ({ state }) => (state.limits === undefined ? [] : [state.limits]),
}

// Domains come as address spaces with their cost.
function listConnectors({ state }: FakeCall) {
  return state.connectors.map((connector) => ({
    Guid: connector.guid,
    Identity: connector.name,
    Name: connector.name,
    ConnectorType: connector.type,
    Enabled: connector.enabled,
    SenderIPAddresses: connector.senderIpAddresses,
    SenderDomains: connector.senderDomains.map((domain) => `smtp:${domain};1`),
    RequireTls: connector.requireTls,
  }))
}
