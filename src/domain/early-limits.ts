// Which limits a sender has: those of the outbound policy that applies to them, where that can be told, else the lowest of all.
import type { Limit, Limits } from './early.js'
import { matchOutboundRule, type OutboundRule } from './outbound-match.js'
import type { OutboundPolicy, TenantPolicies } from './policies.js'

/** What Exchange allows a mailbox in a day where the policies say nothing else (learn.microsoft.com, Exchange Online limits). */
const serviceDay: Limit = { most: 10_000, policy: '' }

/** What of a policy limits anybody; 0 means the service default. */
export interface PolicyLimits {
  readonly name: string
  readonly recipientsPerDay: number
  readonly externalPerHour?: number | undefined
  readonly internalPerHour?: number | undefined
}

export function toLimits({
  name,
  externalPerHour = 0,
  internalPerHour = 0,
  recipientsPerDay,
}: PolicyLimits): Limits {
  const toLimit = (most: number) => (most > 0 ? { most, policy: name } : undefined)
  return {
    'external-hour': toLimit(externalPerHour),
    'internal-hour': toLimit(internalPerHour),
    day: toLimit(recipientsPerDay) ?? serviceDay,
  }
}

/** The lowest that any policy of the tenant has: early is the point. What could not be read has the service's own alone. */
export function findLowestLimits(policies: TenantPolicies | undefined): Limits {
  const all = listEnabled(policies)
  const isOne = all.length === 1
  const find = (read: (policy: OutboundPolicy) => number): Limit | undefined =>
    all
      .map(
        (policy): Limit => ({
          most: read(policy),
          policy: policy.name,
          ...(isOne ? {} : { isLowest: true }),
        }),
      )
      .filter(({ most }) => most > 0)
      .toSorted((one, other) => one.most - other.most)[0]
  return {
    'external-hour': find(({ externalPerHour }) => externalPerHour),
    'internal-hour': find(({ internalPerHour }) => internalPerHour),
    day: find(({ recipientsPerDay }) => recipientsPerDay) ?? serviceDay,
  }
}

/** The policy goes by the address that mail is from, as message trace has it. Undefined when it cannot be told, such as for a group. */
export function findPolicyOf(
  policies: TenantPolicies | undefined,
  address: string,
): OutboundPolicy | undefined {
  const all = listEnabled(policies)
  const fallback = all.find(({ isDefault }) => isDefault)
  const rules = all.filter((policy) => policy !== fallback).map(toRule)
  const known = rules.filter((rule) => rule !== undefined)
  if (known.length < rules.length) return undefined
  const match = matchOutboundRule(known, {
    addresses: [address],
    isIncomplete: false,
    isMember: () => undefined,
  })
  switch (match.kind) {
    case 'rule':
      return all.find(({ name }) => name === match.rule.policy)
    case 'default':
      return fallback
    case 'unclear':
      return undefined
    default:
      return match satisfies never
  }
}

function listEnabled(policies: TenantPolicies | undefined): readonly OutboundPolicy[] {
  return policies?.outbound.known === true ? policies.outbound.value.filter(({ enabled }) => enabled) : []
}

function toRule({ name, rule, enabled }: OutboundPolicy): OutboundRule | undefined {
  return rule === undefined ? undefined : { name, policy: name, enabled, ...rule }
}
