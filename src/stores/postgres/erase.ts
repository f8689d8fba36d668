// What is to be forgotten goes in the same commit that says so: rows are gone, and what is left of an incident is written anew.
import { z } from 'zod'
import { type Erasure, eraseIncident } from '../../domain/erase.js'
import { toErasedText } from '../../domain/told.js'
import type { Sql } from './database.js'
import { parseIncident } from './incidents.js'
import { sql, toNullable } from './statement.js'

/** So many incidents are in memory at once. */
const batch = 200

export async function erase(given: Sql, erasure: Erasure): Promise<void> {
  const { before, days, incidentId } = erasure
  const isAll = incidentId === undefined
  await given.run(sql`
    delete from reprieve.texts
    where at < ${before} and (${isAll}::boolean or incident_id = ${toNullable(incidentId)}::text)`)
  if (isAll)
    await given.run(sql`
      update reprieve.meta set
        erased_before = greatest(erased_before, ${before}::double precision),
        kept_before = case when ${days ?? null}::double precision is null then kept_before else ${before} end,
        kept_days = coalesce(${days ?? null}::double precision, kept_days)`)
  while ((await eraseSome(given, erasure)) === batch);
}

/** @returns how many there were. */
async function eraseSome(given: Sql, { before, days, incidentId }: Erasure): Promise<number> {
  const rows = await given.query(
    z.object({ id: z.string(), body: z.string() }),
    sql`
    select id, body from reprieve.incidents
    where closed_at is not null and not is_erased and closed_at < ${before}
      and (${incidentId === undefined}::boolean or id = ${toNullable(incidentId)}::text)
    order by id limit ${batch} for update`,
  )
  const bodies = rows.map(({ body }) =>
    JSON.stringify(eraseIncident(parseIncident(body), toErasedText(days))),
  )
  await given.run(sql`
    update reprieve.incidents as one set body = erased.body, is_erased = true
    from unnest(${rows.map(({ id }) => id)}::text[], ${bodies}::text[]) as erased (id, body)
    where one.id = erased.id`)
  return rows.length
}
