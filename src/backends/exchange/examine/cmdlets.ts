// Which cmdlets this identity may run, by what they are for. Exchange lists what it may run; a cmdlet that is missing
// there answers with a bare 403, as if it were misspelt.
import type { Check } from '../../../domain/check.js'
import type { ListNotice } from '../../../domain/listed.js'
import { BackendError } from '../../../errors.js'
import type { RestrictionBackend } from '../../../ports.js'
import type { CmdletName, CmdletService, Cmdlets } from '../cmdlets.js'

interface Feature {
  readonly name: string
  readonly cmdlets: readonly CmdletName[]
  readonly lost: Check['result']
  /** A role that usually brings them; which ones do can differ from tenant to tenant. */
  readonly role: string
}

const exchangeFeatures: readonly Feature[] = [
  {
    name: 'List and unblock senders',
    cmdlets: ['Get-BlockedSenderAddress', 'Remove-BlockedSenderAddress'],
    lost: 'problem',
    role: 'a role made from Transport Hygiene, or Exchange Administrator',
  },
  {
    name: 'List and unblock connectors',
    cmdlets: ['Get-BlockedConnector', 'Remove-BlockedConnector'],
    lost: 'problem',
    role: 'a role made from Transport Hygiene, or Exchange Administrator',
  },
  {
    name: 'Look at mailboxes',
    cmdlets: ['Get-Mailbox', 'Get-InboxRule', 'Get-MailboxPermission', 'Get-RecipientPermission'],
    lost: 'warning',
    role: 'View-Only Recipients',
  },
  {
    name: 'Look at what mailboxes are set to',
    cmdlets: [
      'Get-MailboxFolderStatistics',
      'Get-MailboxFolderPermission',
      'Get-SweepRule',
      'Get-MailboxAutoReplyConfiguration',
      'Get-MobileDeviceStatistics',
      'Get-Recipient',
      'Get-DistributionGroupMember',
    ],
    lost: 'warning',
    role: 'View-Only Recipients',
  },
  {
    name: 'Count sent mail',
    cmdlets: ['Get-MessageTraceV2'],
    lost: 'warning',
    role: 'Message Tracking or View-Only Recipients',
  },
  {
    name: 'See that mail flows after an unblock',
    cmdlets: ['Get-MessageTraceDetailV2'],
    lost: 'warning',
    role: 'Message Tracking',
  },
  {
    name: 'Read outbound policies, limits, connectors and the audit switch',
    cmdlets: [
      'Get-HostedOutboundSpamFilterPolicy',
      'Get-HostedOutboundSpamFilterRule',
      'Get-LimitsEnforcementStatus',
      'Get-InboundConnector',
      'Get-AdminAuditLogConfig',
    ],
    lost: 'warning',
    role: 'View-Only Configuration',
  },
  {
    name: "Read transport rules and the organisation's domains",
    cmdlets: ['Get-TransportRule', 'Get-AcceptedDomain'],
    lost: 'warning',
    role: 'View-Only Configuration',
  },
  {
    name: 'Search the audit log',
    cmdlets: ['Search-UnifiedAuditLog'],
    lost: 'warning',
    role: 'View-Only Audit Logs',
  },
  {
    name: 'Stop forwarding and disable inbox rules',
    cmdlets: ['Set-Mailbox', 'Disable-InboxRule', 'Enable-InboxRule'],
    lost: 'warning',
    role: 'Mail Recipients',
  },
  {
    name: 'Remove delegates and give them back',
    cmdlets: [
      'Add-MailboxPermission',
      'Remove-MailboxPermission',
      'Add-RecipientPermission',
      'Remove-RecipientPermission',
    ],
    lost: 'warning',
    role: 'Mail Recipients',
  },
]

const complianceFeatures: readonly Feature[] = [
  {
    name: 'Read alert policies',
    cmdlets: ['Get-ProtectionAlert'],
    lost: 'warning',
    role: 'the directory role Security Reader',
  },
]

export async function checkCmdlets(cmdlets: Cmdlets, signal: AbortSignal): Promise<readonly Check[]> {
  const checks = await Promise.all([
    checkService(cmdlets, 'exchange', signal),
    checkService(cmdlets, 'compliance', signal),
  ])
  return checks.flat()
}

async function checkService(
  cmdlets: Cmdlets,
  service: CmdletService,
  signal: AbortSignal,
): Promise<readonly Check[]> {
  const features = service === 'exchange' ? exchangeFeatures : complianceFeatures
  try {
    const allowed = await cmdlets.listAllowed(service, signal)
    return features.map((feature) => checkFeature(feature, allowed))
  } catch (error) {
    if (!(error instanceof BackendError)) throw error
    return features.map(({ name, lost }) => ({
      name,
      result: lost === 'problem' ? 'problem' : 'skipped',
      found: `Which cmdlets the app may run could not be read: ${error.message}`,
      remedy: 'Give the app Exchange.ManageAsApp and a role: one without the other gives nothing.',
    }))
  }
}

function checkFeature({ name, cmdlets, lost, role }: Feature, allowed: ReadonlySet<string>): Check {
  const missing = cmdlets.filter((cmdlet) => !allowed.has(cmdlet.toLowerCase()))
  const [first] = missing
  if (first === undefined)
    return { name, result: 'ok', found: `The app may run ${cmdlets.join(', ')}.`, remedy: '' }
  return {
    name,
    result: lost,
    found: `The app may not run ${missing.join(', ')}.`,
    remedy: `Give it ${role}. Get-ManagementRoleEntry "*\\${first}" in Exchange Online PowerShell names every role that brings it.`,
  }
}

/** The calls that everything hangs on, made for real. They change nothing. */
export async function checkList(
  list: RestrictionBackend['list'],
  signal: AbortSignal,
): Promise<readonly Check[]> {
  const name = 'Read the Restricted entities list'
  try {
    const { restrictions, unreadable, notices } = await list(signal)
    const count = restrictions.length + unreadable.length
    const found = `It has ${count === 1 ? '1 entry' : `${count} entries`}.`
    return [
      { name, result: 'ok', found, remedy: '' },
      ...unreadable.map(({ kind, what }) => toUnread(`An entry of a ${kind} cannot be read: ${what}.`)),
      ...notices.map((notice) => toUnread(toNoticeText(notice))),
    ]
  } catch (error) {
    if (!(error instanceof BackendError)) throw error
    const remedy =
      error.code === 'forbidden'
        ? 'Give the app Exchange.ManageAsApp and a role: one without the other gives nothing. New roles take up to an hour.'
        : 'Nothing is watched until this works.'
    return [{ name, result: 'problem', found: error.message, remedy }]
  }
}

function toUnread(found: string): Check {
  return {
    name: 'What the list has beside it',
    result: 'warning',
    found,
    remedy: 'Look at Restricted entities in the Microsoft Defender portal. The log has the entry as it came.',
  }
}

function toNoticeText({ kind, text, isBesideNothing }: ListNotice): string {
  const cmdlet = kind === 'sender' ? 'Get-BlockedSenderAddress' : 'Get-BlockedConnector'
  return isBesideNothing
    ? `${cmdlet} gave no entry, and said: ${text}`
    : `${cmdlet} said beside its entries: ${text}`
}
