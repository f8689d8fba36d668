// What is known about an entity at one moment. Each fact is known, or unknown with why: a failed look-up never
// looks like a clean bill of health.
import { z } from 'zod'
import { factOf } from './fact.js'
import {
  appCredentialsSchema,
  automaticReplySchema,
  delegateSignsSchema,
  doorsSchema,
  methodChangesSchema,
  organisationRulesSchema,
  removedTracesSchema,
  rhythmSchema,
  subjectsSchema,
  submissionSchema,
  usualPlacesSchema,
} from './habits.js'

export type { Fact } from './fact.js'

const listOf = <Item extends z.ZodType>(item: Item) => z.array(item).readonly()
const instant = z.number()

const accountSchema = z.object({
  /** Entra object id. */
  userId: z.string(),
  displayName: z.string(),
  /** Every address and UPN that reaches this mailbox; used to keep people from unblocking themselves. */
  addresses: listOf(z.string()),
  signInAllowed: z.boolean(),
  /** Synced from on-premises: password and sign-in set in the cloud are reverted. */
  synced: z.boolean(),
  /** What it is for. Get-EXOMailbox RecipientTypeDetails and Graph `userType`; `service` is a person's guess from the settings. */
  kind: z.enum(['person', 'shared', 'service', 'guest']).optional(),
  /** Graph user `createdDateTime`, User.Read.All. */
  createdAt: instant.optional(),
  /**
   * Last use before the sign-ins in `signIns`. Graph user `signInActivity.lastSuccessfulSignInDateTime`, AuditLog.Read.All
   * and Entra ID P1, as long as it is older than those; Get-MailboxStatistics LastUserActionTime.
   */
  lastUsedAt: instant.optional(),
  /** First day of work. Graph user `employeeHireDate`, User.Read.All. */
  startsAt: instant.optional(),
})

/** Who the mailbox belongs to, known also when the rest of the account is not. */
const ownerSchema = z
  .discriminatedUnion('kind', [
    z.object({
      kind: z.literal('account'),
      /** Entra object id, as Entra or Exchange says it; undefined for an account that Entra does not have. */
      userId: z.string().optional(),
      addresses: listOf(z.string()),
      /** Mail domains of the organisation, as far as the account shows them. */
      domains: listOf(z.string()),
    }),
    /** Exchange is certain that there is no such mailbox, and Entra knows of no account: a relay. */
    z.object({ kind: z.literal('nobody') }),
  ])
  .readonly()

const inboxRuleSchema = z.object({
  /** What Exchange tells it apart by; undefined when it cannot be named, and then not be disabled from here. */
  id: z.string().optional(),
  name: z.string(),
  enabled: z.boolean(),
  hidden: z.boolean(),
  /** What it does in words, such as "forwards to x@evil.test" or "deletes everything". */
  effect: z.string(),
  /** Forwards, redirects, deletes or hides mail, or does something that cannot be told. */
  suspicious: z.boolean(),
  /** When it was made or last changed, as far as the audit log says; a rule itself has no date. */
  changedAt: instant.optional(),
  /** The address that was done from, as the audit log says it. */
  changedFrom: z.string().optional(),
  /** The audit log was read from then on to its end, and says nothing of this rule. */
  unchangedSince: instant.optional(),
  /** A sweep rule of Outlook on the web; undefined for an inbox rule. */
  kind: z.enum(['sweep']).optional(),
  /** The mailbox it is in, when that is another one than the sender's. */
  mailbox: z.string().optional(),
  /** What the mail is about that it is for, in whatever letters and language. */
  about: z.enum(['warning', 'money']).optional(),
  /** It only sorts or deletes what certain senders outside send, or mail with words that tell nothing, as people do. */
  filing: z.enum(['senders', 'words']).optional(),
})

/** Why a part of a fact is missing. */
const missingSchema = z
  .object({ known: z.literal(false), why: z.string() })
  .readonly()
  .optional()

const signInSchema = z.object({
  at: instant,
  from: z.string(),
  ipAddress: z.string(),
  client: z.string(),
  succeeded: z.boolean(),
  /** False for programs that sign in without a person; those that send by SMTP show only there. */
  interactive: z.boolean().optional(),
  /** How often, when several were counted as one. */
  count: z.number().optional(),
  /**
   * Graph signIn `deviceDetail` (`isManaged`, `trustType`): known is managed, joined or registered. Undefined when it was not
   * said: many browsers say nothing.
   */
  device: z.enum(['known', 'unknown']).optional(),
  /**
   * Graph signIn `autonomousSystemNumber` against lists of networks, `networkLocationDetails` for the organisation's own.
   * `hosting` and `hidden` (proxies, anonymisers) tell nothing of where a person is; `roaming` (satellite, privacy relay,
   * carrier) gives addresses of other places to honest people.
   */
  network: z.enum(['hosting', 'hidden', 'roaming', 'organisation']).optional(),
  /** A way in that needs no password on that device: Graph beta signIn `authenticationProtocol`, `Device Registration Service`. */
  way: z.enum(['device-code', 'device-registration']).optional(),
  /** People of the organisation who came from the same address in these days: one more query of the sign-in log. */
  sharedBy: z.number().optional(),
  /** It failed, and only the password of it was right: a second factor, a policy or a form was in the way. Graph signIn `status.errorCode`. */
  passwordRight: z.boolean().optional(),
  /** What the device said of itself, such as "Linux, Firefox 143". Graph signIn `deviceDetail`. */
  system: z.string().optional(),
})

const sentMailSchema = z.object({
  /** Length of the window that was counted, in hours. */
  hours: z.number(),
  messages: z.number(),
  /** Distinct ones. */
  recipients: z.number(),
  /** Recipients of every message, the same one each time. */
  deliveries: z.number().optional(),
  distinctSubjects: z.number(),
  /** There was more than could be counted: these are the newest, and `hours` is how far back they go. */
  truncated: z.boolean().optional(),
  /** Hours in which something was sent, oldest first. */
  byHour: listOf(z.object({ startsAt: instant, messages: z.number() })).optional(),
  busiestHour: z.object({ startsAt: instant, messages: z.number() }).optional(),
  /** Share of the recipients outside the organisation, 0 to 1. Recipient domains of the trace against Get-AcceptedDomain. */
  outsideShare: z.number().optional(),
  /** Share of the recipients this sender wrote to, or heard from, in the 90 days before, 0 to 1. Get-MessageTraceV2, older windows. */
  seenBefore: z.number().optional(),
  subjects: subjectsSchema.optional(),
  /** What it sent under another address, which `messages` leaves out. Get-MessageTraceV2 for the mailboxes it may send as. */
  asAnother: z.object({ address: z.string(), messages: z.number() }).optional(),
  /** In the day before the restriction, when that is no longer in the window. Get-MessageTraceV2, older window. */
  before: z.object({ messages: z.number(), distinctSubjects: z.number() }).optional(),
  /** What is in the window was refused: attempts after the restriction. Status of the trace. */
  refused: z.boolean().optional(),
  /** Addresses it was handed over from, the most mail first. Get-MessageTraceV2 FromIP. */
  sources: listOf(
    z.object({
      ipAddress: z.string(),
      messages: z.number(),
      /** Neither mail nor a sign-in came from there before; undefined when there is nothing to compare with. */
      isNew: z.boolean().optional(),
    }),
  ).optional(),
})

/** To a connector, or to what else steers mail. */
const changesSchema = listOf(
  z.object({
    at: instant,
    who: z.string(),
    operation: z.string(),
    /** Whoever did it is at risk, or came from a place never seen of them: what is asked of a sender, of that account. */
    doubtful: z.boolean().optional(),
    /** A person or a ticket stands behind it. Only the settings or an answer in the review can say so. */
    explained: z.boolean().optional(),
  }),
)

/** Some of the facts were read once more after all of them were gathered: which, and when. */
const rereadSchema = z
  .object({ at: instant, facts: listOf(z.string()) })
  .readonly()
  .optional()

const senderEvidenceSchema = z
  .object({
    kind: z.literal('sender'),
    gatheredAt: instant,
    reread: rereadSchema,
    account: factOf(accountSchema),
    /** Undefined when it could not be told. */
    owner: ownerSchema.optional(),
    forwarding: factOf(
      z
        .object({
          to: z.string(),
          keepsCopy: z.boolean(),
          /** The name of the contact whose address that is; undefined when the address itself was set. */
          through: z.string().optional(),
          /** Set-Mailbox in the audit log. */
          setAt: instant.optional(),
          /** Who did, as the audit log says it; empty for the account itself. */
          setBy: z.string().optional(),
        })
        .nullable(),
    ),
    inboxRules: factOf(listOf(inboxRuleSchema)),
    /** Why sweep rules are not among the inbox rules; undefined when they are. */
    missingRules: missingSchema,
    /** Get-TransportRule. */
    transportRules: factOf(organisationRulesSchema).optional(),
    /** Those that copy mail outside. Get-JournalRule. */
    journalRules: factOf(organisationRulesSchema).optional(),
    /** Get-MailboxAutoReplyConfiguration. */
    automaticReply: factOf(automaticReplySchema).optional(),
    /** Set-CASMailbox in the audit log, Get-MobileDeviceStatistics. */
    doors: factOf(doorsSchema).optional(),
    missingDoors: missingSchema,
    delegates: factOf(
      listOf(
        z.object({
          who: z.string(),
          right: z.string(),
          /** Add-MailboxPermission and Add-RecipientPermission in the audit log. */
          since: instant.optional(),
          by: z.string().optional(),
          /** The address that was done from. */
          from: z.string().optional(),
          /** The group that holds the right; undefined when it was given to this one itself. */
          through: z.string().optional(),
          /** A guest, or an address of another organisation. */
          outsider: z.boolean().optional(),
        }),
      ),
    ),
    /** Why rights of folders are not among them; undefined when they are. */
    missingDelegates: missingSchema,
    /** Sign-ins of delegates from places never seen of them. The sign-in log, once for each delegate. */
    delegateSigns: factOf(delegateSignsSchema).optional(),
    authentication: factOf(
      z.object({
        multiFactor: z.boolean(),
        methods: listOf(
          z.object({
            /** What it can be removed by; undefined when it cannot be from here. */
            id: z.string().optional(),
            kind: z.string(),
            addedAt: instant.optional(),
          }),
        ),
      }),
    ),
    /** Methods added or replaced. Entra audit log (`auditLogs/directoryAudits`, category UserManagement), AuditLog.Read.All. */
    methodChanges: factOf(methodChangesSchema).optional(),
    password: factOf(
      z.object({
        changedAt: instant,
        /** Entra audit log: `self` is a change by the user, `other` a reset by somebody else. */
        changedBy: z.enum(['self', 'other']).optional(),
      }),
    ),
    /** Where successful sign-ins came from in the 30 days before those listed. The sign-in log, AuditLog.Read.All and Entra ID P1. */
    usualPlaces: factOf(usualPlacesSchema).optional(),
    signIns: factOf(listOf(signInSchema)),
    /** Which half of the sign-ins could not be read, and why; undefined when both or none could. */
    missingSignIns: z
      .object({ known: z.literal(false), why: z.string() })
      .readonly()
      .optional(),
    risk: factOf(z.object({ level: z.enum(['none', 'low', 'medium', 'high']), detail: z.string() })),
    consents: factOf(
      listOf(
        z.object({
          /** The grant's own id; undefined when it cannot be removed from here. */
          id: z.string().optional(),
          app: z.string(),
          scopes: z.string(),
          grantedAt: instant.optional(),
          /** Graph servicePrincipal `verifiedPublisher`; undefined when it has none to show, as the organisation's own. */
          publisherVerified: z.boolean().optional(),
          /** Graph servicePrincipal `appOwnerOrganizationId` is this tenant. */
          own: z.boolean().optional(),
          /** Graph servicePrincipal `appOwnerOrganizationId` is Microsoft's. */
          byMicrosoft: z.boolean().optional(),
          /** Who gave a right over the whole organisation, as the audit log names them. */
          grantedBy: z.string().optional(),
          /** Graph oauth2PermissionGrant `consentType`, appRoleAssignments for rights over the whole organisation. */
          consentedBy: z.enum(['user', 'admin']).optional(),
          /** People of the organisation who have it. Graph `oauth2PermissionGrants` by client, Directory.Read.All. */
          usedBy: z.number().optional(),
        }),
      ),
    ),
    /** Why apps with rights over the whole organisation were not looked at; undefined when they were, or nobody asked. */
    missingApps: z
      .object({ known: z.literal(false), why: z.string() })
      .readonly()
      .optional(),
    /** Entra audit log (`auditLogs/directoryAudits`, category ApplicationManagement), AuditLog.Read.All and Application.Read.All. */
    appCredentials: factOf(appCredentialsSchema).optional(),
    /** Made and removed again: rules, consents, connectors. Search-UnifiedAuditLog, pairs of operations, View-Only Audit Logs. */
    removedTraces: factOf(removedTracesSchema).optional(),
    /** Why there may be more of them; undefined when the log was read to its end. */
    missingTraces: missingSchema,
    /** Which client handed the mail over. Search-UnifiedAuditLog Send, SendAs and SendOnBehalf. */
    submission: factOf(submissionSchema).optional(),
    /** What this sender normally does. Get-MessageTraceV2 over 90 days, or historical searches. */
    rhythm: factOf(rhythmSchema).optional(),
    roles: factOf(listOf(z.string())),
    /** Object ids of the Entra groups the account is in, of those that the settings protect; undefined where none are. */
    groups: factOf(listOf(z.string())).optional(),
    /** To connectors and transport rules of the tenant, under which anybody's address can send. Search-UnifiedAuditLog. */
    mailFlowChanges: factOf(changesSchema).optional(),
    sentMail: factOf(sentMailSchema),
    outboundPolicy: factOf(
      z.object({
        name: z.string(),
        /** Recipients a day; 0 means the service default, not "none". */
        recipientsPerDay: z.number(),
        /** Recipients an hour, outside and inside the organisation; 0 means the service default. */
        externalPerHour: z.number().optional(),
        internalPerHour: z.number().optional(),
        action: z.string(),
        /** Automatic, On or Off. */
        autoForwarding: z.string().optional(),
      }),
    ),
    /** How much of what the whole tenant may send to the outside in a day is used up. */
    headroom: factOf(
      z.object({ limit: z.number(), used: z.number(), enforced: z.boolean().optional() }),
    ).optional(),
  })
  .readonly()

const connectorEvidenceSchema = z
  .object({
    kind: z.literal('connector'),
    gatheredAt: instant,
    reread: rereadSchema,
    definition: factOf(
      z.object({
        name: z.string(),
        type: z.string(),
        enabled: z.boolean(),
        senderIpAddresses: listOf(z.string()),
        senderDomains: listOf(z.string()),
        requiresTls: z.boolean(),
        /** Get-InboundConnector WhenCreated. */
        createdAt: instant.optional(),
      }),
    ),
    changes: factOf(changesSchema),
    mail: factOf(
      z.object({
        hours: z.number(),
        messages: z.number(),
        markedAsSpam: z.number(),
        /** Distinct domains in From. Get-MessageTraceV2 SenderAddress. */
        fromDomains: z.number().optional(),
        /** Addresses it came from. Get-MessageTraceV2 FromIP. */
        sourceAddresses: listOf(z.string()).optional(),
        /** Share with another domain in the envelope than in From, 0 to 1. Message events of Defender (`EmailEvents`). */
        envelopeDiffers: z.number().optional(),
        distinctSubjects: z.number().optional(),
        outsideShare: z.number().optional(),
        subjects: subjectsSchema.optional(),
      }),
    ),
    rhythm: factOf(rhythmSchema).optional(),
  })
  .readonly()

export const evidenceSchema = z.discriminatedUnion('kind', [senderEvidenceSchema, connectorEvidenceSchema])

export type SenderEvidence = z.infer<typeof senderEvidenceSchema>
export type ConnectorEvidence = z.infer<typeof connectorEvidenceSchema>
export type Evidence = z.infer<typeof evidenceSchema>

/** The name that people see of an account; empty when it is not known. */
export function toDisplayName(evidence: Evidence | undefined): string {
  return evidence?.kind === 'sender' && evidence.account.known ? evidence.account.value.displayName : ''
}
