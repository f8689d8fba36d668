// What is live is asked for at every press and every poll, and little of it changes between: what this handle has read is
// remembered, and the database says each time which of it still holds.
import { z } from 'zod'
import { toEntityKey } from '../../domain/entity.js'
import type { Incident } from '../../domain/incident.js'
import type { IncidentQuery, Store } from '../../ports.js'
import type { Database } from './database.js'
import { bodySchema, parseIncident } from './incidents.js'
import { type Statement, sql, toNullable } from './statement.js'

/** Where more are live, they are read anew each time rather than held. */
const mostRemembered = 20_000
/** So often somebody may save one of them between the two questions. */
const mostTries = 5

interface Listed {
  /** As the column has it. */
  readonly id: string
  /** The version, and which transaction wrote it: a database restored from a backup gives versions a second time. */
  readonly mark: string
}

interface Remembered {
  readonly mark: string
  readonly incident: Incident
}

const printSchema = z.object({ print: z.string() })
const listedSchema = printSchema.extend({ listed: z.string() })
const rowSchema = z.object({ id: z.string(), mark: z.string(), body: z.string() })

export function createLiveReader({ read }: Pick<Database, 'read'>): Store['listLive'] {
  let remembered: ReadonlyMap<string, Remembered> = new Map()
  /** Of the last time that all were asked for. */
  let last: { readonly print: string; readonly incidents: readonly Incident[] } | undefined

  async function fetchMissing(rows: readonly Listed[]): Promise<ReadonlyMap<string, Remembered>> {
    const missing = rows.filter(({ id, mark }) => remembered.get(id)?.mark !== mark)
    if (missing.length === 0) return remembered
    const fetched = await read(rowSchema, toBodies(missing))
    const found = new Map(remembered)
    for (const { id, mark, body } of fetched) found.set(id, { mark, incident: parseIncident(body) })
    if (found.size <= mostRemembered) remembered = found
    return found
  }

  /** All are as they were when they were listed, or there is no answer: one is of one moment. */
  async function gather(rows: readonly Listed[]): Promise<readonly Incident[] | undefined> {
    const found = await fetchMissing(rows)
    const incidents = rows.flatMap(({ id, mark }) => {
      const one = found.get(id)
      return one?.mark === mark ? [one.incident] : []
    })
    return incidents.length === rows.length ? incidents : undefined
  }

  function keep(print: string, rows: readonly Listed[], incidents: readonly Incident[]): void {
    last = { print, incidents }
    // What is not among all that are live is over.
    const live = new Set(rows.map(({ id }) => id))
    remembered = new Map([...remembered].filter(([id]) => live.has(id)))
  }

  return async (query) => {
    const { tenantId, entityKey } = query
    const isAll = tenantId === undefined && entityKey === undefined
    if (last !== undefined) {
      const known = last
      const [row] = await read(printSchema, printing)
      if (row?.print === known.print)
        return isAll ? known.incidents : known.incidents.filter((one) => isMeant(one, query))
    }
    for (let tries = 1; tries <= mostTries; tries += 1) {
      const [row] = await read(listedSchema, toListing(query))
      const rows = parseListed(row?.listed ?? '')
      if (rows.length > mostRemembered) break
      const incidents = await gather(rows)
      if (incidents !== undefined && isAll) keep(row?.print ?? '', rows, incidents)
      if (incidents !== undefined) return incidents
    }
    return (await read(bodySchema, toAll(query))).map(({ body }) => parseIncident(body))
  }
}

function isMeant({ tenantId, entity }: Incident, query: IncidentQuery): boolean {
  return (
    (query.tenantId === undefined || query.tenantId === tenantId) &&
    (query.entityKey === undefined || query.entityKey === toEntityKey(entity))
  )
}

/**
 * Another one as soon as anything live is: step 0002 sees to that. With the transaction that wrote it, since a database that is
 * restored from a backup counts the same numbers a second time.
 */
const print = `(select seq || ' ' || hash || ' ' || xmin from reprieve.journal_head) as print`

const printing: Statement = { text: `select ${print}`, values: [] }

/** One text: ten thousand rows of two columns cost the driver more than the database. No tab or line ends in an id. */
function toListing({ tenantId, entityKey }: IncidentQuery): Statement {
  return {
    text: `
    select ${print},
      coalesce(string_agg(id || E'\\t' || version || ' ' || xmin, E'\\n' order by opened_at, id), '') as listed
    from reprieve.incidents
    where closed_at is null and ($1::boolean or tenant_id = $2::text) and ($3::boolean or entity_key = $4::text)`,
    values: [tenantId === undefined, toNullable(tenantId), entityKey === undefined, toNullable(entityKey)],
  }
}

function parseListed(listed: string): readonly Listed[] {
  if (listed === '') return []
  return listed.split('\n').map((line) => {
    const end = line.indexOf('\t')
    return { id: line.slice(0, end), mark: line.slice(end + 1) }
  })
}

function toBodies(rows: readonly Listed[]): Statement {
  return sql`
    select id, version || ' ' || xmin as mark, body from reprieve.incidents
    where closed_at is null and id = any(${rows.map(({ id }) => id)}::text[])`
}

function toAll({ tenantId, entityKey }: IncidentQuery): Statement {
  return sql`
    select body from reprieve.incidents
    where closed_at is null
      and (${tenantId === undefined}::boolean or tenant_id = ${toNullable(tenantId)}::text)
      and (${entityKey === undefined}::boolean or entity_key = ${toNullable(entityKey)}::text)
    order by opened_at, id`
}
