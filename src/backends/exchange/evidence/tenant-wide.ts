// What is the same for every sender of the tenant, read once for all who ask within a minute.
import { minuteMilliseconds } from '../../../domain/instant.js'
import type { Clock } from '../../../ports.js'
import type { CmdletName, CmdletRecord, Cmdlets } from '../cmdlets.js'
import { toCmdletFailure } from './failures.js'
import { type SharedRead, shareRead } from './share.js'

type Records = readonly CmdletRecord[]

export interface TenantWide {
  readonly readPolicies: SharedRead<Records>
  readonly readPolicyRules: SharedRead<Records>
  readonly readLimits: SharedRead<Records>
  readonly readAuditSetting: SharedRead<Records>
}

export function createTenantWide(cmdlets: Cmdlets, clock: Clock): TenantWide {
  const share = (cmdlet: CmdletName): SharedRead<Records> =>
    shareRead(
      async (signal) => {
        try {
          return (await cmdlets.run({ cmdlet, parameters: {} }, signal)).records
        } catch (error) {
          throw toCmdletFailure(error, cmdlet)
        }
      },
      clock,
      minuteMilliseconds,
    )
  return {
    readPolicies: share('Get-HostedOutboundSpamFilterPolicy'),
    readPolicyRules: share('Get-HostedOutboundSpamFilterRule'),
    readLimits: share('Get-LimitsEnforcementStatus'),
    readAuditSetting: share('Get-AdminAuditLogConfig'),
  }
}
