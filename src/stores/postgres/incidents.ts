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
import { type Statement, sql, toColumn } from './statement.js'

const storedSchema = keepUnknown(incidentSchema)

export const bodySchema = z.object({ body: z.string() })

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
  const count = await given.run(isNew ? toBeginning(next) : toReplacing(next, expectedVersion))
  if (count === 0) throw await toStale(given, next)
  if (isNew && isClosed(next)) await countClosed(given, next)
}

function toBeginning(next: Incident): Statement {
  const { id, tenantId, entityKey, closedAt, isStanding, body } = toRow(next)
  return sql`
    insert into reprieve.incidents
      (id, tenant_id, entity_key, version, opened_at, closed_at, is_standing, body)
    values (${id}, ${tenantId}, ${entityKey}, 1, ${next.openedAt}, ${closedAt}, ${isStanding}, ${body})
    on conflict do nothing`
}

function toReplacing(next: Incident, expectedVersion: number): Statement {
  const { id, tenantId, entityKey, closedAt, isStanding, body } = toRow(next)
  const row = [tenantId, entityKey, next.version, next.openedAt, closedAt, isStanding, body]
  const setting = `
    update reprieve.incidents as one set
      tenant_id = $3, entity_key = $4, version = $5, opened_at = $6,
      closed_at = $7, is_standing = $8, is_erased = false, body = $9`
  const text = isClosed(next)
    ? `
    with former as (
      select id, closed_at is not null as was_closed from reprieve.incidents
      where id = $1 and version = $2
      for update
    ), counted as (
      insert into reprieve.closed_counts as counts (tenant_id, closed)
      select $3, 1 from former where not was_closed
      ${countedAlready}
    )
    ${setting}
    from former where one.id = former.id`
    : `${setting}
    where id = $1 and version = $2 and closed_at is null`
  return { text, values: [id, expectedVersion, ...row] }
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
const countedAlready = 'on conflict (tenant_id) do update set closed = counts.closed + 1'

async function countClosed(given: Sql, { tenantId }: Incident): Promise<void> {
  const text = `insert into reprieve.closed_counts as counts (tenant_id, closed) values ($1, 1) ${countedAlready}`
  await given.run({ text, values: [toColumn(tenantId)] })
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
