// Which memory this is. A data folder that is empty, because its volume is not mounted for example, looks like a first
// start: the bot would announce everything anew and unblock what has been unblocked. So it says that it begins.
import { z } from 'zod'
import { cell } from '../../domain/cell.js'
import type { Gap } from '../../domain/gap.js'
import { keepUnknown } from '../../domain/keep-unknown.js'
import { toChannels } from '../../domain/route.js'
import type { ChannelRef } from '../../domain/task.js'
import type { Tenant } from '../../domain/tenant.js'
import { ConfigError, StaleError } from '../../errors.js'
import { forgetPosted, sayOnce } from '../../outbox/post-once.js'
import type { Claim, Clock, CreateId, Log, Memory, Store } from '../../ports.js'
import { getPlatform, type HealthPart, type Parts } from '../feature.js'
import { toGapCard, toNewStoreCard } from '../words/notice.js'
import { toAnnounceTasks } from './tasks.js'

const identity = cell('store', keepUnknown(z.object({ id: z.string() }).readonly()))()

/** The random id of a store; undefined for one that no bot has begun yet, or only a program that gave none. */
export async function recallStoreId(memory: Memory): Promise<string | undefined> {
  return (await identity.recall(memory))?.id
}

interface Beginning {
  readonly store: Store
  readonly clock: Clock
  readonly createId: CreateId
  readonly log: Log
  /** Whose channels hear of a beginning. */
  readonly tenants: readonly Tenant[]
}

/** Gives a store its id. The first start of all is told in the log, in the journal and once in every alert channel. */
export async function beginStore({ store, clock, createId, log, tenants }: Beginning): Promise<void> {
  if ((await recallStoreId(store)) !== undefined) return
  const now = clock.now()
  const id = createId()
  const cells = [identity.put({ id }, { expectedVersion: 0 })]
  const channels = toChannels(tenants.flatMap(({ routes }) => routes))
  const told = (await isUsed(store))
    ? {}
    : {
        events: [{ at: now, type: 'store.created', data: { storeId: id } }],
        tasks: toAnnounceTasks(channels, now),
      }
  try {
    await store.commit({ cells, ...told })
    if ('events' in told) log.warn({ storeId: id }, 'store.begun-empty')
  } catch (error) {
    // Another process that starts just now has begun it.
    if (!(error instanceof StaleError)) throw error
  }
}

/** Every bot that ever ran has left a task: its next look. */
async function isUsed(store: Store): Promise<boolean> {
  const [{ due, nextDueAt }, [entry], live, closed] = await Promise.all([
    store.readBacklog(0),
    store.readJournal({ limit: 1 }),
    store.listLive({}),
    store.countClosed({}),
  ])
  return due > 0 || nextDueAt !== undefined || entry !== undefined || live.length + closed > 0
}

interface Expected {
  /** As the settings say it; any when undefined. */
  readonly storeId?: string | undefined
  /** Where it is kept, in words: `the data folder /var/lib/reprieve`. */
  readonly place: string
  /** What may be the matter when it is another one. */
  readonly isDatabase?: boolean
}

/** @throws ConfigError when the settings expect another store than the one that is there. */
export async function requireStore(
  store: Store,
  { storeId, place, isDatabase = false }: Expected,
): Promise<void> {
  if (storeId === undefined) return
  const found = await recallStoreId(store)
  if (found === storeId) return
  const remedy = isDatabase
    ? 'Name the right database in store.url, or'
    : 'Bring the right data folder back (is its volume mounted?), or'
  if (found !== undefined)
    throw toRefusal(`${place} holds the store ${found}, not ${storeId}. ${remedy} write the id of this one`)
  if (await isUsed(store))
    throw toRefusal(
      `the store in ${place} is older than its ids. Start once without storeId; "reprieve doctor" says the id then`,
    )
  throw toRefusal(
    `${place} is empty, and not the store ${storeId}. ${remedy} remove storeId to begin with an empty memory`,
  )
}

function toRefusal(problem: string): ConfigError {
  return new ConfigError([`storeId: ${problem}.`])
}

export async function announceStore(
  parts: Parts,
  { channel, gap }: { readonly channel: ChannelRef; readonly gap?: Gap | undefined },
  claim: Claim,
): Promise<void> {
  const card = gap === undefined ? toNewStoreCard((await recallStoreId(parts.store)) ?? '') : toGapCard(gap)
  const { key } = claim.task
  const platform = getPlatform(parts, channel.platform)
  await sayOnce(parts, { claim, platform, key, place: { kind: 'channel', channel } }, card)
  await parts.store.commit({ settle: { claim } })
  await forgetPosted(parts, key)
}

export async function readStoreHealth({ store }: Parts): Promise<readonly HealthPart[]> {
  const id = await recallStoreId(store)
  const { ok, detail } = store.health()
  const about = id === undefined ? '' : `id ${id}; `
  const reason = store.isShared ? 'database-away' : 'journal-behind'
  return [{ ok, name: 'Store', detail: `${about}${detail}`, reason, isOwn: true }]
}
