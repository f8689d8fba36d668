import { toPairedFigure } from '../report/figure.js'
import type { Bench } from './bench.js'
import { floodOnce } from './floods.js'
import { pick, takeTurns } from './rounds.js'
import { withScene } from './scene.js'

export const teamsInvoke: Bench = {
  name: 'teams-invoke',
  run: ({ rounds, roundMilliseconds }) =>
    withScene(async (scene) => {
      const ours = await scene.startBot({})
      const floor = await scene.startBotBuilder()
      const plan = {
        kind: 'invoke',
        action: 'show',
        connections: 32,
        milliseconds: roundMilliseconds,
        requests: 1e9,
        until: 'answered',
      } as const
      const pairs = await takeTurns({
        rounds,
        ours: () => floodOnce(scene, ours, plan),
        floor: () => floodOnce(scene, floor, plan),
      })
      const name = 'Teams invoke `show`, answered with the card'
      return [
        toPairedFigure({ name, unit: '/s', target: { of: 'ratio', atLeast: 0.8 } }, pick(pairs, 'perSecond')),
        toPairedFigure({ name: 'Teams invoke: p99', unit: 'ms' }, pick(pairs, 'worst')),
        toPairedFigure({ name: 'Teams invoke: processor', unit: 'us' }, pick(pairs, 'microseconds')),
      ]
    }),
}
