// Giving tasks out: under one lock for all processes, so that shares and lanes are counted by one at a time. A lane has one
// row among those that run, whatever happens.
import { z } from 'zod'
import type { Task } from '../../domain/task.js'
import type { Claim, CreateId, PoolRequest, Store } from '../../ports.js'
import type { Duties } from '../duties.js'
import { mergeTasks } from '../merge-tasks.js'
import type { Sql } from './database.js'
import { type Statement, sql, toColumn } from './statement.js'
import { findTask, parseTask, type TaskRow, taskRowSchema } from './tasks.js'
import type { GivenTime } from './time.js'

/** Held until the transaction ends; no session keeps it. */
export const claimLock = 'select pg_advisory_xact_lock(7237416, 1);'

export interface ClaimParts {
  readonly createId: CreateId
  readonly duties: Duties
  readonly now: GivenTime
  /** Bodies, by key, of tasks of a known kind and an unknown shape: a newer program's, left to that. */
  readonly strange: Map<string, string>
}

const chosenSchema = taskRowSchema.extend({
  key: z.string(),
  /** In the order in which they were first saved. */
  number: z.number(),
  /** Of whoever has let its lease run out. */
  token: z.string().nullable(),
  /** Of whoever did so with another task of the lane. */
  laneToken: z.string().nullable(),
})
type Chosen = z.infer<typeof chosenSchema>

// Made once, as all that are used often: zod compiles a schema when it is used first.
const tokenSchema = z.object({ token: z.string() })
const leaseSchema = z.object({ leaseExpiresAt: z.number() })
const twinSchema = taskRowSchema.extend({ key: z.string() })
const renewedSchema = taskRowSchema.extend({ token: z.string(), leaseExpiresAt: z.number() })

type ClaimRequest = Parameters<Store['claimTasks']>[0]

/** Before anybody waits for the lock: mostly there is nothing. */
export function countsAnything({ now, duties, strange }: ClaimParts): Statement {
  const known = [...duties.keys()].map(toColumn)
  return sql`
    with strange as (
      select key, body from unnest(${[...strange.keys()]}::text[], ${[...strange.values()]}::text[]) as one (key, body)
    )
    select exists (
      select from reprieve.waiting as one
      where due_at <= coalesce(${now}::double precision, reprieve.now()) and kind = any(${known}::text[])
        and not exists (select from strange where strange.key = one.key and strange.body = one.body)
      union all
      select from reprieve.running as one
      where lease_expires_at <= coalesce(${now}::double precision, reprieve.now()) and kind = any(${known}::text[])
        and not exists (select from strange where strange.key = one.key and strange.body = one.body)
    ) as "isAny"`
}

export async function claimTasks(
  given: Sql,
  request: ClaimRequest,
  parts: ClaimParts,
): Promise<readonly Claim[]> {
  const found = await given.query(chosenSchema, toChoice(request.pools, parts))
  const known = found.filter((row) => isKnown(row, parts))
  if (known.length === 0) return []
  const chosen = await freeLanes(given, known, parts.now)
  const taken = await joinAbandoned(given, chosen, parts)
  return taken.length === 0 ? [] : takeAll(given, taken, { request, parts })
}

function toChoice(pools: readonly PoolRequest[], { now, duties, strange }: ClaimParts): Statement {
  const known = [...duties.keys()].map(toColumn)
  return sql`
    with moment as materialized (select coalesce(${now}::double precision, reprieve.now()) as now),
    pools as (
      select ordinality as pool, kinds, "sharedBy" as shared_by, "limit" as most, "mostPerShare" as most_per_share, limits, "left" as waits
      from json_to_recordset(${JSON.stringify(pools.map(toPool))}::json) as given
        (kinds json, "sharedBy" text, "limit" double precision, "mostPerShare" double precision, limits json, "left" json, ordinality integer)
    ),
    of_kind as (select pool, kind from pools, json_array_elements_text(kinds) as kind),
    strange as (
      select key, body from unnest(${[...strange.keys()]}::text[], ${[...strange.values()]}::text[]) as one (key, body)
    ),
    due as (
      select key, null::text as token, number, lane, due_at, kind, tenant_id, platform
      from reprieve.waiting as one, moment
      where due_at <= now and kind = any(${known}::text[])
        and not exists (select from strange where strange.key = one.key and strange.body = one.body)
      union all
      select key, token, number, lane, due_at, kind, tenant_id, platform
      from reprieve.running as one, moment
      where lease_expires_at <= now and kind = any(${known}::text[])
        and not exists (select from strange where strange.key = one.key and strange.body = one.body)
    ),
    heads as (
      select distinct on (due.lane) due.*, busy.token as lane_token
      from moment, due left join reprieve.running as busy on busy.lane = due.lane
      where busy.token is null or busy.lease_expires_at <= now
      order by due.lane, due.due_at, due.number
    ),
    held as (
      select pool, case shared_by when 'tenant' then tenant_id else platform end as share, count(*) as under_way
      from moment, reprieve.running join of_kind using (kind) join pools using (pool)
      where lease_expires_at > now
      group by 1, 2
    ),
    offered as (
      select heads.*, pool, most, most_per_share, limits,
        case shared_by when 'tenant' then tenant_id else platform end as share
      from moment, heads join of_kind using (kind) join pools using (pool)
      where now - due_at >= coalesce((waits ->> tenant_id)::double precision, 0)
    ),
    ranked as (
      select offered.*, coalesce(under_way, 0)
        + row_number() over (partition by pool, share order by due_at, number) - 1 as rank
      from offered left join held using (pool, share)
    ),
    placed as (
      select *, row_number() over (partition by pool order by rank, due_at, number) as place
      from ranked
      where rank < coalesce((limits ->> share)::double precision, most_per_share, 'infinity')
    ),
    chosen as (select * from placed where place <= coalesce(most, 'infinity')),
    still_waiting as (
      select kept.key, kept.body, kept.due_at, kept.attempts
      from reprieve.waiting as kept
      where kept.key in (select key from chosen where token is null)
      for update skip locked
    ),
    still_abandoned as (
      select kept.token, kept.body, kept.due_at, kept.attempts
      from reprieve.running as kept
      where kept.token in (select token from chosen) and kept.lease_expires_at <= (select now from moment)
      for update skip locked
    )
    select chosen.key, chosen.number::double precision as number, chosen.token, case when chosen.token is null then lane_token end as "laneToken",
      coalesce(one.body, other.body) as body, coalesce(one.due_at, other.due_at) as "dueAt",
      coalesce(one.attempts, other.attempts) as attempts
    from chosen
    left join still_waiting as one on chosen.token is null and one.key = chosen.key
    left join still_abandoned as other on other.token = chosen.token
    where coalesce(one.body, other.body) is not null
    order by pool, place`
}

/** JSON has no infinity; there it is nothing. */
function toPool({ kinds, limit, sharedBy, mostPerShare, limits = {}, left = {} }: PoolRequest, at: number) {
  return {
    ordinality: at,
    kinds: kinds.map(toColumn),
    limit: Number.isFinite(limit) ? limit : null,
    sharedBy,
    mostPerShare: Number.isFinite(mostPerShare) ? mostPerShare : null,
    limits: toColumnNames(limits),
    left: toColumnNames(left),
  }
}

function toColumnNames(numbers: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.entries(numbers).map(([name, number]): [string, number] => [toColumn(name), number]),
  )
}

function isKnown(row: TaskRow & { readonly key: string }, { duties, strange }: ClaimParts): boolean {
  const task = findTask(row)
  if (task !== undefined && duties.get(task.duty.kind)?.safeParse(task.duty).success === true) return true
  strange.set(row.key, row.body)
  return false
}

/** Whoever let a lease run out loses it now to another task of that lane; not when it has been renewed at the last moment. */
async function freeLanes(given: Sql, chosen: readonly Chosen[], now: GivenTime): Promise<readonly Chosen[]> {
  const tokens = chosen.flatMap(({ laneToken }) => laneToken ?? [])
  if (tokens.length === 0) return chosen
  await releaseClaims(given, tokens, now)
  const held = await given.query(
    tokenSchema,
    sql`select token from reprieve.running where token = any(${tokens}::text[])`,
  )
  return chosen.filter(({ laneToken }) => !held.some(({ token }) => token === laneToken))
}

/**
 * Their tasks wait again.
 * @param tokens as columns have them. @param now only those whose lease has run out; undefined for whoever gives back its own.
 */
export async function releaseClaims(given: Sql, tokens: readonly string[], now?: GivenTime): Promise<void> {
  const isOwn = now === undefined
  await given.run(sql`
    with released as (
      delete from reprieve.running
      where token = any(${tokens}::text[])
        and (${isOwn}::boolean or lease_expires_at <= coalesce(${now ?? null}::double precision, reprieve.now()))
      returning *
    )
    insert into reprieve.waiting as kept
      (key, number, lane, due_at, attempts, kind, tenant_id, platform, is_held, body)
    select key, number, lane, due_at, attempts, kind, tenant_id, platform, is_held, body from released order by key
    on conflict (key) do update set
      due_at = least(kept.due_at, excluded.due_at), attempts = least(kept.attempts, excluded.attempts)`)
}

/** An abandoned task and a waiting one under the same key become one again. @returns those that are taken, as they become. */
async function joinAbandoned(
  given: Sql,
  chosen: readonly Chosen[],
  parts: ClaimParts,
): Promise<readonly Taken[]> {
  const abandoned = chosen.filter(({ token }) => token !== null)
  if (abandoned.length === 0) return chosen.map((row) => ({ row, task: parseTask(row) }))
  const twins = await given.query(
    twinSchema,
    sql`select key, body, due_at as "dueAt", attempts from reprieve.waiting
      where key = any(${abandoned.map(({ key }) => key)}::text[]) order by key for update`,
  )
  const newer = new Map(twins.map((twin) => [twin.key, twin]))
  // One whose newer wish only a newer program knows waits for that.
  const foreign = abandoned.filter(({ key }) => {
    const twin = newer.get(key)
    return twin !== undefined && !isKnown(twin, parts)
  })
  const left = new Set(foreign.flatMap(({ token }) => token ?? []))
  if (left.size > 0) await releaseClaims(given, [...left])
  return chosen
    .filter(({ token }) => token === null || !left.has(token))
    .map((row) => {
      const twin = row.token === null ? undefined : newer.get(row.key)
      const task = parseTask(row)
      return twin === undefined
        ? { row, task }
        : { row, task: mergeTasks(task, parseTask(twin)), joined: twin.key }
    })
}

interface Taken {
  readonly row: Chosen
  readonly task: Task
  /** The key of a wish that waited for the same. */
  readonly joined?: string
}

interface Taking {
  readonly request: ClaimRequest
  readonly parts: ClaimParts
}

async function takeAll(
  given: Sql,
  chosen: readonly Taken[],
  { request, parts }: Taking,
): Promise<readonly Claim[]> {
  const taken = chosen.map(({ row, task }) => ({ token: parts.createId(), number: row.number, task }))
  const left = chosen.flatMap(({ row: { token } }) => token ?? [])
  // No other: a wish that was saved in this moment waits until this one is over.
  const waiting = chosen.flatMap(({ row, joined }) => (row.token === null ? [row.key] : (joined ?? [])))
  if (left.length > 0) await given.run(sql`delete from reprieve.running where token = any(${left}::text[])`)
  const [lease] = await given.query(
    leaseSchema,
    sql`
    with taken as (delete from reprieve.waiting where key = any(${waiting}::text[])),
    lease as materialized (
      select coalesce(${parts.now}::double precision, reprieve.now()) + ${request.leaseMilliseconds}::double precision as ends
    ),
    given as (
      insert into reprieve.running
        (token, key, number, lane, due_at, attempts, kind, tenant_id, platform, is_held, lease_expires_at, body)
      select one.token, one.key, one.number, one.lane, one.due_at, one.attempts, one.kind,
        coalesce(one.tenant_id, (select tenant_id from reprieve.incidents where id = one.incident_id), ''),
        one.platform, one.is_held, lease.ends, one.body
      from lease, unnest(
        ${taken.map(({ token }) => toColumn(token))}::text[], ${taken.map(({ task }) => toColumn(task.key))}::text[],
        ${taken.map(({ number }) => number)}::bigint[], ${taken.map(({ task }) => toColumn(task.lane))}::text[], ${taken.map(({ task }) => task.dueAt)}::double precision[],
        ${taken.map(({ task }) => task.attempts)}::double precision[],
        ${taken.map(({ task }) => toColumn(task.duty.kind))}::text[],
        ${taken.map(({ task }) => (task.duty.tenantId === undefined ? null : toColumn(task.duty.tenantId)))}::text[],
        ${taken.map(({ task }) => (task.duty.incidentId === undefined ? null : toColumn(task.duty.incidentId)))}::text[],
        ${taken.map(({ task }) => task.duty.platform ?? task.duty.channel?.platform ?? '')}::text[],
        ${taken.map(({ task }) => task.held !== undefined)}::boolean[],
        ${taken.map(({ task }) => JSON.stringify(task))}::text[]
      ) as one (token, key, number, lane, due_at, attempts, kind, tenant_id, incident_id, platform, is_held, body)
    )
    select ends as "leaseExpiresAt" from lease`,
  )
  const leaseExpiresAt = lease?.leaseExpiresAt ?? request.now + request.leaseMilliseconds
  return taken.map(({ token, task }) => Object.freeze({ token, task, leaseExpiresAt }))
}

type RenewRequest = Parameters<Store['renewClaims']>[0]

/** A lease that has run out is renewed as well, as long as nobody else has been given the task. */
export async function renewClaims(
  given: Sql,
  { claims, leaseMilliseconds }: RenewRequest,
  now: GivenTime,
): Promise<readonly Claim[]> {
  const rows = await given.query(
    renewedSchema,
    sql`
    update reprieve.running
    set lease_expires_at = coalesce(${now}::double precision, reprieve.now()) + ${leaseMilliseconds}::double precision
    where token = any(${claims.map(({ token }) => toColumn(token))}::text[])
    returning token, body, due_at as "dueAt", attempts, lease_expires_at as "leaseExpiresAt"`,
  )
  const byToken = new Map(rows.map((row) => [row.token, row]))
  return claims.flatMap(({ token }) => {
    const row = byToken.get(toColumn(token))
    if (row === undefined) return []
    return [Object.freeze({ token, task: parseTask(row), leaseExpiresAt: row.leaseExpiresAt })]
  })
}
