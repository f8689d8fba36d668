// Which facts of the evidence each recommendation is made of: what has to be read anew to judge it, and what must have been
// readable for it to count as checked. A rule with none is about what Microsoft 365 does not tell.
import type { ConnectorEvidence, Evidence, SenderEvidence } from '../evidence.js'

export type SenderFact = Exclude<
  keyof SenderEvidence,
  | 'kind'
  | 'gatheredAt'
  | 'owner'
  | 'missingSignIns'
  | 'missingRules'
  | 'missingDoors'
  | 'missingDelegates'
  | 'missingTraces'
  | 'missingApps'
  | 'reread'
>
export type ConnectorFact = Exclude<keyof ConnectorEvidence, 'kind' | 'gatheredAt' | 'reread'>
export type FactName = SenderFact | ConnectorFact

const factsOf: Readonly<Record<string, readonly FactName[]>> = {
  'block-sign-in': ['account'],
  'reset-password': ['password'],
  'revoke-sessions': [],
  'multi-factor-authentication': ['authentication'],
  'consented-apps': ['consents'],
  'app-credentials': ['appCredentials'],
  'admin-roles': ['roles'],
  forwarding: ['forwarding'],
  'inbox-rules': ['inboxRules'],
  'transport-rules': ['transportRules'],
  'journal-rules': ['journalRules'],
  'automatic-reply': ['automaticReply'],
  'removed-traces': ['removedTraces'],
  'opened-doors': ['doors'],
  'sign-ins': ['signIns'],
  'account-risk': ['risk'],
  'sent-mail': ['sentMail'],
  delegates: ['delegates'],
  'new-delegates': ['delegates'],
  'legitimate-bulk-mail': ['sentMail'],
  'tenant-limit': ['headroom'],
  'temporary-block': [],
  'recent-changes': ['changes'],
  'revert-changes': ['changes'],
  definition: ['definition'],
  'message-trace': ['mail'],
  'on-premises-server': [],
}

export function listFactsOf(ruleId: string): readonly FactName[] {
  return factsOf[ruleId] ?? []
}

/** What says that a part of a rule's facts is missing. */
const halves: Readonly<Record<string, keyof SenderEvidence>> = {
  'sign-ins': 'missingSignIns',
  'inbox-rules': 'missingRules',
  delegates: 'missingDelegates',
  'removed-traces': 'missingTraces',
  'opened-doors': 'missingDoors',
  'consented-apps': 'missingApps',
}

/** Whether everything a rule looks at could be read. Without evidence nothing was. */
export function isReadable(ruleId: string, evidence: Evidence | undefined): boolean {
  if (evidence === undefined) return listFactsOf(ruleId).length === 0
  const facts = new Map<string, unknown>(Object.entries(evidence))
  const half = halves[ruleId]
  const isMissingHalf = half !== undefined && facts.get(half) !== undefined
  return !isMissingHalf && listFactsOf(ruleId).every((name) => isKnown(facts.get(name)))
}

/** What an older version gathered may lack a fact altogether; then nothing was asked of it. */
function isKnown(fact: unknown): boolean {
  return (
    fact === undefined ||
    (typeof fact === 'object' && fact !== null && 'known' in fact && fact.known === true)
  )
}
