// Which task waits, and what becomes of one that is settled.
import { z } from 'zod'
import type { Instant } from '../../domain/instant.js'
import { keepUnknown } from '../../domain/keep-unknown.js'
import { moveTask, type Task, taskSchema } from '../../domain/task.js'
import { StaleError } from '../../errors.js'
import { mergeTasks, toRetry } from '../merge-tasks.js'
import type { Settled } from '../prepare.js'
import { deepFreeze } from '../stored.js'
import type { Sql } from './database.js'
import { sql, toColumn, toNullable, toRows } from './statement.js'

export const taskRowSchema = z.object({ body: z.string(), dueAt: z.number(), attempts: z.number() })
export type TaskRow = z.infer<typeof taskRowSchema>

const storedSchema = keepUnknown(taskSchema)

/** The columns count: the body says when it was due when it was written. @throws ZodError when it is a newer program's. */
export function parseTask(row: TaskRow): Task {
  return withColumns(storedSchema.parse(JSON.parse(row.body)), row)
}

/** Undefined when it has a shape that only a newer program knows. */
export function findTask(row: TaskRow): Task | undefined {
  const read = storedSchema.safeParse(JSON.parse(row.body))
  return read.success ? withColumns(read.data, row) : undefined
}

function withColumns(task: Task, { dueAt, attempts }: TaskRow): Task {
  return deepFreeze({ ...task, dueAt, attempts })
}

/** The same wish twice is one task. @param which of two that share a key says what is to be done. */
export async function putTasks(
  given: Sql,
  tasks: readonly Task[],
  which: 'this' | 'that-waits' = 'this',
): Promise<void> {
  if (tasks.length === 0) return
  const rows = toRows(columnTypes, mergeAll(tasks).map(toColumns))
  await given.run({
    text: `
      insert into reprieve.waiting as kept
        (key, lane, due_at, attempts, kind, tenant_id, platform, is_held, body)
      select one.key, one.lane, one.due_at, one.attempts, one.kind, ${tenantOf('one')}, one.platform, one.is_held, one.body
      from ${rows.text} as one (key, lane, due_at, attempts, kind, tenant_id, incident_id, platform, is_held, body)
      on conflict (key) do update set
        due_at = least(kept.due_at, excluded.due_at), attempts = least(kept.attempts, excluded.attempts)
        ${which === 'this' ? replacing : ''}`,
    values: rows.values,
  })
}

const replacing = `, lane = excluded.lane, kind = excluded.kind, tenant_id = excluded.tenant_id,
        platform = excluded.platform, is_held = excluded.is_held, body = excluded.body`

/** Whose an incident is never changes. */
const tenantOf = (one: string) =>
  `coalesce(${one}.tenant_id, (select tenant_id from reprieve.incidents where id = ${one}.incident_id), '')`

function mergeAll(tasks: readonly Task[]): readonly Task[] {
  const byKey = new Map<string, Task>()
  for (const task of tasks) {
    const former = byKey.get(task.key)
    byKey.set(task.key, former === undefined ? task : mergeTasks(former, task))
  }
  // In one order for everybody, so that two who save the same tasks do not wait in a circle.
  return [...byKey.values()].sort((one, other) => (one.key < other.key ? -1 : 1))
}

const columnTypes = [
  ...['text', 'text', 'double precision', 'double precision', 'text'],
  ...['text', 'text', 'text', 'boolean', 'text'],
]

function toColumns({ key, lane, dueAt, attempts, duty, held, ...others }: Task): readonly unknown[] {
  return [
    toColumn(key),
    toColumn(lane),
    dueAt,
    attempts,
    toColumn(duty.kind),
    toNullable(duty.tenantId),
    toNullable(duty.incidentId),
    duty.platform ?? duty.channel?.platform ?? '',
    held !== undefined,
    JSON.stringify({ key, lane, dueAt, attempts, duty, ...(held === undefined ? {} : { held }), ...others }),
  ]
}

function createLostError(): StaleError {
  return new StaleError('This task has been finished or taken over meanwhile.')
}

/** @throws StaleError when the task has been settled, or given to somebody else after the lease ran out. */
export async function settleTask(given: Sql, settled: Settled): Promise<void> {
  const { token, retryAt } = settled
  const [row] = await given.query(
    taskRowSchema,
    sql`delete from reprieve.running where token = ${toColumn(token)} returning body, due_at as "dueAt", attempts`,
  )
  if (row === undefined) throw createLostError()
  if (retryAt !== undefined)
    await putTasks(given, [toRetry(parseTask(row), { ...settled, retryAt })], 'that-waits')
}

/** Until this is saved nobody else is given the task. @throws StaleError as above. */
export async function holdClaim(given: Sql, token: string): Promise<void> {
  const rows = await given.query(
    z.object({ token: z.string() }),
    sql`select token from reprieve.running where token = ${toColumn(token)} for update`,
  )
  if (rows.length === 0) throw createLostError()
}

export async function hastenTasks(
  given: Sql,
  wishes: readonly { readonly key: string; readonly dueAt: Instant }[],
): Promise<void> {
  if (wishes.length === 0) return
  await given.run(sql`
    update reprieve.waiting as kept set due_at = wish.due_at
    from (
      select key, min(due_at) as due_at
      from unnest(${wishes.map(({ key }) => toColumn(key))}::text[], ${wishes.map(({ dueAt }) => dueAt)}::double precision[])
        as given (key, due_at)
      group by key
    ) as wish
    where kept.key = wish.key and wish.due_at < kept.due_at`)
}

/** Claims move too, with their leases. Nobody saves or takes a task meanwhile. */
export async function moveTasks(given: Sql, milliseconds: number): Promise<void> {
  await given.run(sql`lock table reprieve.waiting, reprieve.running in share row exclusive mode`)
  for (const table of ['waiting', 'running'] as const) {
    const rows = await given.query(taskRowSchema.extend({ key: z.string() }), {
      text: `select key, body, due_at as "dueAt", attempts from reprieve.${table}`,
      values: [],
    })
    const moved = rows.map((row) => {
      const task = findTask(row)
      const dueAt = row.dueAt + milliseconds
      const body = task === undefined ? row.body : JSON.stringify(moveTask(task, milliseconds))
      return { key: row.key, dueAt, body }
    })
    await given.run({
      text: `
        update reprieve.${table} as kept set due_at = moved.due_at, body = moved.body
          ${table === 'running' ? ', lease_expires_at = kept.lease_expires_at + $4' : ''}
        from unnest($1::text[], $2::double precision[], $3::text[]) as moved (key, due_at, body)
        where kept.key = moved.key`,
      values: [
        moved.map(({ key }) => key),
        moved.map(({ dueAt }) => dueAt),
        moved.map(({ body }) => body),
        ...(table === 'running' ? [milliseconds] : []),
      ],
    })
  }
}
