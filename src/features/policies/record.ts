// What is remembered of a tenant's settings: the last read, what is taken for normal, and what differs from it.
import { z } from 'zod'
import { actorRefSchema } from '../../domain/actor.js'
import { type CellTerms, type CellWrite, cell, type Found } from '../../domain/cell.js'
import { deedSchema } from '../../domain/deed.js'
import type { Instant } from '../../domain/instant.js'
import { keepUnknown } from '../../domain/keep-unknown.js'
import { type TenantPolicies, tenantPoliciesSchema } from '../../domain/policies.js'
import { channelRefSchema } from '../../domain/task.js'
import type { Memory } from '../../ports.js'

const policyRecordSchema = z
  .object({
    lastTriedAt: z.number(),
    /** What was asked then, as the tenant names it; undefined where it does not, and in what older versions saved. */
    readFrom: z.string().optional(),
    /** Failed reads since the last good one. */
    failures: z.number(),
    /** Why the last one failed; empty after a good one. */
    problem: z.string(),
    /** The last good read as it came, with what it could not find out. */
    read: tenantPoliciesSchema.optional(),
    /** Every fact as it was when it could last be read. */
    known: tenantPoliciesSchema.optional(),
    /** What is taken for normal: the first good read, or what somebody accepted since. */
    baseline: tenantPoliciesSchema.optional(),
    /** The drift that is open; undefined while everything is as in the baseline. */
    driftId: z.string().optional(),
  })
  .readonly()
export type PolicyRecord = z.infer<typeof policyRecordSchema>

const driftEndSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('restored'), at: z.number() }).readonly(),
  z.object({ kind: z.literal('accepted'), at: z.number(), by: actorRefSchema }).readonly(),
])

const driftSchema = z
  .object({
    id: z.string(),
    tenantId: z.string(),
    openedAt: z.number(),
    /** From 1; every other set of changes is another edition. */
    edition: z.number(),
    /** Sentences for people. */
    changes: z.array(z.string()).readonly(),
    /** Where a card was ordered: those channels see its end too. */
    channels: z.array(channelRefSchema).readonly(),
    end: driftEndSchema.optional(),
    /** When the settings were last read as they had been; undefined in what older versions saved. */
    since: z.number().optional(),
    /** What the audit log says of these changes; undefined before it was asked. */
    authors: z
      .object({
        deeds: z.array(deedSchema).readonly(),
        /** Why it cannot be told; empty when the log was searched. */
        why: z.string(),
        /** Whether it will be asked again: the log is up to a day late. */
        isFinal: z.boolean(),
      })
      .readonly()
      .optional(),
  })
  .readonly()
/** Settings that differ from the baseline, from when that was first seen to when they are as before or accepted. */
export type Drift = z.infer<typeof driftSchema>

/** What a button carries: which drift, and which edition of it the one who presses has seen. */
export function toAcceptId({ id, edition }: Drift): string {
  return `${id}.${edition}`
}

export function parseAcceptId(acceptId: string): { readonly driftId: string; readonly edition: number } {
  const at = acceptId.lastIndexOf('.')
  return { driftId: acceptId.slice(0, Math.max(0, at)), edition: Number(acceptId.slice(at + 1)) }
}

const policiesOf = cell('policies', keepUnknown(policyRecordSchema))
/** Never written without the record of its tenant: whoever is faster there is faster here. */
export const driftOf = cell('drift', keepUnknown(driftSchema))

/** When somebody asked for a read that has not ended. Forgotten by itself when it cannot be under way any more. */
const askedOf = cell('policies-asked', z.number())

export function putAsked(tenantId: string, at: Instant, until: Instant): CellWrite {
  return askedOf(tenantId).put(at, { until })
}

/** What a read that ends does about it: one that began before is not the one that was asked for. */
export async function toAnswered(
  memory: Memory,
  tenantId: string,
  startedAt: Instant,
): Promise<readonly CellWrite[]> {
  const asked = await recallAsked(memory, tenantId)
  return asked === undefined || asked > startedAt ? [] : [askedOf(tenantId).forget()]
}

export function recallAsked(memory: Memory, tenantId: string): Promise<Instant | undefined> {
  return askedOf(tenantId).recall(memory)
}

export async function findPolicies(memory: Memory, tenantId: string): Promise<Found<PolicyRecord>> {
  const found = await policiesOf(tenantId).find(memory)
  const kept = found.value
  if (kept?.read === undefined) return found
  const known = kept.known ?? kept.read
  return { ...found, value: { ...kept, known, baseline: kept.baseline ?? known } }
}

export async function recallPolicies(memory: Memory, tenantId: string): Promise<PolicyRecord | undefined> {
  return (await findPolicies(memory, tenantId)).value
}

/** Settings that are as they were are kept once: there may be a thousand tenants. */
export function putPolicies(tenantId: string, record: PolicyRecord, terms: CellTerms): CellWrite {
  const { read, known, baseline, ...rest } = record
  return policiesOf(tenantId).put(
    {
      ...rest,
      ...(read === undefined ? {} : { read }),
      ...(isSame(known, read) ? {} : { known }),
      ...(isSame(baseline, known) ? {} : { baseline }),
    },
    terms,
  )
}

/** Whenever they were read. */
function isSame(one: TenantPolicies | undefined, other: TenantPolicies | undefined): boolean {
  return JSON.stringify({ ...one, readAt: 0 }) === JSON.stringify({ ...other, readAt: 0 })
}

export async function recallOpenDrift(
  memory: Memory,
  record: PolicyRecord | undefined,
): Promise<Drift | undefined> {
  return record?.driftId === undefined ? undefined : driftOf(record.driftId).recall(memory)
}
