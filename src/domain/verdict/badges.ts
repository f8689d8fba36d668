// Marks that have to be seen whatever the verdict: who this is, and what an unblock alone does not do.
import { listConnectorGaps } from './rules/connector/not-read.js'
import { isLateDelegate } from './rules/sender/delegate-submitted.js'
import { hasVitalGap } from './rules/sender/not-read.js'
import { isTenantNearlyOut } from './rules/sender/tenant-limit.js'
import {
  type Badge,
  type BadgeKey,
  type ConnectorCase,
  isSenderCase,
  type SenderCase,
  type VerdictKind,
  type VerdictReason,
} from './types.js'

const words: Readonly<Record<BadgeKey, string>> = {
  admin: 'admin account',
  'back-again': 'back again',
  delegate: 'delegate',
  'ends-at-midnight': 'ends by itself at midnight UTC',
  'ends-within-a-day': 'ends by itself within 24 h',
  'evidence-missing': 'part of the evidence is missing',
  guest: 'guest: home organisation must act',
  protected: 'protected',
  'quiet-not-clean': 'quiet now, not clean',
  synced: 'synced: reset on-premises',
  'tenant-limit': 'tenant nearly at its limit',
}

interface Judged {
  readonly verdict: VerdictKind
  readonly reasons: readonly VerdictReason[]
}

export function toBadges(judged: Judged, given: SenderCase | ConnectorCase): readonly Badge[] {
  const keys: readonly (BadgeKey | false)[] = [
    given.isProtected === true && 'protected',
    ...(isSenderCase(given) ? listSenderKeys(judged, given) : listConnectorKeys(judged, given)),
  ]
  return keys.filter((key) => key !== false).map((key) => ({ key, words: words[key] }))
}

function listSenderKeys({ verdict, reasons }: Judged, given: SenderCase): readonly (BadgeKey | false)[] {
  const { account, roles, sentMail } = given.evidence
  const { reason, temporary } = given.restriction
  const isCompromised = verdict === 'compromised'
  const has = (key: VerdictReason['key']) => reasons.some((one) => one.key === key)
  return [
    roles.known && roles.value.length > 0 && 'admin',
    isGuest(given) && 'guest',
    account.known && account.value.synced && 'synced',
    has('back-again') && 'back-again',
    hasLateDelegate(given) && has('delegate-submitted') && 'delegate',
    isCompromised && sentMail.known && sentMail.value.refused === true && 'quiet-not-clean',
    isTenantNearlyOut(given) && 'tenant-limit',
    !isCompromised && temporary && 'ends-at-midnight',
    !isCompromised && !temporary && /ratelimit/i.test(reason.raw) && 'ends-within-a-day',
    hasVitalGap(given) && 'evidence-missing',
  ]
}

function listConnectorKeys({ reasons }: Judged, given: ConnectorCase): readonly (BadgeKey | false)[] {
  const isByAdmin = reasons.some(({ key, weight }) => key === 'connector-changed' && weight >= 5)
  return [isByAdmin && 'admin', listConnectorGaps(given).length > 0 && 'evidence-missing']
}

function isGuest({ evidence: { account }, restriction: { entity } }: SenderCase): boolean {
  if (account.known && account.value.kind !== undefined) return account.value.kind === 'guest'
  return entity.kind === 'sender' && /#ext#/i.test(entity.address)
}

function hasLateDelegate(given: SenderCase): boolean {
  const { delegates, submission } = given.evidence
  const isSent = submission?.known === true && submission.value.account !== undefined
  return isSent || (delegates.known && delegates.value.some((one) => isLateDelegate(one, given)))
}
