// Many tenants, looked at over REST by two processes that share a database.
import { setTimeout as wait } from 'node:timers/promises'
import { z } from 'zod'
import type { Child } from '../processes/child.js'
import { usageSchema } from '../processes/usage.js'
import { type Figure, toFigure, toPairedFigure } from '../report/figure.js'
import { type Postgres, withPostgres } from '../world/postgres.js'
import { punctualitySchema } from '../world/punctuality.js'
import type { Bench } from './bench.js'
import { type ExchangeScene, withExchange } from './exchange-scene.js'

/** Every so many tenants one has a sender on its list. */
const tenantsPerRestriction = 20
const rounds = 2
const glanceMilliseconds = 1_000

export const postgresTenants: Bench = {
  name: 'postgres-tenants',
  run({ isQuick }) {
    // A twentieth of the tenants twenty times as often is as many looks a second.
    const plan = isQuick ? { tenants: 250, pollSeconds: 3 } : { tenants: 5_000, pollSeconds: 60 }
    const restricted = Array.from({ length: plan.tenants }, (_, index) =>
      index % tenantsPerRestriction === 0 ? 1 : 0,
    )
    return withPostgres((postgres) =>
      withExchange(restricted, async (scene) => {
        const one = await watch({ postgres, scene, plan, name: 'single', replicas: 1 })
        const two = await watch({ postgres, scene, plan, name: 'both', replicas: 2 })
        return toFigures(plan, two, one)
      }),
    )
  },
}

interface Plan {
  readonly tenants: number
  readonly pollSeconds: number
}

interface Watching {
  readonly postgres: Postgres
  readonly scene: ExchangeScene
  readonly plan: Plan
  readonly name: string
  readonly replicas: number
}

type Punctuality = z.output<typeof punctualitySchema>

interface Watched {
  /** One of each replica. */
  readonly punctualities: readonly Punctuality[]
  /** Processor time of each, in milliseconds. */
  readonly spent: readonly number[]
  readonly ofDatabase: number
  readonly looks: number
}

async function watch({ postgres, scene, plan, name, replicas }: Watching): Promise<Watched> {
  const databaseUrl = await postgres.createDatabase(name)
  const bots: Child[] = []
  for (let count = 0; count < replicas; count += 1)
    bots.push(await scene.startChild('watcher', { ...plan, databaseUrl }))
  const ask = <Schema extends z.ZodType>(what: string, schema: Schema) =>
    Promise.all(bots.map((bot) => bot.call(what, undefined, schema)))
  await untilSeen(plan.tenants, () => ask('countSeen', z.number()))
  await ask('endFirstRound', z.unknown())
  // What was late in the first round, in which all were due at once, is made up for in the second.
  await wait(plan.pollSeconds * 1_000)
  await ask('takePunctuality', punctualitySchema)
  const read = async () => ({
    usages: await ask('usage', usageSchema),
    ofDatabase: await postgres.readProcessorMilliseconds(),
  })
  const before = await read()
  await wait(rounds * plan.pollSeconds * 1_000)
  const after = await read()
  const punctualities = await ask('takePunctuality', punctualitySchema)
  await Promise.all(bots.map((bot) => bot.stop()))
  return {
    punctualities,
    spent: after.usages.map(
      ({ processorMilliseconds }, at) =>
        processorMilliseconds - (before.usages[at]?.processorMilliseconds ?? 0),
    ),
    ofDatabase: after.ofDatabase - before.ofDatabase,
    looks: punctualities.reduce((sum, { looks }) => sum + looks, 0),
  }
}

/** At all of them once, by whichever of them: two may have looked at the same. */
async function untilSeen(tenants: number, countSeen: () => Promise<readonly number[]>): Promise<void> {
  for (;;) {
    const seen = (await countSeen()).reduce((sum, count) => sum + count, 0)
    if (seen >= tenants) return
    await wait(glanceMilliseconds)
  }
}

const floorNote = 'the floor is one process alone on a database of its own, right before'

function toFigures(plan: Plan, two: Watched, one: Watched): readonly Figure[] {
  const { tenants, pollSeconds } = plan
  const name = `PostgreSQL: ${tenants.toLocaleString('en-US')} tenants every ${pollSeconds} s on two replicas`
  // A machine that has more to do looks less often: what a look takes stays the same, so the pace is that of the plan.
  const toShare = (milliseconds: number, { looks }: Watched) =>
    (100 * (milliseconds / looks) * (tenants / pollSeconds)) / 1_000
  const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0)
  const note = `${two.looks.toLocaleString('en-US')} looks of two cmdlets in ${rounds * pollSeconds} s, of ${(rounds * tenants).toLocaleString('en-US')} at that pace; ${floorNote}`
  const worst99 = Math.max(...two.punctualities.map(({ worst99: late }) => late))
  const failed = sum(two.punctualities.map((each) => each.failed))
  const most = (atMost: number) => ({ of: 'ours', atMost }) as const
  const pair = (ours: number, floor: number) => ({ ours, floor })
  return [
    toFigure({ name: `${name}: looks begin late, p99`, unit: 'ms', target: most(2_000), note }, [worst99]),
    toFigure({ name: `${name}: processor of the busier, of a core`, unit: '%', target: most(40) }, [
      toShare(Math.max(...two.spent), two),
    ]),
    toPairedFigure({ name: `${name}: processor of both`, unit: '%' }, [
      pair(toShare(sum(two.spent), two), toShare(sum(one.spent), one)),
    ]),
    toFigure({ name: `${name}: processor of the database`, unit: '%', target: most(30) }, [
      toShare(two.ofDatabase, two),
    ]),
    toPairedFigure({ name: `${name}: the same against one`, unit: '%' }, [
      pair(toShare(two.ofDatabase, two), toShare(one.ofDatabase, one)),
    ]),
    toFigure({ name: `${name}: failed looks`, unit: '', target: most(0) }, [failed]),
  ]
}
