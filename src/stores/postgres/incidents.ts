// Incidents, live and closed, one row each.
import { z } from 'zod'
import { toEntityKey } from '../../domain/entity.js'
import { type Incident, incidentSchema, isClosed } from '../../domain/incident.js'
import { keepUnknown } from '../../domain/keep-unknown.js'
import { hasStanding } from '../../domain/offers.js'
import { StaleError, StoreError } from '../../errors.js'
import type { Prepared } from '../prepare.js'
import { deepFreeze } from '../stored.js'
import type { Sql } from './database.js'
import { sql, toColumn } from './statement.js'

const storedSchema = keepUnknown(incidentSchema)

export const bodySchema = z.object({ body: z.string() })
const formerSchema = z.object({ wasClosed: z.boolean() })

/** @throws StoreError when only a newer program can read it. */
export function parseIncident(body: string): Incident {
  const read = storedSchema.safeParse(JSON.parse(body))
  if (read.success) return deepFreeze(read.data)
  throw new StoreError(
    'An incident in the database cannot be read by this program: a newer Reprieve may have written it. ' +
      'Start the newer program, or restore the database from a backup.',
    false,
    { cause: new Error(z.prettifyError(read.error)) },
  )
}

/** @throws StaleError */
export async function putIncident(given: Sql, change: NonNullable<Prepared['incident']>): Promise<void> {
  const { next, expectedVersion } = change
  const isNew = expectedVersion === 0
  const wasClosed = isNew ? await begin(given, next) : await replace(given, change)
  if (isClosed(next) && !wasClosed) await countClosed(given, next)
}

/** @returns whether it had been closed before. */
async function begin(given: Sql, next: Incident): Promise<boolean> {
  const { id, tenantId, entityKey, closedAt, isStanding, body } = toRow(next)
  const count = await given.run(sql`
    insert into reprieve.incidents
      (id, tenant_id, entity_key, version, opened_at, closed_at, is_standing, body)
    values (${id}, ${tenantId}, ${entityKey}, 1, ${next.openedAt}, ${closedAt}, ${isStanding}, ${body})
    on conflict do nothing`)
  if (count === 0) throw await toStale(given, next)
  return false
}

async function replace(given: Sql, { next, expectedVersion }: NonNullable<Prepared['incident']>) {
  const { id, tenantId, entityKey, closedAt, isStanding, body } = toRow(next)
  const [former] = await given.query(
    formerSchema,
    sql`
    with former as (
      select id, closed_at is not null as was_closed from reprieve.incidents
      where id = ${id} and version = ${expectedVersion} and (closed_at is null or ${closedAt}::double precision is not null)
      for update
    )
    update reprieve.incidents as one set
      tenant_id = ${tenantId}, entity_key = ${entityKey}, version = ${next.version}, opened_at = ${next.openedAt},
      closed_at = ${closedAt}, is_standing = ${isStanding}, is_erased = false, body = ${body}
    from former where one.id = former.id
    returning former.was_closed as "wasClosed"`,
  )
  if (former === undefined) throw await toStale(given, next)
  return former.wasClosed
}

function toRow(incident: Incident) {
  const { state } = incident
  return {
    id: toColumn(incident.id),
    tenantId: toColumn(incident.tenantId),
    entityKey: toColumn(toEntityKey(incident.entity)),
    closedAt: state.status === 'closed' ? state.closedAt : null,
    isStanding: hasStanding(incident),
    body: JSON.stringify(incident),
  }
}

/** Counting a million takes longer than anybody waits. */
async function countClosed(given: Sql, { tenantId }: Incident): Promise<void> {
  await given.run(sql`
    insert into reprieve.closed_counts as counts (tenant_id, closed) values (${toColumn(tenantId)}, 1)
    on conflict (tenant_id) do update set closed = counts.closed + 1`)
}

async function toStale(given: Sql, { id, version, state }: Incident): Promise<StaleError> {
  const found = await given.query(
    z.object({ version: z.number(), isClosed: z.boolean() }),
    sql`select version::double precision as version, closed_at is not null as "isClosed"
      from reprieve.incidents where id = ${toColumn(id)}`,
  )
  const [former] = found
  if (former === undefined && version === 1)
    return new StaleError('There is a live incident of the same entity already.')
  if (former?.version === version - 1 && former.isClosed && state.status !== 'closed')
    return new StaleError('This incident is closed and stays closed.')
  return new StaleError('This incident has changed meanwhile. Look at it again.')
}
