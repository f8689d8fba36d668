// How much is at stake. Power over others, or over the whole tenant, is critical when somebody else has it.
import { isTrusted, reachesMail } from './consents.js'
import { isGivenByPower } from './rules/sender/delegate-submitted.js'
import { isTenantNearlyOut } from './rules/sender/tenant-limit.js'
import {
  type ConnectorCase,
  isSenderCase,
  type SenderCase,
  type Verdict,
  type VerdictKind,
  type VerdictReason,
} from './types.js'

export function toSeverity(
  verdict: VerdictKind,
  reasons: readonly VerdictReason[],
  given: SenderCase | ConnectorCase,
): Verdict['severity'] {
  switch (verdict) {
    case 'compromised':
      return hasPower(reasons, given) ? 'critical' : 'high'
    case 'unclear':
      return hasPower(reasons, given) || reasons.some(({ key }) => key === 'trace-disagrees')
        ? 'high'
        : 'medium'
    case 'bulk':
    case 'limit-only':
      return isMoreThanUsual(given) ? 'medium' : 'low'
  }
}

function hasPower(reasons: readonly VerdictReason[], given: SenderCase | ConnectorCase): boolean {
  if (reasons.some(({ key, weight }) => key === 'connector-changed' && weight >= 5)) return true
  if (!isSenderCase(given)) return false
  return (
    hasOrganisationWideApp(given) ||
    reasons.some(({ key }) => key === 'admin') ||
    (reasons.some(({ key }) => key === 'delegate-submitted') && isGivenByPower(given))
  )
}

/** A doubtful app with rights of its own, over every mailbox. */
function hasOrganisationWideApp(given: SenderCase): boolean {
  const { consents } = given.evidence
  return (
    consents.known &&
    consents.value.some(
      (one) => /\bapplication\b/i.test(one.scopes) && reachesMail(one) && !isTrusted(one, given),
    )
  )
}

/** Wanted, and still something to talk about: strangers as recipients, or a tenant that is nearly out. */
function isMoreThanUsual(given: SenderCase | ConnectorCase): boolean {
  if (!isSenderCase(given)) return false
  const { sentMail } = given.evidence
  const seen = sentMail.known ? sentMail.value.seenBefore : undefined
  return isTenantNearlyOut(given) || (seen !== undefined && seen <= 0.25)
}
