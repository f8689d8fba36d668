// Remembered values: compared and swapped, one statement for each write.
import { StaleError } from '../../errors.js'
import type { PreparedCell } from '../prepare-cell.js'
import type { Sql } from './database.js'
import { type Statement, sql, toColumn } from './statement.js'
import type { GivenTime } from './time.js'

/** @throws StaleError when one is another version. */
export async function writeCells(given: Sql, writes: readonly PreparedCell[], now: GivenTime): Promise<void> {
  // In one order for everybody: two who write the same cells wait for one another, and not in a circle.
  const sorted = writes.toSorted((one, other) => (one.key < other.key ? -1 : 1))
  const counts = await Promise.all(sorted.map((write) => given.run(toStatement(write, now))))
  const stale = sorted.find((write, at) => counts[at] === 0 && write.expectedVersion !== undefined)
  if (stale !== undefined) throw new StaleError('Somebody else was faster. Look at it again.', stale.key)
}

/** What has ended counts as not there. Touches no row when it is not the version that is expected. */
function toStatement(write: PreparedCell, now: GivenTime): Statement {
  return write.text === undefined ? toForgetting(write, now) : toPutting({ ...write, text: write.text }, now)
}

function toPutting(write: PreparedCell & { readonly text: string }, now: GivenTime): Statement {
  const { text, expectedVersion, until = null } = write
  const key = toColumn(write.key)
  if (expectedVersion === undefined)
    return sql`
      insert into reprieve.cells (key, version, until, body)
      values (${key}, nextval('reprieve.cell_version'), ${until}, ${text})
      on conflict (key) do update set version = excluded.version, until = excluded.until, body = excluded.body`
  if (expectedVersion === 0)
    return sql`
      insert into reprieve.cells as kept (key, version, until, body)
      values (${key}, nextval('reprieve.cell_version'), ${until}, ${text})
      on conflict (key) do update set version = excluded.version, until = excluded.until, body = excluded.body
      where kept.until <= coalesce(${now}::double precision, reprieve.now())`
  return sql`
    update reprieve.cells set version = nextval('reprieve.cell_version'), until = ${until}, body = ${text}
    where key = ${key} and version = ${expectedVersion}
      and (until is null or until > coalesce(${now}::double precision, reprieve.now()))`
}

function toForgetting({ key: given, expectedVersion }: PreparedCell, now: GivenTime): Statement {
  const key = toColumn(given)
  if (expectedVersion === undefined) return sql`delete from reprieve.cells where key = ${key}`
  // One row when nothing is there, and none when something is.
  if (expectedVersion === 0)
    return sql`
      select 1 where not exists (
        select from reprieve.cells
        where key = ${key} and (until is null or until > coalesce(${now}::double precision, reprieve.now()))
      )`
  return sql`
    delete from reprieve.cells
    where key = ${key} and version = ${expectedVersion}
      and (until is null or until > coalesce(${now}::double precision, reprieve.now()))`
}

/** Nobody sees them any more. */
export async function dropEnded(given: Sql, now: GivenTime): Promise<void> {
  await given.run(sql`
    delete from reprieve.cells where key in (
      select key from reprieve.cells where until <= coalesce(${now}::double precision, reprieve.now())
      limit 1000 for update skip locked
    )`)
}
