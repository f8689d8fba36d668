// What is known about an entity at one moment. Each fact is known, or unknown with why: a failed look-up never
// looks like a clean bill of health.
import { z } from 'zod'

function factOf<Value extends z.ZodType>(value: Value) {
  return z.discriminatedUnion('known', [
    z.object({ known: z.literal(true), value }).readonly(),
    z.object({ known: z.literal(false), why: z.string() }).readonly(),
  ])
}

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

const inboxRuleSchema = z.object({
  name: z.string(),
  enabled: z.boolean(),
  hidden: z.boolean(),
  /** What it does in words, such as "forwards to x@evil.test" or "deletes everything". */
  effect: z.string(),
  /** Forwards, redirects, deletes or hides mail. */
  suspicious: z.boolean(),
})

const signInSchema = z.object({
  at: instant,
  from: z.string(),
  ipAddress: z.string(),
  client: z.string(),
  succeeded: z.boolean(),
})

const sentMailSchema = z.object({
  /** Length of the window that was counted, in hours. */
  hours: z.number(),
  messages: z.number(),
  recipients: z.number(),
  distinctSubjects: z.number(),
  busiestHour: z.object({ startsAt: instant, messages: z.number() }).optional(),
})

const senderEvidenceSchema = z
  .object({
    kind: z.literal('sender'),
    gatheredAt: instant,
    account: factOf(accountSchema),
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
    risk: factOf(z.object({ level: z.enum(['none', 'low', 'medium', 'high']), detail: z.string() })),
    consents: factOf(
      listOf(z.object({ app: z.string(), scopes: z.string(), grantedAt: instant.optional() })),
    ),
    roles: factOf(listOf(z.string())),
    sentMail: factOf(sentMailSchema),
    outboundPolicy: factOf(
      z.object({
        name: z.string(),
        /** Recipients a day; 0 means the service default, not "none". */
        recipientsPerDay: z.number(),
        action: z.string(),
      }),
    ),
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
export type Fact<Value> =
  | { readonly known: true; readonly value: Value }
  | { readonly known: false; readonly why: string }
