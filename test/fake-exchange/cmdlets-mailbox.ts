// Get-Mailbox and who else may use a mailbox.
import type { FakeCall, FakeCmdlet } from './cmdlet.js'
import { getMailboxAccount } from './find-account.js'
import type { FakeAccount } from './model.js'
import { findText } from './parameters.js'

const self = 'NT AUTHORITY\\SELF'

export const mailboxCmdlets: Readonly<Record<string, FakeCmdlet>> = {
  'Get-Mailbox': (call) => [toMailbox(getMailboxAccount(call, 'Identity'))],
  'Get-MailboxPermission': listPermissions,
  'Get-RecipientPermission': listTrustees,
}

function toMailbox(account: FakeAccount): Record<string, unknown> {
  return {
    Identity: account.displayName,
    ExternalDirectoryObjectId: account.userId,
    UserPrincipalName: account.upn,
    DisplayName: account.displayName,
    ...(account.about === undefined ? {} : { RecipientTypeDetails: account.about.recipientType }),
    PrimarySmtpAddress: account.mail,
    EmailAddresses: [
      `SMTP:${account.mail}`,
      ...account.otherAddresses.map((address) => `smtp:${address}`),
      `SIP:${account.upn}`,
    ],
    AccountDisabled: !account.accountEnabled,
    IsDirSynced: account.synced,
    ForwardingAddress: account.forwardingAddress,
    ForwardingSmtpAddress: account.forwardingSmtpAddress,
    DeliverToMailboxAndForward: account.deliverToMailboxAndForward,
    GrantSendOnBehalfTo: account.sendOnBehalf,
    AuditEnabled: account.settings?.auditEnabled ?? true,
    'DeliverToMailboxAndForward@data.type': 'System.Boolean',
  }
}

// The owner's own rights and what Exchange itself holds are on every list.
function listPermissions(call: FakeCall) {
  const { displayName, mailboxPermissions } = getMailboxAccount(call, 'Identity')
  const toRecord = (User: string, AccessRights: readonly string[], marks: Record<string, boolean> = {}) => ({
    Identity: displayName,
    User,
    AccessRights,
    IsInherited: false,
    Deny: false,
    ...marks,
  })
  return [
    toRecord(self, ['FullAccess', 'ReadPermission']),
    toRecord('EURPR01A002\\Domain Admins', ['FullAccess'], { IsInherited: true, Deny: true }),
    toRecord('EURPR01A002\\Exchange Servers', ['FullAccess'], { IsInherited: true }),
    ...mailboxPermissions.map(({ user, rights }) => toRecord(user, rights)),
  ]
}

function listTrustees(call: FakeCall) {
  const trustee = findText(call.parameters, 'Trustee')
  if (trustee !== '') return listLent(call, trustee)
  const { displayName, sendAs } = getMailboxAccount(call, 'Identity')
  return [self, ...sendAs].map((Trustee) => ({
    Identity: displayName,
    Trustee,
    AccessControlType: 'Allow',
    AccessRights: ['SendAs'],
    IsInherited: false,
  }))
}

/** Of every mailbox, whoever it belongs to. */
function listLent({ state }: FakeCall, trustee: string) {
  return state.accounts
    .filter(({ sendAs }) => sendAs.some((one) => one.toLowerCase() === trustee.toLowerCase()))
    .map(({ mail }) => ({
      Identity: mail,
      Trustee: trustee,
      AccessControlType: 'Allow',
      AccessRights: ['SendAs'],
      IsInherited: false,
    }))
}
