// Who did it, by the unified audit log. An empty answer is believed only where the log is on and can be searched at all.
import type { Deed } from '../../domain/deed.js'
import { type Entity, toEntityKey } from '../../domain/entity.js'
import { BackendError } from '../../errors.js'
import type { RestrictionBackend } from '../../ports.js'
import type { CloudName } from './clouds.js'
import type { Cmdlets } from './cmdlets.js'
import { createAsking } from './evidence/asking.js'
import { type AuditRecord, searchAudit } from './evidence/audit.js'
import type { Graph } from './graph.js'
import { readFlag } from './properties.js'

const lifts = {
  sender: { operation: 'Remove-BlockedSenderAddress', parameter: 'senderaddress' },
  connector: { operation: 'Remove-BlockedConnector', parameter: 'connectorid' },
} as const satisfies Readonly<Record<Entity['kind'], unknown>>

/** Whatever changes what `readPolicies` reads. */
const policyChanges = [
  ...['New', 'Set', 'Remove'].map((verb) => `${verb}-HostedOutboundSpamFilterPolicy`),
  ...['New', 'Set', 'Remove', 'Enable', 'Disable'].map((verb) => `${verb}-HostedOutboundSpamFilterRule`),
  ...['New', 'Set', 'Remove'].map((verb) => `${verb}-ProtectionAlert`),
  'Set-AdminAuditLogConfig',
]

interface DeedsParts {
  readonly cmdlets: Cmdlets
  readonly graph: Graph
  readonly cloud: CloudName
}

export function createSearchDeeds({ cmdlets, graph, cloud }: DeedsParts): RestrictionBackend['searchDeeds'] {
  async function assertAudited(signal: AbortSignal): Promise<void> {
    const { records } = await cmdlets.run({ cmdlet: 'Get-AdminAuditLogConfig', parameters: {} }, signal)
    if (records.some((record) => readFlag(record, 'UnifiedAuditLogIngestionEnabled') === true)) return
    throw new BackendError('Audit logging is off in this tenant.', { code: 'rejected', outcome: 'unchanged' })
  }

  return async (asked, signal) => {
    const { from, to } = asked
    const operations = asked.what === 'lift' ? [lifts[asked.entity.kind].operation] : policyChanges
    const { records } = await searchAudit(createAsking({ cmdlets, graph, signal, cloud }), {
      from,
      to,
      operations,
    })
    if (records.length === 0) await assertAudited(signal)
    const wanted = asked.what === 'lift' ? records.filter((one) => isAbout(one, asked.entity)) : records
    return wanted.map(toDeed).toSorted((one, other) => other.at - one.at)
  }
}

function isAbout({ object, values }: AuditRecord, entity: Entity): boolean {
  const given = [object, values.get(lifts[entity.kind].parameter) ?? '']
  const toKey = (text: string) =>
    toEntityKey(
      entity.kind === 'sender' ? { kind: 'sender', address: text } : { ...entity, connectorId: text },
    )
  return given.some((text) => text !== '' && toKey(text.trim()) === toEntityKey(entity))
}

function toDeed({ at, who, operation, object, values, from }: AuditRecord): Deed {
  return {
    at,
    who,
    operation,
    object: object || values.get('identity') || values.get('name') || '',
    from,
  }
}
