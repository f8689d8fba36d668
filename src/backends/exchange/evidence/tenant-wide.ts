// What is the same for every sender of the tenant, read once for all who ask within a minute: a storm does not ask a
// hundred times.
import { setMaxListeners } from 'node:events'
import { createRemembered } from '../../../concurrency/remembered.js'
import { minuteMilliseconds } from '../../../domain/instant.js'
import type { Clock } from '../../../ports.js'
import type { CmdletName, CmdletRecord, Cmdlets } from '../cmdlets.js'
import { createGivenUpError, toCmdletFailure } from './failures.js'

type Records = readonly CmdletRecord[]
type SharedRead = (signal: AbortSignal) => Promise<Records>

export interface TenantWide {
  readonly readPolicies: SharedRead
  readonly readPolicyRules: SharedRead
  readonly readLimits: SharedRead
  readonly readAuditSetting: SharedRead
}

export function createTenantWide(cmdlets: Cmdlets, clock: Clock): TenantWide {
  const answers = createRemembered<Records>({ clock, keepMilliseconds: minuteMilliseconds })

  async function read(cmdlet: CmdletName, signal: AbortSignal): Promise<Records> {
    try {
      return (await cmdlets.run({ cmdlet, parameters: {} }, signal)).records
    } catch (error) {
      throw toCmdletFailure(error, cmdlet)
    }
  }

  function share(cmdlet: CmdletName): SharedRead {
    return async (signal) => {
      // Many calls under one signal may wait here.
      setMaxListeners(0, signal)
      try {
        return await answers.get(cmdlet, (shared) => read(cmdlet, shared), signal)
      } catch (error) {
        throw signal.aborted ? createGivenUpError(signal.reason) : error
      }
    }
  }

  return {
    readPolicies: share('Get-HostedOutboundSpamFilterPolicy'),
    readPolicyRules: share('Get-HostedOutboundSpamFilterRule'),
    readLimits: share('Get-LimitsEnforcementStatus'),
    readAuditSetting: share('Get-AdminAuditLogConfig'),
  }
}
