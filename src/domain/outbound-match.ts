// Which outbound spam rule applies to a sender. Within one condition any value is enough, different conditions must all
// hold, any exception takes the rule away; the enabled rule with the lowest priority number wins, and only it (learn.
// microsoft.com, "Configure outbound spam policies"). Every answer may also be "cannot be told".

/** Undefined: it cannot be told. */
type Verdict = boolean | undefined

export interface RuleCriteria {
  readonly from: readonly string[]
  readonly groups: readonly string[]
  readonly domains: readonly string[]
}

export interface OutboundRule {
  readonly name: string
  readonly policy: string
  /** 0 comes first. */
  readonly priority: number
  readonly enabled: boolean
  readonly conditions: RuleCriteria
  readonly exceptions: RuleCriteria
}

export interface OutboundSender {
  /** All of them, the primary one first. The domain is that of the primary one. */
  readonly addresses: readonly string[]
  /** There may be more addresses than these. */
  readonly isIncomplete: boolean
  isMember(group: string): Verdict
}

export type OutboundMatch =
  | { readonly kind: 'rule'; readonly rule: OutboundRule }
  /** No rule applies: the default policy does. */
  | { readonly kind: 'default' }
  /** It hangs on this rule, and whether that applies cannot be told. */
  | { readonly kind: 'unclear'; readonly rule: OutboundRule }

export function matchOutboundRule(rules: readonly OutboundRule[], sender: OutboundSender): OutboundMatch {
  const inOrder = rules.filter(({ enabled }) => enabled).sort((one, other) => one.priority - other.priority)
  for (const rule of inOrder) {
    const verdict = isApplied(rule, sender)
    if (verdict === undefined) return { kind: 'unclear', rule }
    if (verdict) return { kind: 'rule', rule }
  }
  return { kind: 'default' }
}

/** Groups whose membership may decide; asking about the others would be for nothing. */
export function listDecidingGroups(rules: readonly OutboundRule[]): readonly string[] {
  const groups = rules
    .filter(({ enabled }) => enabled)
    .flatMap(({ conditions, exceptions }) => [...conditions.groups, ...exceptions.groups])
  return [...new Set(groups)]
}

function isApplied({ conditions, exceptions }: OutboundRule, sender: OutboundSender): Verdict {
  const held = toVerdicts(conditions, sender)
  // Exchange makes no rule without a condition: one that shows none was not understood.
  if (held.length === 0) return undefined
  return and([and(held), not(or(toVerdicts(exceptions, sender)))])
}

/** One verdict for each kind that has values. */
function toVerdicts({ from, groups, domains }: RuleCriteria, sender: OutboundSender): readonly Verdict[] {
  return [
    ...(from.length === 0 ? [] : [isFrom(from, sender)]),
    ...(groups.length === 0 ? [] : [or(groups.map((group) => sender.isMember(group)))]),
    ...(domains.length === 0 ? [] : [isOfDomain(domains, sender)]),
  ]
}

function isFrom(from: readonly string[], { addresses, isIncomplete }: OutboundSender): Verdict {
  const wanted = from.map((one) => one.toLowerCase())
  if (addresses.some((address) => wanted.includes(address.toLowerCase()))) return true
  return isIncomplete ? undefined : false
}

function isOfDomain(domains: readonly string[], { addresses, isIncomplete }: OutboundSender): Verdict {
  if (isIncomplete) return undefined
  const domain = addresses[0]?.split('@').at(-1)?.toLowerCase()
  return domains.some((one) => one.toLowerCase() === domain)
}

function and(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes(false)) return false
  return verdicts.includes(undefined) ? undefined : true
}

function or(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes(true)) return true
  return verdicts.includes(undefined) ? undefined : false
}

function not(verdict: Verdict): Verdict {
  return verdict === undefined ? undefined : !verdict
}
