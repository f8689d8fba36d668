import { setTimeout as wait } from 'node:timers/promises'
import { toFigure } from '../report/figure.js'
import { withPostgres } from '../world/postgres.js'
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
        await untilIdle(bot)
        const plan = { kind: 'command', connections: 1, milliseconds: 60_000, requests: 1 } as const
        const figures = []
        for (const action of pages) {
          const waits: number[] = []
          for (let turn = 0; turn <= (isQuick ? 5 : 20); turn += 1)
            waits.push((await scene.flood(bot, { ...plan, action, until: 'answered' })).medianMilliseconds)
          const [word] = action.split(' ')
          const name = `PostgreSQL: \`/restricted ${word}\`, ${toText(openIncidents)} live, ${toText(closed)} closed`
          figures.push(
            toFigure({ name, unit: 'ms', target: { of: 'ours', atMost: 50 }, note }, waits.slice(1)),
          )
        }
        return figures
      }),
    ),
}

/** After a start it looks at every card that is there: no more than a tenth of a second of work in one. */
async function untilIdle(bot: Side): Promise<void> {
  for (let before = 0, spent = Number.POSITIVE_INFINITY; spent > 100; ) {
    const { processorMilliseconds } = await bot.readUsage()
    spent = processorMilliseconds - before
    before = processorMilliseconds
    await wait(1_000)
  }
}

function toText(count: number): string {
  return count.toLocaleString('en-US')
}
