// What is known about an entity at one moment. Each fact is known, or unknown with why: a failed look-up never
// looks like a clean bill of health.
import { z } from 'zod'
import { factOf } from './fact.js'

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
})

const signInSchema = z.object({
  at: instant,
  from: z.string(),
  ipAddress: z.string(),
  client: z.string(),
  succeeded: z.boolean(),
  /** False for programs that sign in without a person; those that send by SMTP show only there. */
  interactive: z.boolean().optional(),
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
})

const senderEvidenceSchema = z
  .object({
    kind: z.literal('sender'),
    gatheredAt: instant,
    account: factOf(accountSchema),
    /** Undefined when it could not be told. */
    owner: ownerSchema.optional(),
    forwarding: factOf(z.object({ to: z.string(), keepsCopy: z.boolean() }).nullable()),
    inboxRules: factOf(listOf(inboxRuleSchema)),
    delegates: factOf(listOf(z.object({ who: z.string(), right: z.string() }))),
    authentication: factOf(
      z.object({
        multiFactor: z.boolean(),
        methods: listOf(z.object({ kind: z.string(), addedAt: instant.optional() })),
      }),
    ),
    password: factOf(z.object({ changedAt: instant })),
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
        }),
      ),
    ),
    roles: factOf(listOf(z.string())),
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
    definition: factOf(
      z.object({
        name: z.string(),
        type: z.string(),
        enabled: z.boolean(),
        senderIpAddresses: listOf(z.string()),
        senderDomains: listOf(z.string()),
        requiresTls: z.boolean(),
      }),
    ),
    changes: factOf(listOf(z.object({ at: instant, who: z.string(), operation: z.string() }))),
    mail: factOf(z.object({ hours: z.number(), messages: z.number(), markedAsSpam: z.number() })),
  })
  .readonly()

export const evidenceSchema = z.discriminatedUnion('kind', [senderEvidenceSchema, connectorEvidenceSchema])

export type SenderEvidence = z.infer<typeof senderEvidenceSchema>
export type ConnectorEvidence = z.infer<typeof connectorEvidenceSchema>
export type Evidence = z.infer<typeof evidenceSchema>
