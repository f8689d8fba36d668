// Rows of a history that comes from elsewhere, as they were there.
import { toEntityKey } from '../../domain/entity.js'
import type { Incident } from '../../domain/incident.js'
import { hasStanding } from '../../domain/offers.js'
import type { CopiedEntry, CopiedIncident } from '../history.js'
import type { Sql } from './database.js'
import { sql, toColumn, toNullable } from './statement.js'

export async function putEntries(given: Sql, entries: readonly CopiedEntry[]): Promise<void> {
  const beside = entries.filter(({ texts }) => texts !== undefined)
  await given.run(sql`
    insert into reprieve.journal (seq, incident_id, at, previous_hash, hash, body)
    select * from unnest(
      ${entries.map(({ entry }) => entry.seq)}::bigint[],
      ${entries.map(({ entry }) => toNullable(entry.incidentId))}::text[],
      ${entries.map(({ entry }) => entry.at)}::double precision[],
      ${entries.map(({ entry }) => entry.previousHash)}::text[],
      ${entries.map(({ entry }) => entry.hash)}::text[], ${entries.map(({ event }) => event)}::text[])`)
  await given.run(sql`
    insert into reprieve.texts (seq, incident_id, at, body)
    select * from unnest(
      ${beside.map(({ entry }) => entry.seq)}::bigint[],
      ${beside.map(({ entry }) => toNullable(entry.incidentId))}::text[],
      ${beside.map(({ entry }) => entry.at)}::double precision[],
      ${beside.map(({ texts }) => JSON.stringify(texts))}::text[])`)
  const last = entries.at(-1)
  if (last !== undefined)
    await given.run(sql`update reprieve.journal_head set seq = ${last.entry.seq}, hash = ${last.entry.hash}`)
}

type Put = Pick<CopiedIncident, 'incident' | 'body' | 'isErased'>

/** Of several versions of one the latest. */
export async function putIncidents(given: Sql, ones: readonly Put[]): Promise<void> {
  const rows = [...new Map(ones.map((one) => [one.incident.id, one])).values()]
  const column = <Value>(to: (incident: Incident) => Value) => rows.map(({ incident }) => to(incident))
  await given.run(sql`
    insert into reprieve.incidents as kept
      (id, tenant_id, entity_key, version, opened_at, closed_at, is_standing, is_erased, body)
    select * from unnest(
      ${column(({ id }) => toColumn(id))}::text[], ${column(({ tenantId }) => toColumn(tenantId))}::text[],
      ${column(({ entity }) => toColumn(toEntityKey(entity)))}::text[], ${column(({ version }) => version)}::bigint[],
      ${column(({ openedAt }) => openedAt)}::double precision[], ${column(toClosedAt)}::double precision[],
      ${column(hasStanding)}::boolean[], ${rows.map(({ isErased }) => isErased)}::boolean[],
      ${rows.map(({ body }) => body)}::text[])
    on conflict (id) do update set
      tenant_id = excluded.tenant_id, entity_key = excluded.entity_key, version = excluded.version,
      opened_at = excluded.opened_at, closed_at = excluded.closed_at, is_standing = excluded.is_standing,
      is_erased = excluded.is_erased, body = excluded.body`)
}

function toClosedAt({ state }: Incident): number | null {
  return state.status === 'closed' ? state.closedAt : null
}
