// What is the same for every sender of the tenant, read once for all who ask within a minute: a storm does not ask a
// hundred times.
import { setMaxListeners } from 'node:events'
import { createRemembered } from '../../../concurrency/remembered.js'
import { minuteMilliseconds } from '../../../domain/instant.js'
import type { Clock } from '../../../ports.js'
import type { CloudName } from '../clouds.js'
import type { CmdletName, CmdletRecord, Cmdlets } from '../cmdlets.js'
import type { Graph, GraphRecord } from '../graph.js'
import { type AuditAnswer, searchAudit } from './audit.js'
import { createGivenUpError, toCmdletFailure, toGraphFailure } from './failures.js'
import { adminOperations, toTrailStart } from './trail.js'

type Records = readonly CmdletRecord[]
type SharedRead<Value = Records> = (signal: AbortSignal) => Promise<Value>

export interface TenantWide {
  readonly readPolicies: SharedRead
  readonly readPolicyRules: SharedRead
  readonly readLimits: SharedRead
  readonly readAuditSetting: SharedRead
  readonly readTransportRules: SharedRead
  readonly readJournalRules: SharedRead
  /** Changes of apps and what lets them in, from Entra's audit log. */
  readonly readCredentialAudits: SharedRead<readonly GraphRecord[]>
  readonly readAcceptedDomains: SharedRead
  /** What was done lately to mailboxes, groups and mail flow, by anybody. */
  readonly readAdminTrail: SharedRead<AuditAnswer>
}

interface TenantWideParts {
  readonly cmdlets: Cmdlets
  readonly graph: Graph
  readonly clock: Clock
  /** The worldwide one when undefined. */
  readonly cloud?: CloudName | undefined
}

/** Newest first; so many changes of apps in 40 days are not read. */
export const mostCredentialAudits = 1_000
const audits = { what: 'Audit logs of apps', permission: 'AuditLog.Read.All' }

export function createTenantWide({
  cmdlets,
  graph,
  clock,
  cloud = 'worldwide',
}: TenantWideParts): TenantWide {
  const keep = { clock, keepMilliseconds: minuteMilliseconds }
  const answers = createRemembered<Records>(keep)
  const credentials = createRemembered<readonly GraphRecord[]>(keep)
  const trails = createRemembered<AuditAnswer>(keep)

  async function read(cmdlet: CmdletName, signal: AbortSignal): Promise<Records> {
    try {
      return (await cmdlets.run({ cmdlet, parameters: {} }, signal)).records
    } catch (error) {
      throw toCmdletFailure(error, cmdlet)
    }
  }

  async function readTrail(signal: AbortSignal): Promise<AuditAnswer> {
    const now = clock.now()
    try {
      return await searchAudit(
        { run: async (call) => (await cmdlets.run(call, signal)).records, cloud },
        { from: toTrailStart(now), to: now, operations: adminOperations },
      )
    } catch (error) {
      throw toCmdletFailure(error, 'Search-UnifiedAuditLog')
    }
  }

  async function readCredentials(signal: AbortSignal): Promise<readonly GraphRecord[]> {
    const since = new Date(toTrailStart(clock.now())).toISOString()
    const path = `/v1.0/auditLogs/directoryAudits?$filter=${encodeURIComponent(toCredentialFilter(since))}&$top=${mostCredentialAudits}`
    try {
      return await graph.list(path, signal, mostCredentialAudits)
    } catch (error) {
      throw toGraphFailure(error, audits)
    }
  }

  const share = (cmdlet: CmdletName): SharedRead =>
    giveUpWith((signal) => answers.get(cmdlet, (shared) => read(cmdlet, shared), signal))

  return {
    readPolicies: share('Get-HostedOutboundSpamFilterPolicy'),
    readPolicyRules: share('Get-HostedOutboundSpamFilterRule'),
    readLimits: share('Get-LimitsEnforcementStatus'),
    readAuditSetting: share('Get-AdminAuditLogConfig'),
    readTransportRules: share('Get-TransportRule'),
    readJournalRules: share('Get-JournalRule'),
    readCredentialAudits: giveUpWith((signal) => credentials.get('', readCredentials, signal)),
    readAcceptedDomains: share('Get-AcceptedDomain'),
    readAdminTrail: giveUpWith((signal) => trails.get('', readTrail, signal)),
  }
}

/** By how they begin: the rest of the second has a dash in it, and a blank at its end now and then. */
function toCredentialFilter(since: string): string {
  const names = [
    'Add service principal credentials',
    'Remove service principal credentials',
    'Update application',
  ]
  const activities = names.map((name) => `startswith(activityDisplayName,'${name}')`).join(' or ')
  return `activityDateTime ge ${since} and (${activities})`
}

function giveUpWith<Value>(read: SharedRead<Value>): SharedRead<Value> {
  return async (signal) => {
    // Many calls under one signal may wait here.
    setMaxListeners(0, signal)
    try {
      return await read(signal)
    } catch (error) {
      throw signal.aborted ? createGivenUpError(signal.reason) : error
    }
  }
}
