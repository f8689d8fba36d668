// One verdict from the signs of all rules.
import type { Evidence } from '../evidence.js'
import { toBadges } from './badges.js'
import { decide, isAboutAccount } from './decide.js'
import { explain } from './explanation.js'
import { isOwners } from './mail.js'
import { connectorSigns, senderSigns } from './rules/index.js'
import { toSeverity } from './severity.js'
import type {
  ConnectorCase,
  SenderCase,
  Side,
  Sign,
  Verdict,
  VerdictContext,
  VerdictKind,
  VerdictReason,
} from './types.js'

/** Names of all rules; a rule for senders and connectors is there once. */
export const verdictRules: readonly string[] = [
  ...new Set([...Object.keys(senderSigns), ...Object.keys(connectorSigns)]),
]

/**
 * Pure: the same evidence and context give the same verdict. That it was them is the owner's word, and takes no takeover
 * away: they may not know of it, or somebody else may have answered.
 */
export function judge(evidence: Evidence, context: VerdictContext): Verdict {
  const verdict = judgeWithout(evidence, context)
  if (!isOwners(context.owner) || verdict.verdict === 'compromised') return verdict
  const unheard = judgeWithout(evidence, { ...context, owner: { says: 'mine', verified: false } })
  return unheard.verdict === 'compromised' ? unheard : verdict
}

/** @param without the name of a rule that is left out, for measuring what it is good for. */
export function judgeWithout(evidence: Evidence, context: VerdictContext, without?: string): Verdict {
  if (evidence.kind === 'sender') {
    const given: SenderCase = { ...context, evidence }
    return conclude(
      collect(senderSigns, without, (signs) => signs(given)),
      given,
    )
  }
  const given: ConnectorCase = { ...context, evidence }
  return conclude(
    collect(connectorSigns, without, (signs) => signs(given)),
    given,
  )
}

function collect<Signs>(
  rules: Readonly<Record<string, Signs>>,
  without: string | undefined,
  run: (signs: Signs) => readonly Sign[],
): readonly VerdictReason[] {
  return Object.entries(rules)
    .filter(([rule]) => rule !== without)
    .flatMap(([rule, signs]) => run(signs).map((sign) => ({ ...sign, rule })))
}

function conclude(found: readonly VerdictReason[], given: SenderCase | ConnectorCase): Verdict {
  const verdict = decide(found, given)
  const reasons = sort(found, verdict)
  return {
    verdict,
    severity: toSeverity(verdict, reasons, given),
    reasons,
    badges: toBadges({ verdict, reasons }, given),
    explanation: explain(verdict, reasons),
  }
}

/** What speaks for the verdict comes first; what speaks against it stays in sight. */
const order: Readonly<Record<VerdictKind, readonly (readonly Side[])[]>> = {
  compromised: [['takeover', 'mail'], ['note'], ['missing'], ['limit', 'wanted']],
  unclear: [['missing'], ['takeover', 'mail'], ['limit', 'wanted'], ['note']],
  bulk: [['wanted'], ['limit'], ['takeover', 'mail'], ['missing'], ['note']],
  'limit-only': [['limit'], ['wanted'], ['takeover', 'mail'], ['missing'], ['note']],
}

function sort(found: readonly VerdictReason[], verdict: VerdictKind): readonly VerdictReason[] {
  const toRank = ({ side }: VerdictReason) => order[verdict].findIndex((sides) => sides.includes(side))
  const sorted = found.toSorted(
    (one, other) =>
      toRank(one) - toRank(other) || other.weight - one.weight || toTelling(one) - toTelling(other),
  )
  return verdict === 'bulk' || verdict === 'limit-only' ? showBothHalves(sorted) : sorted
}

/** Of the same weight: what a person understands at once comes first. */
const tellingKeys: readonly VerdictReason['key'][] = [
  'connector-changed',
  'new-method',
  'smtp-foreign',
  'new-place',
  'forwarding-outside',
  'automatic-reply',
  'rule-hides',
  'app-sent',
  'app-credential',
  'traces-removed',
  'door-opened',
  'token-theft',
  'delegate-submitted',
  'dormant',
  'risk',
]

function toTelling({ key }: VerdictReason): number {
  const place = tellingKeys.indexOf(key)
  return place === -1 ? tellingKeys.length : place
}

const shownReasons = 3

/** Nobody is cleared by their mail alone: what speaks for the account is among the first three as well. */
function showBothHalves(sorted: readonly VerdictReason[]): readonly VerdictReason[] {
  const account = sorted.find(isAboutAccount)
  if (account === undefined || sorted.indexOf(account) < shownReasons) return sorted
  const others = sorted.filter((one) => one !== account)
  return [...others.slice(0, shownReasons - 1), account, ...others.slice(shownReasons - 1)]
}
