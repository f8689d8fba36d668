// How the sandbox writes an entry of the list: in the properties Exchange uses, decorations of its REST answers included.
import type { Entity } from '../../domain/entity.js'
import { hourMilliseconds, type Instant } from '../../domain/instant.js'

/** Nobody knows what Exchange would write there; the reason is a takeover's. */
export const unreadableRecord: Record<string, unknown> = {
  '@odata.type': '#Exchange.GenericHashTable',
  SenderAddress: { Ref: 8_471 },
  Reason: 'OutboundSpamLast24Hours=318;OutboundMailLast24Hours=402;',
  TemporaryBlock: false,
}

export const emptyWarning = 'The results may be incomplete because a data store did not answer.'

interface Entry {
  readonly reason: string
  readonly temporary: boolean
  readonly now: Instant
}

/** A connector's entry expires by itself after a week in the sandbox; Microsoft does not say what it does. */
const connectorHours = 7 * 24

export function toWireRecord(entity: Entity, { reason, temporary, now }: Entry): Record<string, unknown> {
  const at = new Date(now).toISOString()
  if (entity.kind === 'sender')
    return {
      '@odata.type': '#Exchange.GenericHashTable',
      SenderAddress: entity.address,
      Reason: reason,
      'CreatedDatetime@data.type': 'System.DateTime',
      CreatedDatetime: at,
      'ChangedDatetime@data.type': 'System.DateTime',
      ChangedDatetime: at,
      TemporaryBlock: temporary,
    }
  return {
    '@odata.type': '#Exchange.GenericHashTable',
    ConnectorId: entity.connectorId,
    ConnectorName: entity.name,
    TenantId: '8c3dad1d-b6bc-4f8b-939b-8263372eced6',
    Reason: reason,
    CreatedTime: at,
    ChangedTime: at,
    ExpirationTime: new Date(now + connectorHours * hourMilliseconds).toISOString(),
  }
}
