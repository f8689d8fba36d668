import { setTimeout as wait } from 'node:timers/promises'
import { z } from 'zod'
import { toFigure } from '../report/figure.js'
import { ask, type Postgres, withPostgres } from '../world/postgres.js'
import { putClosed, putOpen } from '../world/rows.js'
import type { Bench } from './bench.js'
import { type Side, withScene } from './scene.js'

const pages = ['list', 'history person-7@contoso.com', 'status'] as const

const note =
  'nothing changes between two of them; closed ones are over for up to a year, fifty of each sender, and have no evidence any more'

export const postgresPages: Bench = {
  name: 'postgres-pages',
  run: ({ isQuick }) =>
    withPostgres((postgres) =>
      withScene(async (scene) => {
        const [openIncidents, closed] = isQuick ? [1_000, 20_000] : [10_000, 1_000_000]
        const databaseUrl = await postgres.createDatabase('bench')
        await putClosed(databaseUrl, closed)
        await putOpen(databaseUrl, openIncidents)
        const bot = await scene.startBot({ databaseUrl, openIncidents })
        await untilIdle(databaseUrl)
        const plan = { kind: 'command', connections: 1, milliseconds: 60_000, requests: 1 } as const
        const figures = []
        for (const action of pages) {
          const waits: number[] = []
          const spent: number[] = []
          for (let turn = 0; turn <= (isQuick ? 5 : 20); turn += 1) {
            const before = await readSpent(postgres, bot)
            waits.push((await scene.flood(bot, { ...plan, action, until: 'answered' })).medianMilliseconds)
            spent.push((await readSpent(postgres, bot)) - before)
          }
          const [word] = action.split(' ')
          const name = `PostgreSQL: \`/restricted ${word}\`, ${toText(openIncidents)} live, ${toText(closed)} closed`
          figures.push(
            toFigure({ name, unit: 'ms', target: { of: 'ours', atMost: 50 }, note }, waits.slice(1)),
            toFigure({ name: `${name}: processor, bot and database`, unit: 'ms' }, spent.slice(1)),
          )
        }
        return figures
      }),
    ),
}

/** A machine with much else to do makes whoever waits wait longer; what is computed stays the same. */
async function readSpent(postgres: Postgres, bot: Side): Promise<number> {
  const [{ processorMilliseconds }, ofDatabase] = await Promise.all([
    bot.readUsage(),
    postgres.readProcessorMilliseconds(),
  ])
  return processorMilliseconds + ofDatabase
}

const workSchema = z.tuple([z.object({ count: z.number() })])

/** After a start it looks at every card that is there; no work is left when nothing is due for a while. */
async function untilIdle(url: string): Promise<void> {
  for (let quiet = 0; quiet < 3; ) {
    const rows = await ask(
      url,
      `select count(*)::integer as count from (
        select from reprieve.waiting where due_at <= reprieve.now() union all select from reprieve.running
      ) as work`,
    )
    quiet = workSchema.parse(rows)[0].count === 0 ? quiet + 1 : 0
    await wait(1_000)
  }
}

function toText(count: number): string {
  return count.toLocaleString('en-US')
}
