// One of several bots on one PostgreSQL. Each has Exchange and Slack as a list of its own: what happens at one is told to all.
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { duties } from '../../src/features/index.js'
import { createLog } from '../../src/log/index.js'
import type { Store } from '../../src/ports.js'
import { createPostgresStore } from '../../src/stores/postgres/index.js'
import { createSender } from '../../test/features/acts.js'
import type { ScriptedBackend } from '../../test/features/backend.js'
import { answerCalls } from '../processes/answer.js'
import { clock, type Day, startDay, until } from '../world/day.js'
import { reachYes } from '../world/people.js'

const settingsSchema = z.object({
  url: z.string(),
  folder: z.string(),
  pollSeconds: z.number(),
  leaseMilliseconds: z.number(),
})

/** An hour: whoever waits for it is killed much earlier. */
const neverMilliseconds = 3_600_000

let day: Day
let backend: ScriptedBackend
let press: (() => Promise<number>) | undefined

answerCalls({
  async start(argument) {
    const { url, leaseMilliseconds, ...settings } = settingsSchema.parse(argument)
    const log = createLog({ level: 'silent' })
    const store = await createPostgresStore({ url, duties, clock, createId: randomUUID, log })
    day = await startDay({
      ...settings,
      tenants: 1,
      listMilliseconds: 0,
      store: withLease(store, leaseMilliseconds),
    })
    const [only] = day.backends
    if (only === undefined) throw new Error('There is no tenant.')
    backend = only
  },
  restrict(address) {
    backend.restrict(createSender(z.string().parse(address)))
  },
  clear(address) {
    backend.clear({ kind: 'sender', address: z.string().parse(address) })
  },
  /** Resolves when somebody may say Yes here. */
  async review(address) {
    press = await reachYes(day, await day.untilKnown(z.string().parse(address)))
  },
  /** Resolves with when it was pressed. */
  sayYes: () => press?.(),
  /** When Exchange was asked by this one to let somebody send again. */
  listUnblocks: () => backend.timesOf('unblock'),
  /** From now on evidence never comes here. */
  hang() {
    backend.take('gather', neverMilliseconds)
  },
  untilGathering: () => until(() => backend.timesOf('gather')[0]),
})

/** Shorter than the program's, so that nobody has to wait for minutes. */
function withLease(store: Store, leaseMilliseconds: number): Store {
  return {
    ...store,
    claimTasks: (request) => store.claimTasks({ ...request, leaseMilliseconds }),
    renewClaims: (request) => store.renewClaims({ ...request, leaseMilliseconds }),
  }
}
