// The recommendations before an unblock, in Microsoft's order for compromised accounts and connectors (July 2026):
// take the account back, then find out what happened. Unblocking comes after both.
import type { Containment } from '../containment.js'
import type { Evidence } from '../evidence.js'
import type { ConnectorRule, Recommendation, SenderRule } from '../recommendation.js'
import type { Restriction } from '../restriction.js'
import { definition } from './connector/definition.js'
import { messageTrace } from './connector/message-trace.js'
import { onPremisesServer } from './connector/on-premises-server.js'
import { recentChanges } from './connector/recent-changes.js'
import { revertChanges } from './connector/revert-changes.js'
import { accountRisk } from './sender/account-risk.js'
import { adminRoles } from './sender/admin-roles.js'
import { appCredentials } from './sender/app-credentials.js'
import { automaticReply } from './sender/automatic-reply.js'
import { blockSignIn } from './sender/block-sign-in.js'
import { consentedApps } from './sender/consented-apps.js'
import { delegates, newDelegates } from './sender/delegates.js'
import { forwarding } from './sender/forwarding.js'
import { inboxRules } from './sender/inbox-rules.js'
import { journalRules } from './sender/journal-rules.js'
import { legitimateBulkMail } from './sender/legitimate-bulk-mail.js'
import { multiFactorAuthentication } from './sender/multi-factor-authentication.js'
import { openedDoors } from './sender/opened-doors.js'
import { removedTraces } from './sender/removed-traces.js'
import { resetPassword } from './sender/reset-password.js'
import { revokeSessions } from './sender/revoke-sessions.js'
import { sentMail } from './sender/sent-mail.js'
import { signIns } from './sender/sign-ins.js'
import { temporaryBlock } from './sender/temporary-block.js'
import { tenantLimit } from './sender/tenant-limit.js'
import { transportRules } from './sender/transport-rules.js'
import { createUnknownConnectorEvidence, createUnknownSenderEvidence } from './unknown-evidence.js'

const senderRules: readonly SenderRule[] = [
  blockSignIn,
  resetPassword,
  revokeSessions,
  multiFactorAuthentication,
  consentedApps,
  appCredentials,
  adminRoles,
  forwarding,
  transportRules,
  journalRules,
  inboxRules,
  automaticReply,
  newDelegates,
  openedDoors,
  signIns,
  accountRisk,
  removedTraces,
  sentMail,
  delegates,
  legitimateBulkMail,
  tenantLimit,
  temporaryBlock,
]

// No passwords and no MFA here: a connector has neither.
const connectorRules: readonly ConnectorRule[] = [
  recentChanges,
  revertChanges,
  definition,
  messageTrace,
  onPremisesServer,
]

const notGathered = 'Not gathered yet'

/** Of an incident: all that recommendations are made of. */
export interface Known {
  readonly evidence?: Evidence | undefined
  readonly restriction: Restriction
  /** What Reprieve did on the account; undefined when nothing. */
  readonly containments?: readonly Containment[] | undefined
}

/**
 * What to do before this restriction is lifted, and what Reprieve did of it itself. Without evidence (or with evidence of
 * the other kind) everything that would be looked at is there as not checked.
 */
export function recommend({
  evidence,
  restriction,
  containments: done = [],
}: Known): readonly Recommendation[] {
  if (restriction.entity.kind === 'sender') {
    const known = evidence?.kind === 'sender' ? evidence : createUnknownSenderEvidence(notGathered, 0)
    return senderRules.flatMap((rule) => rule(known, restriction, done) ?? [])
  }
  const known = evidence?.kind === 'connector' ? evidence : createUnknownConnectorEvidence(notGathered, 0)
  return connectorRules.flatMap((rule) => rule(known, restriction) ?? [])
}
