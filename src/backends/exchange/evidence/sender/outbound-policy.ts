// The outbound spam policy that counts for this sender: the one of the first rule that applies, else the default. Asked
// for all of them and chosen here, for an identity that Exchange does not know gives everything.
import { z } from 'zod'
import {
  listDecidingGroups,
  matchOutboundRule,
  type OutboundRule,
  type OutboundSender,
} from '../../../../domain/outbound-match.js'
import { BackendError } from '../../../../errors.js'
import type { CmdletRecord } from '../../cmdlets.js'
import { isMissing } from '../failures.js'
import { readMembership } from '../membership.js'
import type { SenderQuestion } from '../question.js'
import { distinctAddresses, listSmtpAddresses } from '../user.js'
import { count, flag, parseAnswer, text, texts } from '../values.js'
import type { SenderValue } from './value.js'

const policySchema = z.object({
  Name: z.string().min(1),
  IsDefault: flag,
  RecipientLimitPerDay: count,
  RecipientLimitExternalPerHour: count,
  RecipientLimitInternalPerHour: count,
  ActionWhenThresholdReached: z.string().min(1),
  AutoForwardingMode: text,
})
type Policy = z.infer<typeof policySchema>

const ruleSchema = z.object({
  Name: text,
  HostedOutboundSpamFilterPolicy: z.string().min(1),
  Priority: count,
  State: z.string(),
  From: texts,
  FromMemberOf: texts,
  SenderDomainIs: texts,
  ExceptIfFrom: texts,
  ExceptIfFromMemberOf: texts,
  ExceptIfSenderDomainIs: texts,
})

export async function readOutboundPolicy(question: SenderQuestion): Promise<SenderValue<'outboundPolicy'>> {
  const { tenantWide, signal } = question
  const [policyRecords, ruleRecords] = await Promise.all([
    tenantWide.readPolicies(signal),
    tenantWide.readPolicyRules(signal),
  ])
  const policies = policyRecords.map((one) => parseAnswer(policySchema, one, 'An outbound spam policy'))
  const policy = await choosePolicy(question, policies, ruleRecords.map(toRule))
  return {
    name: policy.Name,
    recipientsPerDay: policy.RecipientLimitPerDay,
    externalPerHour: policy.RecipientLimitExternalPerHour,
    internalPerHour: policy.RecipientLimitInternalPerHour,
    action: policy.ActionWhenThresholdReached,
    ...(policy.AutoForwardingMode === '' ? {} : { autoForwarding: policy.AutoForwardingMode }),
  }
}

async function choosePolicy(
  question: SenderQuestion,
  policies: readonly Policy[],
  rules: readonly OutboundRule[],
): Promise<Policy> {
  const membership = await readMembership(question, listDecidingGroups(rules))
  const match = matchOutboundRule(rules, {
    ...(await toOutboundSender(question)),
    isMember: membership.isMember,
  })
  switch (match.kind) {
    case 'default':
      return getPolicy(policies.find(({ IsDefault }) => IsDefault))
    case 'rule':
      return getPolicy(policies.find(({ Name }) => isSameName(Name, match.rule.policy)))
    case 'unclear':
      throw createUnclearError(match.rule, membership.why)
    default:
      return match satisfies never
  }
}

/** The policy goes by the address that mail is from, and that is the primary one unless somebody chose another. */
async function toOutboundSender(question: SenderQuestion): Promise<Omit<OutboundSender, 'isMember'>> {
  const [mailbox, user] = await Promise.allSettled([question.getMailbox(), question.getUser()])
  const known = [
    ...(mailbox.status === 'fulfilled'
      ? [mailbox.value.PrimarySmtpAddress, ...listSmtpAddresses(mailbox.value.EmailAddresses)]
      : []),
    ...(user.status === 'fulfilled'
      ? [user.value.mail, ...listSmtpAddresses(user.value.proxyAddresses)]
      : []),
  ]
  const isAnswered = [mailbox, user].some((one) => one.status === 'fulfilled' || isMissing(one.reason))
  return { addresses: distinctAddresses([...known, question.address]), isIncomplete: !isAnswered }
}

function toRule(record: CmdletRecord): OutboundRule {
  const rule = parseAnswer(ruleSchema, record, 'An outbound spam rule')
  return {
    name: rule.Name,
    policy: rule.HostedOutboundSpamFilterPolicy,
    priority: rule.Priority,
    enabled: rule.State.toLowerCase() === 'enabled',
    conditions: { from: rule.From, groups: rule.FromMemberOf, domains: rule.SenderDomainIs },
    exceptions: {
      from: rule.ExceptIfFrom,
      groups: rule.ExceptIfFromMemberOf,
      domains: rule.ExceptIfSenderDomainIs,
    },
  }
}

function isSameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}

function getPolicy(policy: Policy | undefined): Policy {
  if (policy !== undefined) return policy
  throw new BackendError('Exchange did not list the outbound spam policy that applies.', {
    code: 'malformed',
    outcome: 'unchanged',
  })
}

function createUnclearError(rule: OutboundRule, why: string | undefined): BackendError {
  const reason = why === undefined ? '' : ` ${why}`
  return new BackendError(`Whether the outbound rule "${rule.name}" applies cannot be told.${reason}`, {
    code: 'rejected',
    outcome: 'unchanged',
  })
}
