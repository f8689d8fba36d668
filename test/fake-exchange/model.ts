// What the fake tenant holds: as much of Exchange and Entra as Reprieve asks about. Everything may be changed by a test
// at any time; the answers follow.

export interface FakeRule {
  readonly identity: string
  readonly name: string
  enabled: boolean
  readonly hidden: boolean
  /** Further properties as Get-InboxRule gives them: ForwardTo, RedirectTo, DeleteMessage, MoveToFolder … */
  readonly properties: Readonly<Record<string, unknown>>
}

export interface FakeGrant {
  readonly id: string
  readonly clientId: string
  readonly app: string
  readonly consentType: 'Principal' | 'AllPrincipals'
  readonly resourceId: string
  readonly scope: string
  readonly startTime?: string
}

export interface FakeSignIn {
  readonly createdDateTime: string
  readonly ipAddress: string
  readonly clientAppUsed: string
  readonly city: string
  readonly countryOrRegion: string
  /** 0 is a success. */
  readonly errorCode: number
  readonly interactive: boolean
  /** Undefined for a device that says nothing of itself. */
  readonly managed?: boolean
  /** Operating system; empty when undefined. */
  readonly system?: string
  readonly app?: string
  /** `deviceCode`; told in beta only. */
  readonly protocol?: string
}

/** One row of message trace: one recipient of one message. */
export interface FakeMessage {
  /** The same for every recipient of one message; undefined for a message of its own. */
  readonly messageId?: string
  readonly received: string
  readonly recipient: string
  readonly subject: string
  readonly status: string
  readonly fromIp: string
  /** What its details say of the end of it. */
  readonly details?: string
}

export interface FakeAccount {
  readonly userId: string
  readonly upn: string
  displayName: string
  /** Primary SMTP address; need not be the UPN. */
  mail: string
  readonly otherAddresses: string[]
  /** False for an account without a mailbox. */
  hasMailbox: boolean
  accountEnabled: boolean
  synced: boolean
  /** Of whoever has more than a name here; Graph and Exchange say nothing of it else. */
  readonly about?: {
    readonly userType: string
    readonly recipientType: string
    readonly createdDateTime: string
    readonly employeeHireDate: string | null
  }
  lastPasswordChangeDateTime: string
  forceChangePasswordNextSignIn: boolean
  forwardingAddress: string | null
  forwardingSmtpAddress: string | null
  deliverToMailboxAndForward: boolean
  readonly rules: FakeRule[]
  readonly mailboxPermissions: { readonly user: string; readonly rights: readonly string[] }[]
  readonly sendAs: string[]
  readonly sendOnBehalf: string[]
  readonly methods: { readonly type: string; readonly id: string; readonly createdDateTime?: string }[]
  readonly signIns: FakeSignIn[]
  risk: { readonly level: string; readonly state: string; readonly detail: string } | undefined
  readonly grants: FakeGrant[]
  readonly roles: string[]
  /** Object ids of the groups it is in, directly or not. */
  readonly groups: string[]
  readonly sent: FakeMessage[]
  /** What Entra logged of its sign-in methods, as Graph gives it. */
  readonly methodAudits?: readonly Readonly<Record<string, unknown>>[]
  /** When its sessions were revoked last. */
  sessionsRevokedAt: string | undefined
  /** What is not as usual in its mailbox. */
  settings?: {
    readonly folders?: readonly { readonly path: string; readonly type: string }[]
    readonly folderPermissions?: readonly {
      readonly folder: string
      readonly user: string
      readonly rights: readonly string[]
    }[]
    readonly sweepRules?: readonly Readonly<Record<string, unknown>>[]
    readonly automaticReply?: Readonly<Record<string, unknown>>
    readonly devices?: readonly Readonly<Record<string, unknown>>[]
    readonly auditEnabled?: boolean
  }
}

export interface FakeGroup {
  readonly id: string
  readonly displayName: string
  readonly mail: string
}

export interface FakeApp {
  readonly id: string
  readonly appId: string
  readonly displayName: string
  readonly appOwnerOrganizationId: string
  readonly createdDateTime?: string
  readonly verifiedPublisher?: { readonly displayName: string | null }
  /** Rights of its own over the whole organisation. */
  readonly assignments?: readonly { readonly appRoleId: string; readonly createdDateTime: string }[]
}

export interface FakeConnector {
  readonly guid: string
  readonly name: string
  readonly type: 'OnPremises' | 'Partner'
  enabled: boolean
  readonly senderIpAddresses: readonly string[]
  readonly senderDomains: readonly string[]
  readonly requireTls: boolean
}

export interface FakeAuditRecord {
  readonly creationDate: string
  readonly user: string
  readonly operation: string
  /** AuditData is the JSON of this. */
  readonly data: Readonly<Record<string, unknown>>
}

/** One of the list; `record` is what Exchange gives. */
export interface FakeListing {
  /** `sender:laura@contoso.com`, lower-cased. */
  readonly key: string
  readonly record: Record<string, unknown>
}

/** As Graph gives an alert of Defender. */
export interface FakeAlert {
  readonly id: string
  readonly title: string
  readonly description: string
  readonly serviceSource: string
  readonly alertPolicyId?: string
  readonly createdDateTime?: string
  status: string
  assignedTo: string | null
  lastUpdateDateTime: string
  resolvedDateTime: string | null
  readonly comments: Record<string, unknown>[]
  readonly evidence: readonly Readonly<Record<string, unknown>>[]
}

export interface FakeState {
  readonly alerts: FakeAlert[]
  readonly listings: FakeListing[]
  /** Every removal of a listed entry that arrived, by key. */
  readonly removals: string[]
  readonly accounts: FakeAccount[]
  /** Groups that Entra knows. */
  readonly groups: FakeGroup[]
  /** Apps that Entra knows beside those of grants. */
  readonly apps: FakeApp[]
  readonly connectors: FakeConnector[]
  /** Mail that no mailbox sent. */
  readonly relayed: (FakeMessage & { readonly sender: string })[]
  readonly audit: FakeAuditRecord[]
  /** How far a session of the audit search has come, by its id. */
  readonly auditSessions: Map<string, number>
  /** As Get-TransportRule gives them. */
  readonly transportRules: Record<string, unknown>[]
  /** As Get-JournalRule gives them. */
  readonly journalRules: Record<string, unknown>[]
  /** What Entra's audit log has of apps. */
  readonly appAudits: Record<string, unknown>[]
  /** Accepted domains. */
  readonly domains: string[]
  /** Contacts and others, as Get-Recipient gives them. */
  readonly recipients: Record<string, unknown>[]
  readonly distributionGroups: { readonly name: string; readonly members: Record<string, unknown>[] }[]
  /** Without it Graph has no message traces for this tenant. */
  hasTransportPrincipal: boolean
  /** Whether Graph takes several senders in one question, which is not documented. */
  tracesTakeSeveral: boolean
  readonly outboundPolicies: Record<string, unknown>[]
  readonly outboundRules: Record<string, unknown>[]
  readonly protectionAlerts: Record<string, unknown>[]
  unifiedAuditLogIngestionEnabled: boolean
  limits: Record<string, unknown> | undefined
  /** Licences of the tenant: without P1 no sign-ins, without P2 no risk. */
  readonly licences: Set<'P1' | 'P2'>
  /** Application permissions of the Graph token. */
  readonly graphPermissions: Set<string>
  /** Directory roles of the app itself: without a higher one Graph declines to change an admin's account. */
  readonly directoryRoles: Set<string>
  /** Cmdlets that this identity may run; undefined for all. */
  allowedCmdlets: Set<string> | undefined
}
