// Why something could not be read, in words for the card: which licence, permission or role is missing, or what went
// wrong. The code stays, so that somebody can still decide by it.
import { BackendError, type BackendErrorCode } from '../../../errors.js'
import type { CmdletName } from '../cmdlets.js'
import { getCmdletSurface } from '../surface/cmdlets.js'
import { cmdletFeatures } from '../surface/features.js'

export interface GraphNeed {
  /** Begins a sentence: "Sign-in logs". In the plural. */
  readonly what: string
  /** The least application permission that is enough. */
  readonly permission: string
  /** Undefined when every tenant has it. */
  readonly licence?: string
}

/** As BackendError with why as its message; what is none stays what it is. */
export function toGraphFailure(error: unknown, need: GraphNeed): unknown {
  return reword(error, (code) => {
    if (code === 'forbidden') return `The app lacks the Microsoft Graph permission ${need.permission}.`
    if (code === 'unlicensed' && need.licence !== undefined)
      return `${need.what} need a ${need.licence} licence.`
    return toCommonWhy(code, 'Microsoft Graph', need.what)
  })
}

export function toCmdletFailure(error: unknown, cmdlet: CmdletName): unknown {
  const what = subjects[cmdlet] ?? `What ${cmdlet} gives`
  return reword(error, (code) =>
    code === 'forbidden' ? toRoleWhy(cmdlet) : toCommonWhy(code, 'Exchange Online', what),
  )
}

/**
 * There is something of which Graph gives no more than the id: with a smaller permission it answers in that form instead of
 * declining (learn.microsoft.com, "Limited information returned for inaccessible member objects").
 */
export function createLimitedError({ permission }: GraphNeed): BackendError {
  return new BackendError(`The app lacks the Microsoft Graph permission ${permission}.`, {
    code: 'forbidden',
    outcome: 'unchanged',
  })
}

/** The caller gave up, or so did the gathering as a whole. */
export function createGivenUpError(reason: unknown): BackendError {
  return new BackendError('It was given up before the answer came.', {
    code: 'timeout',
    outcome: 'unchanged',
    cause: reason,
  })
}

/** Nothing is wrong: what was asked about is not there. `why` is a sentence for the card. */
export function createMissingError(why: string): BackendError {
  return new BackendError(why, { code: 'not-found', outcome: 'unchanged' })
}

export function isMissing(error: unknown): boolean {
  return error instanceof BackendError && error.code === 'not-found'
}

const subjects: Readonly<Partial<Record<CmdletName, string>>> = {
  'Get-Mailbox': 'The mailbox',
  'Get-InboxRule': 'Inbox rules',
  'Get-MailboxPermission': 'Mailbox permissions',
  'Get-RecipientPermission': 'Send As permissions',
  'Get-MessageTraceV2': 'Message trace',
  'Get-MessageTraceDetailV2': 'Details of message trace',
  'Get-HostedOutboundSpamFilterPolicy': 'Outbound spam policies',
  'Get-HostedOutboundSpamFilterRule': 'Outbound spam policies',
  'Get-InboundConnector': 'Inbound connectors',
  'Get-MailboxFolderStatistics': 'The folders of the mailbox',
  'Get-MailboxFolderPermission': 'Rights of folders',
  'Get-SweepRule': 'Sweep rules',
  'Get-MailboxAutoReplyConfiguration': 'The automatic reply',
  'Get-MobileDeviceStatistics': 'Mobile devices',
  'Get-Recipient': 'Recipients',
  'Get-DistributionGroupMember': 'Members of groups',
  'Get-TransportRule': 'Transport rules',
  'Get-JournalRule': 'Journal rules',
  'Get-AcceptedDomain': "The organisation's domains",
  'Search-UnifiedAuditLog': 'The audit log',
  'Get-LimitsEnforcementStatus': "The tenant's sending limit",
  'Get-AdminAuditLogConfig': 'The audit setting',
}

function toRoleWhy(cmdlet: CmdletName): string {
  const { role } = cmdletFeatures[getCmdletSurface(cmdlet).feature]
  return `The app lacks an Exchange role with ${cmdlet}, such as ${role}.`
}

/** Undefined: the error's own words say it best. */
function toCommonWhy(code: BackendErrorCode, service: string, what: string): string | undefined {
  switch (code) {
    case 'timeout':
      return `${what}: ${service} did not answer in time.`
    case 'throttled':
      return `${what}: ${service} asked to wait, too much was asked of it.`
    case 'unavailable':
      return `${what}: ${service} could not be reached.`
    case 'forbidden':
      return `${what}: the app may not read this from ${service}.`
    case 'partial':
    case 'malformed':
      return `${what}: the answer of ${service} could not be read.`
    case 'unlicensed':
    case 'limit-reached':
    case 'not-found':
    case 'rejected':
      return undefined
    default:
      return code satisfies never
  }
}

function reword(error: unknown, toWhy: (code: BackendErrorCode) => string | undefined): unknown {
  if (!(error instanceof BackendError)) return error
  const { code, outcome, retryAfterMilliseconds } = error
  return new BackendError(toWhy(code) ?? error.message, {
    code,
    outcome,
    cause: error,
    ...(retryAfterMilliseconds === undefined ? {} : { retryAfterMilliseconds }),
  })
}
