// From what somebody typed or pressed to the incident that is meant.
import { toEntityKey, toEntityName } from '../../domain/entity.js'
import type { Incident } from '../../domain/incident.js'
import { RefusedError } from '../../errors.js'
import { findSimilar, parsePasted } from '../entrance/parse.js'
import type { Parts } from '../feature.js'

/** The live incident of this entity, else its latest closed one. @throws RefusedError with what to do instead. */
export async function getIncidentByText(parts: Parts, text: string): Promise<Incident> {
  const wanted = parsePasted(text)
  if (wanted === '')
    throw new RefusedError('bad-input', 'Say which sender or connector, for example: show laura@contoso.com')
  const live = await parts.store.listLive({})
  const matches = live.filter((incident) => isMeant(incident, wanted))
  if (matches.length > 1)
    throw new RefusedError(
      'bad-input',
      `${wanted} is restricted in ${matches.length} tenants. Type list ${wanted} and choose.`,
    )
  const closed =
    matches[0] ?? (await findClosed(parts, wanted)) ?? (await parts.store.findIncident(wanted.toLowerCase()))
  if (closed !== undefined) return closed
  const similar = findSimilar(
    wanted.toLowerCase(),
    live.map((incident) => toEntityName(incident.entity).toLowerCase()),
  )
  const hint = similar === undefined ? 'Type list to see what is restricted now.' : `Did you mean ${similar}?`
  throw new RefusedError(
    'not-found',
    `Reprieve has never seen ${wanted} on the Restricted entities list. ${hint}`,
  )
}

function isMeant({ id, entity }: Incident, wanted: string): boolean {
  if (id.toLowerCase() === wanted.toLowerCase() || toEntityKeys(wanted).includes(toEntityKey(entity)))
    return true
  return entity.kind === 'connector' && entity.name.toLowerCase() === wanted.toLowerCase()
}

async function findClosed(parts: Parts, wanted: string): Promise<Incident | undefined> {
  for (const entityKey of toEntityKeys(wanted)) {
    const [latest] = await parts.store.listClosed({ entityKey, limit: 1 })
    if (latest !== undefined) return latest
  }
  return undefined
}

/** The keys a typed text may stand for. */
export function toEntityKeys(wanted: string): readonly string[] {
  return [
    toEntityKey({ kind: 'sender', address: wanted }),
    toEntityKey({ kind: 'connector', connectorId: wanted, name: '' }),
  ]
}
