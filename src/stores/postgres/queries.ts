// What can be read: each answer is one statement, and so of one moment.
import { z } from 'zod'
import type { Duties } from '../duties.js'
import type { Queries } from '../queries.js'
import type { Database } from './database.js'
import { bodySchema, parseIncident } from './incidents.js'
import { entryRowSchema, parseEntry, toReading } from './journal.js'
import { createLiveReader } from './live.js'
import { fromColumn, sql, toColumn, toNullable } from './statement.js'
import { findTask, taskRowSchema } from './tasks.js'
import type { GivenTime } from './time.js'
import { askTogether } from './together.js'

interface Sources {
  readonly database: Database
  /** Tasks of other kinds are not spoken of. */
  readonly duties: Duties
  /** @param given as the caller has it. */
  readonly toNow: (given?: number) => GivenTime
}

const incidentSchema = z.object({ key: z.string(), body: z.string() })
const cellSchema = z.object({
  key: z.string(),
  body: z.string(),
  version: z.number(),
  until: z.number().nullable(),
})
const backlogSchema = z.object({ due: z.number(), nextDueAt: z.number().nullable() })
const countSchema = z.object({ count: z.number() })
const keySchema = z.object({ key: z.string() })
const oldestSchema = z.object({ at: z.number().nullable() })

export function createQueries({ database, duties, toNow }: Sources): Queries {
  const { read } = database
  const known = [...duties.keys()].map(toColumn)
  const findIncident = askTogether(read, {
    schema: incidentSchema,
    toStatement: (ids) => sql`
      select id as key, body from reprieve.incidents where id = any(${ids}::text[])`,
  })
  const findCell = askTogether(read, {
    schema: cellSchema,
    toStatement: (keys) => sql`
      select key, body, version::double precision as version, until from reprieve.cells
      where key = any(${keys}::text[])
        and (until is null or until > coalesce(${toNow()}::double precision, reprieve.now()))`,
  })
  return {
    async findIncident(id) {
      const row = await findIncident(toColumn(id))
      return row === undefined ? undefined : parseIncident(row.body)
    },
    listLive: createLiveReader(database),
    async listClosed({ tenantId, entityKey, standing = false, limit }) {
      const rows = await read(
        bodySchema,
        sql`
        select body from reprieve.incidents
        where closed_at is not null
          and (${tenantId === undefined}::boolean or tenant_id = ${toNullable(tenantId)}::text)
          and (${entityKey === undefined}::boolean or entity_key = ${toNullable(entityKey)}::text)
          and (${!standing}::boolean or is_standing)
        order by closed_at desc, id desc limit ${limit}::bigint`,
      )
      return rows.map(({ body }) => parseIncident(body))
    },
    async countClosed({ tenantId, entityKey }) {
      const tenant = toNullable(tenantId)
      const statement =
        entityKey === undefined
          ? sql`
            select coalesce(sum(closed), 0)::double precision as count from reprieve.closed_counts
            where ${tenant}::text is null or tenant_id = ${tenant}::text`
          : sql`
            select count(*)::double precision as count from reprieve.incidents
            where closed_at is not null and entity_key = ${toColumn(entityKey)}
              and (${tenant}::text is null or tenant_id = ${tenant}::text)`
      const [row] = await read(countSchema, statement)
      return row?.count ?? 0
    },
    async recall(key) {
      const row = await findCell(toColumn(key))
      if (row === undefined) return undefined
      const { body, version, until } = row
      return { value: JSON.parse(body) as unknown, version, ...(until === null ? {} : { until }) }
    },
    async listKeys(beginning) {
      const rows = await read(
        keySchema,
        sql`
        select key from reprieve.cells
        where key ^@ ${toColumn(beginning)} and (until is null or until > coalesce(${toNow()}::double precision, reprieve.now()))`,
      )
      return rows.map(({ key }) => fromColumn(key))
    },
    async listHeld() {
      const rows = await read(
        taskRowSchema,
        sql`
        select body, due_at as "dueAt", attempts from reprieve.waiting
        where is_held and kind = any(${known}::text[])`,
      )
      return rows.flatMap((row) => findTask(row) ?? [])
    },
    async readBacklog(now) {
      const [row] = await read(
        backlogSchema,
        sql`
        with moment as materialized (select coalesce(${toNow(now)}::double precision, reprieve.now()) as now),
        ready as (
          select due_at from reprieve.waiting, moment where due_at <= now and kind = any(${known}::text[])
          union all
          select due_at from reprieve.running, moment where lease_expires_at <= now and kind = any(${known}::text[])
        )
        select count(*)::double precision as due, coalesce(min(due_at), (
          select due_at from reprieve.waiting where kind = any(${known}::text[]) order by due_at limit 1
        )) as "nextDueAt" from ready`,
      )
      return { due: row?.due ?? 0, nextDueAt: row?.nextDueAt ?? undefined }
    },
    async readJournal(query) {
      return (await read(entryRowSchema, toReading(query))).map(parseEntry)
    },
    async findOldestText() {
      const [row] = await read(
        oldestSchema,
        sql`
        select least(
          (select min(at) from reprieve.texts where at >= since),
          (select min(closed_at) from reprieve.incidents where closed_at >= since)
        ) as at
        from (select coalesce(erased_before, 0) as since from reprieve.meta) as erased`,
      )
      return row?.at ?? undefined
    },
  }
}
