// The end of watching organisations: what is outstanding, and their cards told so by a bot that has them in its settings no
// more.
import type { BotSettings, StorePlace } from '../config/index.js'
import { toOrganisationId } from '../domain/apart.js'
import { createRoster } from '../features/replicas/roster.js'
import { findOutstanding, type Outstanding, toRetiredEvent } from '../features/retire/outstanding.js'
import type { Clock, Store } from '../ports.js'
import type { Surroundings } from './backends.js'
import { openQuietBot } from './bot.js'
import { createSystemClock } from './clock.js'
import { openReadingStore } from './store.js'

type Named = Pick<BotSettings['tenants'][number], 'id' | 'name'>

/** Also while a bot runs. @throws StoreError when it cannot be read, or no bot ever ran. */
export async function readOutstanding(
  place: StorePlace,
  tenants: readonly Named[],
): Promise<readonly Outstanding[]> {
  const { store, clock, close } = await openReadingStore(place)
  try {
    return await Promise.all(tenants.map((tenant) => findOutstanding({ store, clock }, tenant)))
  } finally {
    await close()
  }
}

/** Until a bot that runs has ended all that was going on there; false when that takes too long. */
export async function waitUntilLeft(place: StorePlace, ids: readonly string[]): Promise<boolean> {
  const clock = createSystemClock()
  const until = clock.monotonic() + longestMilliseconds
  while (clock.monotonic() < until) {
    const left = await readOutstanding(
      place,
      ids.map((id) => ({ id, name: id })),
    )
    if (left.every(({ open }) => open.length === 0)) return true
    await new Promise<void>((resolve) => void clock.after(betweenMilliseconds, resolve))
  }
  return false
}

interface Wish {
  readonly outstanding: readonly Outstanding[]
  readonly user: string
  readonly host: string
}

/** `others`: other processes have them in their settings, and would go on. `late`: not every card could be edited yet. */
export type Retired = 'done' | 'others' | 'late'

/** @throws StoreError when a bot has the folder. */
export async function retireTenants(
  settings: BotSettings,
  { outstanding, user, host }: Wish,
  surroundings: Surroundings & { readonly pid: number },
): Promise<Retired> {
  const ids = new Set(outstanding.map(({ tenantId }) => tenantId))
  const tenants = settings.tenants.filter(({ id }) => !ids.has(id))
  const { bot, store, clock, close } = await openQuietBot({ ...settings, tenants }, surroundings)
  try {
    // This one has not said yet that it is there.
    if (store.isShared && (await createRoster({ store, clock }).listLiving()).length > 0) return 'others'
    const by = { platform: 'console', id: user, name: user, host } as const
    const at = clock.now()
    await store.commit({ events: outstanding.map((one) => toRetiredEvent(one, { by, at })) })
    await bot.start()
    const isDone = await settle(store, clock, ids)
    await bot.stop()
    return isDone ? 'done' : 'late'
  } finally {
    await close()
  }
}

const longestMilliseconds = 60_000
const betweenMilliseconds = 300

/** Until nothing of them is live and nothing waits to be done at once. */
async function settle(store: Store, clock: Clock, ids: ReadonlySet<string>): Promise<boolean> {
  const until = clock.monotonic() + longestMilliseconds
  let quiet = 0
  while (clock.monotonic() < until) {
    await new Promise<void>((resolve) => void clock.after(betweenMilliseconds, resolve))
    const live = (await store.listLive({})).filter(({ tenantId }) => ids.has(toOrganisationId(tenantId)))
    const { due } = await store.readBacklog(clock.now())
    quiet = live.length === 0 && due === 0 ? quiet + 1 : 0
    // What was just taken up is not due any more, and not done yet.
    if (quiet >= 3) return true
  }
  return false
}
