import { z } from 'zod'
import { type Pair, toPairedFigure } from '../report/figure.js'
import { median } from '../report/statistics.js'
import { withPostgres } from '../world/postgres.js'
import { putOpen } from '../world/rows.js'
import type { Bench } from './bench.js'
import { withScene } from './scene.js'

const openIncidents = 2_000

const note =
  'an incident, an event and a task; the floor writes the same rows, one plain statement for each table, in one transaction; Reprieve also checks, hashes, tells the others and marks the commit. Both wait for the disk'

export const postgresCommit: Bench = {
  name: 'postgres-commit',
  run: ({ rounds, isQuick }) =>
    withPostgres((postgres) =>
      withScene(async (scene) => {
        const url = await postgres.createDatabase('bench')
        await putOpen(url, openIncidents)
        const database = await scene.startChild('database', { url, openIncidents })
        const time = (name: 'commit' | 'byHand') => database.call(name, undefined, z.number())
        const pairs: Pair[] = []
        for (let round = 0; round <= rounds; round += 1) {
          const ours: number[] = []
          const floor: number[] = []
          for (let turn = 0; turn < (isQuick ? 20 : 100); turn += 1) {
            ours.push(await time('commit'))
            floor.push(await time('byHand'))
          }
          if (round > 0) pairs.push({ ours: median(ours), floor: median(floor) })
        }
        const name = `PostgreSQL: a commit with ${openIncidents.toLocaleString('en-US')} open incidents`
        return [toPairedFigure({ name, unit: 'ms', target: { of: 'ratio', atMost: 1.5 }, note }, pairs)]
      }),
    ),
}
