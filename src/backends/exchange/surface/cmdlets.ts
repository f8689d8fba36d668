// Every cmdlet Reprieve may run, with all that is sent to it and all that is read of its answer. Nothing else leaves this
// process: the tests' Exchange takes no other parameter and gives no other property. Parameters are those of Microsoft's pages
// (MicrosoftDocs/office-docs-powershell 93336da2 of 2026-08-21). Properties are documented for few cmdlets: these are the ones
// that Set- cmdlets take, or that public output shows.
import type { CloudName } from '../clouds.js'
import type { CmdletFeature } from './features.js'

interface CmdletSurface {
  readonly feature: CmdletFeature
  /** Security & Compliance PowerShell, an endpoint of its own. */
  readonly service?: 'compliance'
  readonly parameters: readonly string[]
  /** `everything`: what is not known there has to be told as such. */
  readonly reads: readonly string[] | 'everything'
  /** Microsoft has no page about it. */
  readonly undocumented?: true
  /** It can be run there, and what it answers tells nothing. */
  readonly silentIn?: readonly CloudName[]
}

const entryReads = ['Reason', 'TemporaryBlock'] as const
const entryDates = ['CreatedDatetime', 'ChangedDatetime'] as const
const ruleChange = ['Identity', 'Mailbox', 'Confirm', 'Force'] as const
const mailboxRight = ['Identity', 'User', 'AccessRights', 'InheritanceType', 'Confirm'] as const
const recipientRight = ['Identity', 'Trustee', 'AccessRights', 'Confirm'] as const

const cmdletSurface = {
  'Get-BlockedSenderAddress': {
    feature: 'listSenders',
    parameters: ['SenderAddress'],
    reads: ['SenderAddress', ...entryReads, ...entryDates],
  },
  'Remove-BlockedSenderAddress': {
    feature: 'unblockSenders',
    parameters: ['SenderAddress'],
    reads: [],
  },
  'Get-BlockedConnector': {
    feature: 'listConnectors',
    parameters: ['ConnectorId'],
    reads: ['ConnectorId', 'ConnectorName', ...entryReads, 'CreatedTime', 'ChangedTime'],
  },
  'Remove-BlockedConnector': { feature: 'unblockConnectors', parameters: ['ConnectorId'], reads: [] },
  'Get-Mailbox': {
    feature: 'mailboxes',
    parameters: ['Identity'],
    reads: [
      'UserPrincipalName',
      'DisplayName',
      'RecipientTypeDetails',
      'PrimarySmtpAddress',
      'EmailAddresses',
      'ExternalDirectoryObjectId',
      'AccountDisabled',
      'IsDirSynced',
      'ForwardingAddress',
      'ForwardingSmtpAddress',
      'DeliverToMailboxAndForward',
      'GrantSendOnBehalfTo',
      'Alias',
      'AuditEnabled',
      'DistinguishedName',
      'ExchangeGuid',
      'Guid',
      'Identity',
      'LegacyExchangeDN',
      'Name',
    ],
  },
  'Get-InboxRule': {
    feature: 'mailboxes',
    parameters: ['Mailbox', 'IncludeHidden'],
    reads: 'everything',
  },
  'Get-MailboxPermission': {
    feature: 'mailboxes',
    parameters: ['Identity'],
    reads: ['User', 'AccessRights', 'AccessControlType', 'IsInherited', 'Deny'],
  },
  'Get-RecipientPermission': {
    feature: 'mailboxes',
    parameters: ['Identity', 'Trustee', 'ResultSize'],
    reads: ['Identity', 'Trustee', 'AccessRights', 'AccessControlType', 'IsInherited'],
  },
  'Get-MailboxFolderStatistics': {
    feature: 'mailboxSettings',
    parameters: ['Identity'],
    reads: ['EntryId', 'FolderId', 'FolderPath', 'FolderType', 'Identity', 'Name'],
  },
  'Get-MailboxFolderPermission': {
    feature: 'mailboxSettings',
    parameters: ['Identity'],
    reads: ['User', 'AccessRights'],
  },
  'Get-SweepRule': {
    feature: 'mailboxSettings',
    parameters: ['Mailbox'],
    reads: 'everything',
  },
  'Get-MailboxAutoReplyConfiguration': {
    feature: 'mailboxSettings',
    parameters: ['Identity'],
    reads: ['AutoReplyState', 'EndTime', 'ExternalAudience', 'ExternalMessage', 'InternalMessage'],
  },
  'Get-MobileDeviceStatistics': {
    feature: 'mailboxSettings',
    parameters: ['Mailbox'],
    reads: ['FirstSyncTime', 'DeviceFriendlyName', 'DeviceModel', 'ClientType'],
  },
  'Get-Recipient': {
    feature: 'mailboxSettings',
    parameters: ['Identity'],
    reads: ['ExternalEmailAddress', 'PrimarySmtpAddress', 'RecipientType', 'RecipientTypeDetails'],
  },
  'Get-DistributionGroupMember': {
    feature: 'mailboxSettings',
    parameters: ['Identity'],
    reads: [
      'Alias',
      'DisplayName',
      'ExternalEmailAddress',
      'Name',
      'PrimarySmtpAddress',
      'RecipientType',
      'RecipientTypeDetails',
      'WindowsLiveID',
    ],
  },
  'Get-MessageTraceV2': {
    feature: 'sentMail',
    parameters: ['SenderAddress', 'FromIP', 'StartDate', 'EndDate', 'StartingRecipientAddress', 'ResultSize'],
    reads: ['MessageTraceId', 'Received', 'SenderAddress', 'RecipientAddress', 'Subject', 'Status', 'FromIP'],
  },
  'Get-MessageTraceDetailV2': {
    feature: 'mailFlow',
    parameters: ['MessageTraceId', 'RecipientAddress'],
    reads: ['Event', 'Action', 'Detail', 'Data'],
  },
  'Get-HostedOutboundSpamFilterPolicy': {
    feature: 'configuration',
    parameters: [],
    reads: [
      'Name',
      'IsDefault',
      'RecipientLimitPerDay',
      'RecipientLimitExternalPerHour',
      'RecipientLimitInternalPerHour',
      'ActionWhenThresholdReached',
      'AutoForwardingMode',
      'NotifyOutboundSpam',
      'NotifyOutboundSpamRecipients',
    ],
  },
  'Get-HostedOutboundSpamFilterRule': {
    feature: 'configuration',
    parameters: [],
    reads: [
      'Name',
      'HostedOutboundSpamFilterPolicy',
      'Priority',
      'State',
      'From',
      'FromMemberOf',
      'SenderDomainIs',
      'ExceptIfFrom',
      'ExceptIfFromMemberOf',
      'ExceptIfSenderDomainIs',
    ],
  },
  'Get-LimitsEnforcementStatus': {
    feature: 'configuration',
    parameters: [],
    reads: ['Threshold', 'ObservedValue', 'EnforcementEnabled'],
    undocumented: true,
  },
  'Get-InboundConnector': {
    feature: 'configuration',
    parameters: [],
    reads: [
      'Guid',
      'Identity',
      'Name',
      'ConnectorType',
      'Enabled',
      'SenderIPAddresses',
      'SenderDomains',
      'RequireTls',
    ],
  },
  'Get-AdminAuditLogConfig': {
    feature: 'configuration',
    parameters: [],
    reads: ['UnifiedAuditLogIngestionEnabled'],
  },
  'Get-TransportRule': { feature: 'mailRules', parameters: [], reads: 'everything' },
  'Get-JournalRule': {
    feature: 'mailRules',
    parameters: [],
    reads: ['Name', 'Recipient', 'JournalEmailAddress', 'Scope', 'Enabled', 'WhenChanged'],
  },
  'Get-AcceptedDomain': {
    feature: 'mailRules',
    parameters: [],
    reads: ['DomainName', 'MatchSubDomains'],
  },
  'Search-UnifiedAuditLog': {
    feature: 'audit',
    parameters: [
      'StartDate',
      'EndDate',
      'Operations',
      'UserIds',
      'ResultSize',
      'SessionId',
      'SessionCommand',
    ],
    reads: ['CreationDate', 'UserIds', 'Operations', 'AuditData', 'ResultCount', 'ResultIndex'],
    // "Available in Office 365 operated by 21Vianet, but it doesn't return any results": its own page.
    silentIn: ['china'],
  },
  'Get-ProtectionAlert': {
    feature: 'alerts',
    service: 'compliance',
    parameters: [],
    reads: [
      'Name',
      'NotifyUser',
      'Disabled',
      'NotificationEnabled',
      'Severity',
      'ExchangeObjectId',
      'Guid',
      'ImmutableId',
      'NotifyUserSuppressionExpiryDate',
      'NotifyUserThrottleThreshold',
      'NotifyUserThrottleWindow',
    ],
  },
  'Set-Mailbox': {
    feature: 'stopMail',
    parameters: [
      'Identity',
      'ForwardingAddress',
      'ForwardingSmtpAddress',
      'DeliverToMailboxAndForward',
      'GrantSendOnBehalfTo',
      'Confirm',
    ],
    reads: [],
  },
  'Disable-InboxRule': { feature: 'stopMail', parameters: ruleChange, reads: [] },
  'Enable-InboxRule': { feature: 'stopMail', parameters: ruleChange, reads: [] },
  'Add-MailboxPermission': {
    feature: 'changeDelegates',
    parameters: mailboxRight,
    reads: [],
  },
  'Remove-MailboxPermission': { feature: 'changeDelegates', parameters: mailboxRight, reads: [] },
  'Add-RecipientPermission': { feature: 'changeDelegates', parameters: recipientRight, reads: [] },
  'Remove-RecipientPermission': { feature: 'changeDelegates', parameters: recipientRight, reads: [] },
} as const satisfies Readonly<Record<string, CmdletSurface>>

export type CmdletName = keyof typeof cmdletSurface

const cmdlets: Readonly<Record<CmdletName, CmdletSurface>> = cmdletSurface

const isCmdlet = (name: string): name is CmdletName => Object.hasOwn(cmdletSurface, name)
export const cmdletNames: readonly CmdletName[] = Object.keys(cmdletSurface).filter(isCmdlet)

export function getCmdletSurface(cmdlet: CmdletName): CmdletSurface {
  return cmdlets[cmdlet]
}

/** Where Microsoft describes it; undefined when it does not. */
export function findPage(cmdlet: CmdletName): string | undefined {
  if (cmdlets[cmdlet].undocumented === true) return undefined
  return `https://learn.microsoft.com/powershell/module/exchangepowershell/${cmdlet.toLowerCase()}`
}
