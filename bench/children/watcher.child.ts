// Many tenants, looked at over REST, each as often as it is due.
import { z } from 'zod'
import type { Clock, RestrictionBackend } from '../../src/ports.js'
import { answerCalls } from '../processes/answer.js'
import { readUsage } from '../processes/usage.js'
import { cloudSchema, createRest } from '../world/cloud.js'
import { createPunctuality } from '../world/punctuality.js'
import { clock, createWatchingBot, openDatabase, openStore } from '../world/watching.js'

const settingsSchema = z.object({
  folder: z.string(),
  cloud: cloudSchema,
  tenants: z.number(),
  pollSeconds: z.number(),
  /** Shared with others who watch the same tenants; a file store of its own when undefined. */
  databaseUrl: z.string().optional(),
})
/** How long a token is used before a new one is asked for. */
const freshMilliseconds = 600_000

const punctuality = createPunctuality(clock)
const unseen = new Set<string>()
let tenantCount = 0
let startedAt = 0
let endFirstRound = (_seconds: number) => {}
const firstRound = new Promise<number>((resolve) => {
  endFirstRound = resolve
})

answerCalls({
  async start(argument) {
    const { folder, cloud, tenants, pollSeconds, databaseUrl } = settingsSchema.parse(argument)
    tenantCount = tenants
    const rest = createRest(cloud)
    const backends = new Map<string, RestrictionBackend>()
    for (let index = 0; index < tenants; index += 1) {
      const id = `tenant-${index}`
      unseen.add(id)
      backends.set(id, toWatched(id, await rest.toBackend(index, toSpreadClock(index / tenants))))
    }
    const opened = databaseUrl === undefined ? openStore(folder) : openDatabase(databaseUrl)
    const store = punctuality.watch(await opened)
    startedAt = performance.now()
    await createWatchingBot({ store, pollSeconds, backends, pollEnded: punctuality.end }).start()
  },
  /** Resolves with how many seconds it took. */
  untilAllSeen: () => firstRound,
  /** How many it has looked at itself. */
  countSeen: () => tenantCount - unseen.size,
  /** The same when others look at some of them. */
  endFirstRound: () => unseen.clear(),
  takePunctuality: punctuality.take,
  usage: readUsage,
})

function toWatched(id: string, backend: RestrictionBackend): RestrictionBackend {
  return {
    ...backend,
    async list(signal) {
      punctuality.begin(id)
      const listed = await backend.list(signal)
      if (unseen.delete(id) && unseen.size === 0) endFirstRound((performance.now() - startedAt) / 1_000)
      return listed
    },
  }
}

/**
 * All tokens are asked for in the first round. After it they are of every age, as they are in a process that has been
 * running for a day: some are renewed in every round.
 */
function toSpreadClock(share: number): Clock {
  const toAge = () => (unseen.size === 0 ? share * freshMilliseconds : 0)
  return { ...clock, now: () => clock.now() + toAge(), monotonic: () => clock.monotonic() + toAge() }
}
