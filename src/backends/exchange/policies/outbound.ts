// The outbound spam policies, each with the rule that says whom it applies to. Only the default policy has no rule.
// Source: learn.microsoft.com, Get-HostedOutboundSpamFilterPolicy and Get-HostedOutboundSpamFilterRule.
import type { OutboundPolicy } from '../../../domain/policies.js'
import { toListText } from '../../../domain/words.js'
import { BackendError } from '../../../errors.js'
import type { CmdletName, CmdletRecord, Cmdlets } from '../cmdlets.js'
import { readFlag, readNumber, readText, readTexts } from '../properties.js'
import { toSureRecords } from '../sure-records.js'

/** In the order in which Exchange tries them, the default last. */
export async function readOutbound(
  cmdlets: Cmdlets,
  signal: AbortSignal,
): Promise<readonly OutboundPolicy[]> {
  const read = async (cmdlet: CmdletName) =>
    toSureRecords(await cmdlets.run({ cmdlet, parameters: {} }, signal))
  const [policies, rules] = await Promise.all([
    read('Get-HostedOutboundSpamFilterPolicy'),
    read('Get-HostedOutboundSpamFilterRule'),
  ])
  const ordered = rules.toSorted((one, other) => toPriority(one) - toPriority(other))
  return policies
    .map((policy) => {
      const name = readText(policy, 'Name').toLowerCase()
      const place = ordered.findIndex((rule) => toPolicyName(rule) === name)
      return { place: place < 0 ? ordered.length : place, policy: toPolicy(policy, ordered[place]) }
    })
    .toSorted((one, other) => toRank(one) - toRank(other))
    .map(({ policy }) => policy)
}

function toRank({ place, policy }: { readonly place: number; readonly policy: OutboundPolicy }): number {
  return policy.isDefault ? Number.POSITIVE_INFINITY : place
}

function toPolicyName(rule: CmdletRecord): string {
  return readText(rule, 'HostedOutboundSpamFilterPolicy').toLowerCase()
}

function toPriority(rule: CmdletRecord): number {
  return readNumber(rule, 'Priority') ?? Number.MAX_SAFE_INTEGER
}

function toPolicy(record: CmdletRecord, rule: CmdletRecord | undefined): OutboundPolicy {
  const isDefault = readFlag(record, 'IsDefault') === true
  const notifyRecipients = readTexts(record, 'NotifyOutboundSpamRecipients').toSorted()
  return {
    name: readText(record, 'Name'),
    isDefault,
    enabled: isDefault || isOn(rule),
    appliesTo: isDefault ? 'everybody else' : toAudience(rule),
    ...(isDefault || rule === undefined ? {} : { rule: toRule(rule) }),
    recipientsPerDay: readLimit(record, 'RecipientLimitPerDay'),
    externalPerHour: readLimit(record, 'RecipientLimitExternalPerHour'),
    internalPerHour: readLimit(record, 'RecipientLimitInternalPerHour'),
    action: readText(record, 'ActionWhenThresholdReached'),
    autoForwarding: readText(record, 'AutoForwardingMode'),
    notifies: readFlag(record, 'NotifyOutboundSpam') === true && notifyRecipients.length > 0,
    notifyRecipients,
  }
}

function isOn(rule: CmdletRecord | undefined): boolean {
  return rule !== undefined && readText(rule, 'State').toLowerCase() === 'enabled'
}

// 0 means the service default, so a limit that cannot be read must not become one.
function readLimit(record: CmdletRecord, name: string): number {
  const limit = readNumber(record, name)
  if (limit !== undefined) return limit
  throw new BackendError('Exchange gave the limits of an outbound spam policy in an unknown form.', {
    code: 'malformed',
    outcome: 'unchanged',
  })
}

function toRule(rule: CmdletRecord): NonNullable<OutboundPolicy['rule']> {
  return {
    priority: toPriority(rule),
    conditions: toCriteria(rule, ''),
    exceptions: toCriteria(rule, 'ExceptIf'),
  }
}

function toCriteria(rule: CmdletRecord, beginning: '' | 'ExceptIf') {
  return {
    from: readTexts(rule, `${beginning}From`),
    groups: readTexts(rule, `${beginning}FromMemberOf`),
    domains: readTexts(rule, `${beginning}SenderDomainIs`),
  }
}

/** Values of one condition are alternatives; conditions of several kinds must all hold; one exception is enough. */
function toAudience(rule: CmdletRecord | undefined): string {
  if (rule === undefined) return 'nobody: it has no rule'
  const conditions = list(rule, { from: 'From', group: 'FromMemberOf', domain: 'SenderDomainIs' })
  const exceptions = list(rule, {
    from: 'ExceptIfFrom',
    group: 'ExceptIfFromMemberOf',
    domain: 'ExceptIfSenderDomainIs',
  })
  const whom = conditions.length === 0 ? 'not known' : conditions.join(' and ')
  return exceptions.length === 0 ? whom : `${whom}, except ${exceptions.join(' or ')}`
}

function list(
  rule: CmdletRecord,
  names: { readonly from: string; readonly group: string; readonly domain: string },
): readonly string[] {
  const say = (words: string, name: string) => {
    const values = readTexts(rule, name).toSorted()
    return values.length === 0 ? '' : `${words}${toListText(values)}`
  }
  return [say('', names.from), say('members of ', names.group), say('senders at ', names.domain)].filter(
    (one) => one !== '',
  )
}
