// The end of a copy: what changes as long as a bot runs, counted and read again before anybody may use it.
import { z } from 'zod'
import { StoreError } from '../../errors.js'
import type { History } from '../history.js'
import type { Sql } from './database.js'
import type { Mark } from './history-begin.js'
import { putIncidents } from './history-rows.js'
import { type Statement, sql, toColumn } from './statement.js'
import { putTasks } from './tasks.js'

/** Some of the closed incidents, as they must be found. */
export type Samples = ReadonlyMap<string, string>

export function toDifferent(what: string): StoreError {
  return new StoreError(
    `What came is not what was there: ${what}. The database is closed to every bot; empty it and begin anew.`,
    false,
  )
}

/** All that changes as long as a bot runs, in one step with the word that the copy is there. */
export async function end(
  given: Sql,
  history: History,
  { mark, samples }: { readonly mark: Mark; readonly samples: Samples },
): Promise<void> {
  await given.run(sql`delete from reprieve.incidents where closed_at is null`)
  const live = history.live.map((incident) => ({ incident, body: JSON.stringify(incident), isErased: false }))
  await putIncidents(given, live)
  await given.run(sql`delete from reprieve.closed_counts`)
  await given.run(sql`
    insert into reprieve.closed_counts (tenant_id, closed)
    select tenant_id, count(*) from reprieve.incidents where closed_at is not null group by tenant_id`)
  await putTasks(given, history.tasks)
  await given.run(sql`delete from reprieve.cells`)
  await given.run(toPuttingCells(history))
  await given.run(sql`select setval('reprieve.cell_version', ${Math.max(1, history.cellVersion)}::bigint)`)
  await checkCounts(given, history)
  await checkBodies(
    given,
    new Map([...samples, ...live.map(({ incident, body }) => [incident.id, body] as const)]),
  )
  const { erasedBefore = null, kept } = history
  await given.run(sql`
    update reprieve.meta set oldest_reader = ${mark.oldestReader}, erased_before = ${erasedBefore},
      kept_before = ${kept?.before ?? null}, kept_days = ${kept?.days ?? null}`)
}

function toPuttingCells({ cells }: History): Statement {
  return sql`
    insert into reprieve.cells (key, version, until, body)
    select * from unnest(
      ${cells.map(({ key }) => toColumn(key))}::text[], ${cells.map(({ version }) => version)}::bigint[],
      ${cells.map(({ until }) => until ?? null)}::double precision[], ${cells.map(({ text }) => text)}::text[])`
}

async function checkBodies(given: Sql, wanted: Samples): Promise<void> {
  const [found] = await given.query(
    z.object({ same: z.number() }),
    sql`select count(*)::double precision as same from reprieve.incidents
      join unnest(${[...wanted.keys()].map(toColumn)}::text[], ${[...wanted.values()]}::text[]) as wanted (id, body)
      using (id, body)`,
  )
  if (found?.same !== wanted.size) throw toDifferent('an incident')
}

async function checkCounts(given: Sql, { live, closed, tasks, cells }: History): Promise<void> {
  const [found] = await given.query(
    z.object({ live: z.number(), closed: z.number(), tasks: z.number(), cells: z.number() }),
    sql`select
      (select count(*)::double precision from reprieve.incidents where closed_at is null) as live,
      (select count(*)::double precision from reprieve.incidents where closed_at is not null) as closed,
      (select count(*)::double precision from reprieve.waiting) as tasks,
      (select count(*)::double precision from reprieve.cells) as cells`,
  )
  const wanted = {
    live: live.length,
    closed: closed.incidents,
    tasks: new Set(tasks.map(({ key }) => key)).size,
    cells: cells.length,
  }
  for (const [name, count] of Object.entries(wanted))
    if (new Map<string, number>(Object.entries(found ?? {})).get(name) !== count)
      throw toDifferent(
        `there are not ${count} ${name === 'tasks' || name === 'cells' ? name : `${name} incidents`}`,
      )
}
