// The tenant's own settings about alerts and sending, read together. Each part is known, or unknown with why: a part
// that could not be read never looks like a setting that was changed.
import type { Fact } from '../../../domain/evidence.js'
import { BackendError } from '../../../errors.js'
import type { Clock, RestrictionBackend } from '../../../ports.js'
import type { Cmdlets } from '../cmdlets.js'
import { readFlag } from '../properties.js'
import { readAlerts } from './alerts.js'
import { readOutbound } from './outbound.js'

interface PolicyParts {
  readonly cmdlets: Cmdlets
  readonly clock: Clock
}

type Part<Value> =
  | { readonly fact: Fact<Value>; readonly error?: never }
  | { readonly fact: Extract<Fact<Value>, { known: false }>; readonly error: BackendError }

export function createReadPolicies({ cmdlets, clock }: PolicyParts): RestrictionBackend['readPolicies'] {
  return async (signal) => {
    const readAt = clock.now()
    const [alerts, audit, outbound] = await Promise.all([
      read(() => readAlerts({ cmdlets, now: readAt, signal })),
      read(() => readAudit(cmdlets, signal)),
      read(() => readOutbound(cmdlets, signal)),
    ])
    if (outbound.error !== undefined && alerts.error !== undefined && audit.error !== undefined)
      throw outbound.error
    return { readAt, alerts: alerts.fact, audit: audit.fact, outbound: outbound.fact }
  }
}

async function read<Value>(ask: () => Promise<Value>): Promise<Part<Value>> {
  try {
    return { fact: { known: true, value: await ask() } }
  } catch (error) {
    if (!(error instanceof BackendError)) throw error
    return { fact: { known: false, why: error.message }, error }
  }
}

// Asked in Exchange: Security & Compliance always says False. Source: learn.microsoft.com, Get-AdminAuditLogConfig.
async function readAudit(cmdlets: Cmdlets, signal: AbortSignal): Promise<{ readonly enabled: boolean }> {
  const { records } = await cmdlets.run({ cmdlet: 'Get-AdminAuditLogConfig', parameters: {} }, signal)
  const enabled = records[0] && readFlag(records[0], 'UnifiedAuditLogIngestionEnabled')
  if (enabled !== undefined) return { enabled }
  throw new BackendError('Exchange did not say whether the audit log is on.', {
    code: 'malformed',
    outcome: 'unchanged',
  })
}
