import { toPairedFigure } from '../report/figure.js'
import type { Bench } from './bench.js'
import { floodOnce } from './floods.js'
import { pick, takeTurns } from './rounds.js'
import { withScene } from './scene.js'

export const teamsForged: Bench = {
  name: 'teams-forged',
  run: ({ rounds, roundMilliseconds, warmUps }) =>
    withScene(async (scene) => {
      const ours = await scene.startBot({ answers: 'nothing' })
      const floor = await scene.startVerifier()
      const plan = {
        kind: 'invoke',
        token: 'forged',
        action: 'show',
        connections: 32,
        milliseconds: roundMilliseconds,
        requests: Number.MAX_SAFE_INTEGER,
        until: 'answered',
      } as const
      const pairs = await takeTurns({
        rounds,
        warmUps,
        ours: () => floodOnce(scene, ours, plan),
        floor: () => floodOnce(scene, floor, plan),
      })
      return [
        toPairedFigure(
          {
            name: 'Forged token of Teams refused: processor',
            unit: 'us',
            target: { of: 'ratio', atMost: 1.5 },
            note: "the token is right but for its signature; the floor is a bare server with jose's jwtVerify",
          },
          pick(pairs, 'microseconds'),
        ),
        toPairedFigure({ name: 'Forged token of Teams refused', unit: '/s' }, pick(pairs, 'perSecond')),
      ]
    }),
}
