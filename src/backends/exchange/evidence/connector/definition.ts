// The inbound connector as it is defined now. All are asked for and the one is chosen here: its GUID is what Exchange
// lists, its name may be another by now.
import { z } from 'zod'
import { withoutSmtp } from '../../../../domain/address.js'
import type { Connector } from '../../../../domain/entity.js'
import type { ConnectorEvidence } from '../../../../domain/evidence.js'
import type { Asking } from '../asking.js'
import { createMissingError } from '../failures.js'
import { flag, parseAnswer, text, texts } from '../values.js'

export type Definition = Extract<ConnectorEvidence['definition'], { known: true }>['value']

const connectorSchema = z.object({
  Guid: text,
  Identity: text,
  Name: text,
  ConnectorType: text,
  Enabled: flag,
  SenderIPAddresses: texts,
  SenderDomains: texts,
  RequireTls: flag,
})

export async function readDefinition(asking: Asking, { connectorId }: Connector): Promise<Definition> {
  const records = await asking.run({ cmdlet: 'Get-InboundConnector', parameters: {} })
  const connector = records
    .map((record) => parseAnswer(connectorSchema, record, 'An inbound connector'))
    .find(({ Guid }) => Guid.toLowerCase() === connectorId.toLowerCase())
  if (connector === undefined)
    throw createMissingError('There is no inbound connector with this id any more.')
  return {
    name: connector.Name || connector.Identity,
    type: connector.ConnectorType,
    enabled: connector.Enabled,
    senderIpAddresses: connector.SenderIPAddresses,
    senderDomains: connector.SenderDomains.map(toDomain),
    requiresTls: connector.RequireTls,
  }
}

/** `smtp:contoso.com;1`: address space with its cost. */
function toDomain(space: string): string {
  return withoutSmtp(space).replace(/;\d+$/, '')
}
