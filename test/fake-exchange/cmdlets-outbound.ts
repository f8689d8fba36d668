// Outbound spam policies and their rules. An identity that nobody has gives everything, not an error.
import type { FakeCall, FakeCmdlet } from './cmdlet.js'
import { findText } from './parameters.js'

export const outboundCmdlets: Readonly<Record<string, FakeCmdlet>> = {
  'Get-HostedOutboundSpamFilterPolicy': (call) => choose(call, call.state.outboundPolicies),
  'Get-HostedOutboundSpamFilterRule': (call) => choose(call, call.state.outboundRules),
}

type Records = readonly Record<string, unknown>[]

function choose({ parameters }: FakeCall, records: Records): Records {
  const wanted = findText(parameters, 'Identity').toLowerCase()
  const found = records.filter(({ Name }) => String(Name).toLowerCase() === wanted)
  return found.length === 0 ? records : found
}

/** As a tenant has it that nobody touched. */
export const defaultOutboundPolicy: Record<string, unknown> = {
  Name: 'Default',
  Identity: 'Default',
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
