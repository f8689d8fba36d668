// What is the same for every sender of the tenant, read once for all who ask within a minute: a storm does not ask a
// hundred times.
import { setMaxListeners } from 'node:events'
import { createRemembered } from '../../../concurrency/remembered.js'
import { minuteMilliseconds } from '../../../domain/instant.js'
import type { Clock } from '../../../ports.js'
import type { CloudName } from '../clouds.js'
import type { CmdletName, CmdletRecord, Cmdlets } from '../cmdlets.js'
import { type AuditAnswer, searchAudit } from './audit.js'
import { createGivenUpError, toCmdletFailure } from './failures.js'
import { adminOperations, toTrailStart } from './trail.js'

type Records = readonly CmdletRecord[]
type SharedRead<Value = Records> = (signal: AbortSignal) => Promise<Value>

export interface TenantWide {
  readonly readPolicies: SharedRead
  readonly readPolicyRules: SharedRead
  readonly readLimits: SharedRead
  readonly readAuditSetting: SharedRead
  readonly readTransportRules: SharedRead
  readonly readAcceptedDomains: SharedRead
  /** What was done lately to mailboxes, groups and mail flow, by anybody. */
  readonly readAdminTrail: SharedRead<AuditAnswer>
}

export function createTenantWide(cmdlets: Cmdlets, clock: Clock, cloud: CloudName = 'worldwide'): TenantWide {
  const keep = { clock, keepMilliseconds: minuteMilliseconds }
  const answers = createRemembered<Records>(keep)
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

  const share = (cmdlet: CmdletName): SharedRead =>
    giveUpWith((signal) => answers.get(cmdlet, (shared) => read(cmdlet, shared), signal))

  return {
    readPolicies: share('Get-HostedOutboundSpamFilterPolicy'),
    readPolicyRules: share('Get-HostedOutboundSpamFilterRule'),
    readLimits: share('Get-LimitsEnforcementStatus'),
    readAuditSetting: share('Get-AdminAuditLogConfig'),
    readTransportRules: share('Get-TransportRule'),
    readAcceptedDomains: share('Get-AcceptedDomain'),
    readAdminTrail: giveUpWith((signal) => trails.get('', readTrail, signal)),
  }
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
