// How much of each kind of work is done at once, and how much of it for one tenant or one platform.
import { type Pool, pools } from '../domain/pool.js'
import type { PoolRequest } from '../ports.js'
import type { Left } from './left.js'
import type { OutboxParts } from './parts.js'
import type { TaskTable } from './task-row.js'

interface Places {
  readonly most: number
  readonly sharedBy: PoolRequest['sharedBy']
  readonly mostPerShare: number
}

const places: Readonly<Record<Pool, Places>> = {
  people: { most: 128, sharedBy: 'tenant', mostPerShare: 16 },
  pages: { most: 32, sharedBy: 'tenant', mostPerShare: 8 },
  // A platform that hangs must not keep the other's cards waiting.
  broadcasts: { most: 64, sharedBy: 'platform', mostPerShare: 32 },
  // As many as are due, one for each tenant: a poll may hang for 45 seconds, and any number here would be that of the
  // hanging tenants at which the healthy ones are no longer polled. No other bound is needed: the settings say how many
  // tenants there are, and a poll that hangs holds a request, a timer and its claim, which is a few kB.
  watch: { most: Number.POSITIVE_INFINITY, sharedBy: 'tenant', mostPerShare: 1 },
  verify: { most: 100, sharedBy: 'tenant', mostPerShare: 20 },
  // Those of one tenant are asked about together, once in ten seconds.
  traces: { most: 100, sharedBy: 'tenant', mostPerShare: 20 },
  // Dozens of calls each. Two are kept for whoever else is restricted while one tenant has a storm.
  evidence: { most: 12, sharedBy: 'tenant', mostPerShare: 10 },
  vitals: { most: 4, sharedBy: 'tenant', mostPerShare: 4 },
  doctor: { most: 1, sharedBy: 'tenant', mostPerShare: 1 },
  policies: { most: 4, sharedBy: 'tenant', mostPerShare: 1 },
}

type KindsByPool = ReadonlyMap<Pool, readonly string[]>

/** What each pool does; the table stays as it is, and work is looked for all the time. */
export function toKindsByPool<Parts extends OutboxParts>(table: TaskTable<Parts>): KindsByPool {
  const toKinds = (pool: Pool) => [...table].filter(([, row]) => row.pool === pool).map(([kind]) => kind)
  return new Map(pools.map((pool) => [pool, toKinds(pool)]))
}

/** @param countRunning tasks of a pool that this process has under way. */
export function toPoolRequests(
  kindsByPool: KindsByPool,
  countRunning: (pool: Pool) => number,
  { limits, left }: { readonly limits: Readonly<Record<string, number>>; readonly left: Left },
): readonly PoolRequest[] {
  return pools.flatMap((pool) => {
    const { most, sharedBy, mostPerShare } = places[pool]
    const limit = most - countRunning(pool)
    return limit <= 0
      ? []
      : [
          {
            kinds: kindsByPool.get(pool) ?? [],
            limit,
            sharedBy,
            mostPerShare,
            // No card needs a connection with Exchange.
            ...(sharedBy === 'platform'
              ? { limits, left: left.readForeign() }
              : { left: { ...left.readFar(), ...left.readForeign() } }),
          },
        ]
  })
}
