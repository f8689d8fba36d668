// What is polled at the start of one replica of several. Whoever is polled as often as usual, by whichever, keeps their turn:
// a deploy of many must not ask Exchange for everything once for each of them.
import { type Instant, isAhead } from '../../domain/instant.js'
import type { Task } from '../../domain/task.js'
import type { Tenant } from '../../domain/tenant.js'
import type { Parts } from '../feature.js'
import { pollOf } from './polls.js'
import { toSpreadWatchTasks, toWatchTask } from './tasks.js'

export async function listFirstPolls(
  { store, tenants }: Pick<Parts, 'store' | 'tenants'>,
  now: Instant,
): Promise<readonly Task[]> {
  const all = [...tenants.values()].map(async (tenant) => ({ id: tenant.id, nextAt: await findNext(tenant) }))
  const found = await Promise.all(all)
  const waiting = found.flatMap(({ id, nextAt }) => (nextAt === undefined ? [] : [toWatchTask(id, nextAt)]))
  const due = found.flatMap(({ id, nextAt }) => (nextAt === undefined ? [id] : []))
  return [...waiting, ...toSpreadWatchTasks(due, now)]

  /** Undefined when it is to be polled now: what failed may have been mended by this very start. */
  async function findNext({ id, pollSeconds }: Tenant): Promise<Instant | undefined> {
    const poll = await pollOf(id).recall(store)
    if (poll === undefined || poll.failures > 0 || isAhead(poll.lastTriedAt, now)) return undefined
    const nextAt = poll.lastTriedAt + pollSeconds * 1_000
    return nextAt > now ? nextAt : undefined
  }
}
