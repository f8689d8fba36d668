import { toFigure } from '../report/figure.js'
import type { Bench } from './bench.js'
import { withScene } from './scene.js'

const restrictions = 10_000

export const list: Bench = {
  name: 'list',
  run: ({ isQuick }) =>
    withScene(async (scene) => {
      const bot = await scene.startBot({ openIncidents: restrictions })
      const plan = {
        kind: 'command',
        action: 'list',
        connections: 1,
        milliseconds: 20_000,
        requests: 1,
        until: 'answered',
      } as const
      const waits: number[] = []
      for (let turn = 0; turn <= (isQuick ? 5 : 20); turn += 1)
        waits.push((await scene.flood(bot, plan)).medianMilliseconds)
      return [
        toFigure(
          {
            name: '`/restricted list` with 10,000 restrictions, first page',
            unit: 'ms',
            target: { of: 'ours', atMost: 100 },
          },
          waits.slice(1),
        ),
      ]
    }),
}
