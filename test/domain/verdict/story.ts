// The stories a verdict is measured on: facts in plain names, and what a careful person would conclude. A story may lack
// any fact and may have facts that nobody here knows; neither keeps it from being read.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { verdictKindSchema } from '../../../src/domain/verdict/index.js'

const number = z.number().optional().catch(undefined)
const text = z.string().optional().catch(undefined)
const flag = z.boolean().optional().catch(undefined)
const listOf = <Item extends z.ZodType>(item: Item) => z.array(item).optional().catch(undefined)
const moment = { hoursAgo: number, daysAgo: number }

const signInSchema = z.object({
  ...moment,
  place: text,
  app: text,
  ip: text,
  success: flag,
  interactive: flag,
  count: number,
  device: text,
  network: text,
  protocol: text,
  note: text,
})

const ruleSchema = z.object({
  name: text,
  effect: text,
  hidden: flag,
  enabled: flag,
  createdHoursAgo: number,
  createdDaysAgo: number,
})

const forwardingSchema = z.object({
  to: text,
  keepsCopy: flag,
  setHoursAgo: number,
  setDaysAgo: number,
  by: text,
})

const grantSchema = z.object({
  ...moment,
  app: text,
  publisherVerified: z.boolean().nullish().catch(undefined),
  ownTenant: flag,
  scopes: listOf(z.string()),
  consentBy: text,
  usedByUsers: number,
})

const delegateSchema = z.object({
  who: text,
  right: text,
  by: text,
  sinceDaysAgo: number,
  sinceHoursAgo: number,
})

const traceSchema = z.object({ ...moment, what: text, madeHoursAgo: number, removedHoursAgo: number })

const usualSchema = z.object({
  messagesPerDay: number,
  peakDays: listOf(z.object({ ...moment, messages: number })),
  sameWeekday: z
    .union([z.number(), z.object({ messages: z.number() }).transform(({ messages }) => messages)])
    .optional()
    .catch(undefined),
  internalShare: number,
  externalShare: number,
  smtpAuthBefore: flag,
})

const changeSchema = z.object({
  ...moment,
  operation: text,
  who: text,
  whoRisk: text,
  whoNewPlace: text,
  what: text,
  ticket: z.union([z.string(), z.boolean()]).optional().catch(undefined),
  explained: z.union([z.string(), z.boolean()]).optional().catch(undefined),
  note: text,
})

const addedSchema = z.object({ ...moment, kind: text, by: text, from: text })

const organisationRuleSchema = z.object({
  ...moment,
  name: text,
  effect: text,
  whose: z.enum(['this', 'everybody', 'some']).optional().catch(undefined),
  enabled: flag,
})

const knownSchema = z.object({
  restrictedHoursAgo: number,
  temporaryBlock: flag,
  account: z
    .object({
      kind: text,
      signInAllowed: flag,
      createdDaysAgo: number,
      lastUsedDaysAgo: number,
      startsInDays: number,
    })
    .optional()
    .catch(undefined),
  synced: flag,
  roles: listOf(z.string()),
  mfa: z.boolean().nullish().catch(undefined),
  methods: listOf(z.string()),
  methodsAdded: listOf(addedSchema),
  devicesAdded: listOf(addedSchema),
  devicesRegistered: listOf(addedSchema),
  passwordChangedDaysAgo: number,
  passwordChangedBy: text,
  risk: z
    .object({ level: z.enum(['none', 'low', 'medium', 'high']), detail: text })
    .optional()
    .catch(undefined),
  signIns: listOf(signInSchema),
  history30d: listOf(z.string()),
  othersAtSameAddress: number,
  rules: listOf(ruleSchema),
  forwarding: forwardingSchema.nullish().catch(undefined),
  delegates: listOf(delegateSchema),
  delegatesEvidence: listOf(z.object({ ...moment, who: text, newPlace: text, risk: text })),
  grants: listOf(grantSchema),
  limitsPolicy: z
    .object({
      name: text,
      recipientsPerDay: number,
      externalPerHour: number,
      internalPerHour: number,
      action: text,
    })
    .optional()
    .catch(undefined),
  tenantHeadroom: z.object({ limit: z.number(), used: z.number() }).optional().catch(undefined),
  auditRemovedTraces: listOf(traceSchema),
  transportRules: listOf(organisationRuleSchema),
  journalRules: listOf(organisationRuleSchema),
  appSecrets: listOf(
    z.object({
      ...moment,
      app: text,
      kind: z.enum(['secret', 'certificate']).optional().catch(undefined),
      scopes: text,
      by: text,
      ip: text,
    }),
  ),
  automaticReply: z
    .object({
      ...moment,
      audience: z.enum(['inside', 'contacts', 'everybody']).optional().catch(undefined),
      signs: listOf(z.string()),
    })
    .nullish()
    .catch(undefined),
  doors: listOf(
    z.object({
      ...moment,
      kind: z.enum(['protocol', 'device']).optional().catch(undefined),
      text,
      ip: text,
    }),
  ),
  restrictedBefore: listOf(z.object({ ...moment, unblockedHoursAgo: number })),
  sentByHour: listOf(z.object({ ...moment, messages: number })),
  sentByHourStatus: text,
  messages: number,
  recipients: number,
  distinctSubjects: number,
  subjectsSample: listOf(z.string()),
  externalShare: number,
  submittedBy: text,
  recipientsSeenBefore: number,
  sentAs: text,
  sentAsMessages: number,
  traceTruncated: flag,
  mailAtRestriction: z.object({ messages: number, distinctSubjects: number }).optional().catch(undefined),
  usual: usualSchema.optional().catch(undefined),
  ownerSays: text,
  connector: z
    .object({
      type: text,
      enabled: flag,
      senderIpAddresses: listOf(z.string()),
      senderDomains: listOf(z.string()),
      requiresTls: flag,
      createdDaysAgo: number,
    })
    .optional()
    .catch(undefined),
  connectorChanges: listOf(changeSchema),
  mail: z
    .object({
      messages: number,
      markedAsSpam: number,
      fromAddressDomains: number,
      sourceIps: listOf(z.string()),
      envelopeDiffersFromHeader: number,
      distinctSubjects: number,
      subjectsSample: listOf(z.string()),
      externalShare: number,
    })
    .optional()
    .catch(undefined),
})

const storySchema = z.object({
  id: z.string(),
  kind: z.string(),
  title: z.string(),
  mirrorOf: z.string().nullish(),
  entity: z.object({
    type: z.enum(['sender', 'connector']),
    kind: text,
    address: text,
    name: text,
    connectorId: text,
  }),
  reason: z.string(),
  known: knownSchema.default({}),
  unknown: z.record(z.string(), z.string().catch('')).default({}),
  expected: z.object({
    verdict: verdictKindSchema,
    alsoAccept: z.array(verdictKindSchema).optional(),
    strongestKeys: z.array(z.string()).default([]),
    mustNotSay: z.array(z.string()).default([]),
    /** Undefined where a story leaves it open. */
    severity: z.string().optional(),
    badge: z
      .string()
      .nullish()
      .transform((badge) => badge ?? undefined),
  }),
})

export type Story = z.infer<typeof storySchema>
export type StoryFacts = Story['known']

/** In the order of their names. */
export function readStories(folder: string): readonly Story[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json') && name !== 'phrases.json')
    .sort()
    .map((name) => readStory(join(folder, name)))
}

function readStory(path: string): Story {
  const given: unknown = JSON.parse(readFileSync(path, 'utf8'))
  const read = storySchema.safeParse(given)
  if (read.success) return read.data
  throw new Error(`${path} is no story: ${z.prettifyError(read.error)}`)
}
