// The tenant's own settings that decide whether anybody hears of a restriction and what brings one about.
import { z } from 'zod'
import { factOf } from './fact.js'

const listOf = <Item extends z.ZodType>(item: Item) => z.array(item).readonly()

const alertPolicySchema = z
  .object({
    /** As the tenant has it; Microsoft's own names differ in case from source to source. */
    name: z.string(),
    /** GUID; empty when it was not given. */
    id: z.string(),
    enabled: z.boolean(),
    /** Whether anybody is sent mail about it. */
    notifies: z.boolean(),
    /** `TenantAdmins` stands for the members of Global Administrator. */
    recipients: listOf(z.string()),
    /** Mails a day; undefined for no limit or when it was not said. */
    dailyLimit: z.number().optional(),
    severity: z.string(),
  })
  .readonly()
export type AlertPolicy = z.infer<typeof alertPolicySchema>

const criteriaSchema = z
  .object({ from: listOf(z.string()), groups: listOf(z.string()), domains: listOf(z.string()) })
  .readonly()

const outboundPolicySchema = z
  .object({
    name: z.string(),
    isDefault: z.boolean(),
    enabled: z.boolean(),
    /** Whom it applies to, in words; "everybody else" for the default. */
    appliesTo: z.string(),
    /** The same for programs; undefined for the default, without a rule, and in what an older program read. */
    rule: z
      .object({ priority: z.number(), conditions: criteriaSchema, exceptions: criteriaSchema })
      .readonly()
      .optional(),
    /** 0 means the service default. */
    recipientsPerDay: z.number(),
    externalPerHour: z.number(),
    internalPerHour: z.number(),
    /** Alert, BlockUser or BlockUserForToday. */
    action: z.string(),
    /** Automatic, On or Off. */
    autoForwarding: z.string(),
    notifies: z.boolean(),
    notifyRecipients: listOf(z.string()),
  })
  .readonly()
export type OutboundPolicy = z.infer<typeof outboundPolicySchema>

export const tenantPoliciesSchema = z
  .object({
    /** Epoch milliseconds. */
    readAt: z.number(),
    /** The family of alert policies about restricted and suspicious sending; a policy that is not in it is not there. */
    alerts: factOf(listOf(alertPolicySchema)),
    /** Unified audit log: without it alerts do not work. */
    audit: factOf(z.object({ enabled: z.boolean() })),
    outbound: factOf(listOf(outboundPolicySchema)),
  })
  .readonly()
export type TenantPolicies = z.infer<typeof tenantPoliciesSchema>
