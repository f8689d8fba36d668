// What was done to a mailbox lately, by the audit log: by the account itself, and by anybody who can change it. An empty log
// is only believed when logging is on.
import { z } from 'zod'
import { dayMilliseconds, type Instant } from '../../../domain/instant.js'
import { BackendError } from '../../../errors.js'
import type { CmdletRecord } from '../cmdlets.js'
import type { Asking } from './asking.js'
import { type AuditAnswer, type AuditRecord, searchAudit } from './audit.js'
import { listMailboxNames, type Mailbox } from './mailbox.js'
import { flag, parseAnswer } from './values.js'

/** The 30 days before a restriction, which may be some days old. */
const searchedDays = 40

const ruleOperations = [
  'New-InboxRule',
  'Set-InboxRule',
  'Remove-InboxRule',
  'Disable-InboxRule',
  'Enable-InboxRule',
  'New-SweepRule',
  'Set-SweepRule',
  'Remove-SweepRule',
  'Disable-SweepRule',
]
const folderOperations = [
  'Add-MailboxFolderPermission',
  'Set-MailboxFolderPermission',
  'Remove-MailboxFolderPermission',
]

/** What an account does to itself. The first comes from Outlook on a desktop, which tells rules in properties of its own. */
const ownOperations = [
  'UpdateInboxRules',
  ...ruleOperations,
  ...folderOperations,
  'AddFolderPermissions',
  'ModifyFolderPermissions',
  'RemoveFolderPermissions',
  'UpdateCalendarDelegation',
  'Set-Mailbox',
  'Set-MailboxAutoReplyConfiguration',
  'Set-CASMailbox',
  'Consent to application.',
  'Add delegated permission grant.',
  'Add OAuth2PermissionGrant.',
  'Remove delegated permission grant.',
  'Remove OAuth2PermissionGrant.',
  'Add app role assignment grant to user.',
  'Remove app role assignment grant from user.',
  'Remove app role assignment from user.',
]

/** An app that is let in for the whole organisation. Entra writes its operations with a full stop, and not everywhere. */
export const grantOperations: readonly string[] = [
  'Add app role assignment to service principal.',
  'Add app role assignment to service principal',
  'Consent to application.',
  'Consent to application',
]

/** What others may do to it, or around it. Seldom, so that one search holds a whole tenant's. */
export const adminOperations: readonly string[] = [
  ...ruleOperations,
  ...folderOperations,
  'Set-Mailbox',
  'Set-CASMailbox',
  'Set-MailboxAutoReplyConfiguration',
  'Add-MailboxPermission',
  'Remove-MailboxPermission',
  'Add-RecipientPermission',
  'Remove-RecipientPermission',
  'Add-DistributionGroupMember',
  'Update-DistributionGroupMember',
  'New-TransportRule',
  'Set-TransportRule',
  'Remove-TransportRule',
  'Disable-TransportRule',
  'Enable-TransportRule',
  'New-JournalRule',
  'Set-JournalRule',
  'Remove-JournalRule',
  'Disable-JournalRule',
  'Enable-JournalRule',
  'New-InboundConnector',
  'Set-InboundConnector',
  'Remove-InboundConnector',
  'New-OutboundConnector',
  'Set-OutboundConnector',
  'Remove-OutboundConnector',
  'Set-MailboxAuditBypassAssociation',
  'Set-AdminAuditLogConfig',
  'Set-TransportConfig',
  ...grantOperations,
  'Remove delegated permission grant.',
  'Remove OAuth2PermissionGrant.',
  'Remove service principal.',
]

export interface Trail {
  /** Oldest first. */
  readonly records: readonly AuditRecord[]
  readonly since: Instant
  /** Why there may be more, in a sentence; undefined when this is all of it. */
  readonly missing: string | undefined
}

interface TrailParts {
  readonly asking: Asking
  readonly now: Instant
  readonly userId: string
  readonly readAdminTrail: () => Promise<AuditAnswer>
  readonly readAuditSetting: () => Promise<readonly CmdletRecord[]>
}

export function toTrailStart(now: Instant): Instant {
  return now - searchedDays * dayMilliseconds
}

/** @throws BackendError when neither half could be read, or logging is off. */
export async function readTrail({
  asking,
  now,
  userId,
  readAdminTrail,
  readAuditSetting,
}: TrailParts): Promise<Trail> {
  const since = toTrailStart(now)
  const [own, others] = await Promise.allSettled([
    searchAudit(asking, { from: since, to: now, operations: ownOperations, userId }),
    readAdminTrail(),
  ])
  if (own.status === 'rejected' && others.status === 'rejected') throw own.reason
  const records = distinct([...toRecords(own), ...toRecords(others)])
  if (records.length === 0) await assertAudited(readAuditSetting)
  return { records, since, missing: toMissing(own) ?? toMissing(others) }
}

function toRecords(answer: PromiseSettledResult<AuditAnswer>): readonly AuditRecord[] {
  return answer.status === 'fulfilled' ? answer.value.records : []
}

function toMissing(answer: PromiseSettledResult<AuditAnswer>): string | undefined {
  if (answer.status === 'fulfilled')
    return answer.value.isCut ? 'The audit log has more than could be read.' : undefined
  const reason: unknown = answer.reason
  if (reason instanceof BackendError) return reason.message
  throw reason
}

/** What an account did to itself may be in both halves. */
function distinct(records: readonly AuditRecord[]): readonly AuditRecord[] {
  const kept = new Map(records.map((record) => [toKey(record), record]))
  return [...kept.values()].sort((one, other) => one.at - other.at)
}

function toKey({ data: { Id: id }, at, operation, who, object, values }: AuditRecord): string {
  if (typeof id === 'string' && id !== '') return id
  return JSON.stringify([at, operation, who, object, [...values]])
}

const settingSchema = z.object({ UnifiedAuditLogIngestionEnabled: flag })

export async function assertAudited(readAuditSetting: () => Promise<readonly CmdletRecord[]>): Promise<void> {
  const settings = await readAuditSetting().catch(withoutSetting)
  const isOff = settings.some(
    (one) => !parseAnswer(settingSchema, one, 'The audit setting').UnifiedAuditLogIngestionEnabled,
  )
  if (isOff)
    throw new BackendError('Audit logging is off in this tenant.', { code: 'rejected', outcome: 'unchanged' })
}

/** The search itself was answered. */
function withoutSetting(error: unknown): readonly CmdletRecord[] {
  if (error instanceof BackendError) return []
  throw error
}

/** The mailbox that something was done to, as the log names it; empty when it names none. */
export function toTarget({ values, object, data, operation }: AuditRecord): string {
  const { MailboxOwnerUPN: owner } = data
  const mailbox = values.get('mailbox') ?? values.get('mailboxid')
  if (mailbox !== undefined) return mailbox
  if (typeof owner === 'string' && owner !== '') return owner
  // Outlook changes the rules of the mailbox it is open in.
  if (/^UpdateInboxRules$/i.test(operation)) return ''
  const identity = values.get('identity') ?? object
  // `laura\123` is a rule, `laura:\Inbox` a folder.
  if (/rule$/i.test(operation))
    return identity.includes('\\') ? identity.slice(0, identity.lastIndexOf('\\')) : ''
  return identity.split(/:(?=[\\/])/)[0] ?? identity
}

/** Whether one name or path means this mailbox. */
export function isMailbox(name: string, mailbox: Mailbox): boolean {
  const names = listMailboxNames(mailbox).map((one) => one.toLowerCase())
  const forms = [name, name.split(/[\\/]/).at(-1) ?? '', name.replace(/^smtp:/i, '')]
  return forms.some((one) => one !== '' && names.includes(one.trim().toLowerCase()))
}

/** Whether it was done to this mailbox; what an account does without naming one it does to itself. */
export function isAboutMailbox(record: AuditRecord, mailbox: Mailbox): boolean {
  const target = toTarget(record)
  return target === '' ? isMailbox(record.who, mailbox) : isMailbox(target, mailbox)
}
