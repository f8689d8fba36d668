import { toPairedFigure } from '../report/figure.js'
import type { Bench, Pace } from './bench.js'
import { floodOnce } from './floods.js'
import { pick, takeTurns } from './rounds.js'
import { type Scene, type Side, withScene } from './scene.js'

const target = { of: 'ratio', atLeast: 0.8 } as const

export const teamsInvoke: Bench = {
  name: 'teams-invoke',
  run: (pace) =>
    withScene(async (scene) => {
      const taken = await measure(scene, pace, {
        ours: await scene.startBot({ answers: 'nothing' }),
        floor: await scene.startBotBuilder({ answers: 'text' }),
      })
      const shown = await measure(scene, pace, {
        ours: await scene.startBot({}),
        floor: await scene.startBotBuilder({ answers: 'card' }),
      })
      return [
        toPairedFigure({ name: 'Teams invoke, taken', unit: '/s', target }, pick(taken, 'perSecond')),
        toPairedFigure({ name: 'Teams invoke, taken: p99', unit: 'ms' }, pick(taken, 'worst')),
        toPairedFigure({ name: 'Teams invoke, taken: processor', unit: 'us' }, pick(taken, 'microseconds')),
        toPairedFigure(
          {
            name: 'Teams invoke `show`, answered with the card',
            unit: '/s',
            target: { of: 'ratio', atLeast: 0.7 },
            note: 'the floor answers with a card that was rendered once; Reprieve asks the access policy, reads the incident and its journal, and renders what it has not just rendered',
          },
          pick(shown, 'perSecond'),
        ),
        toPairedFigure(
          { name: 'Teams invoke `show`: processor', unit: 'us', target: { of: 'ours', atMost: 3_050 } },
          pick(shown, 'microseconds'),
        ),
      ]
    }),
}

interface Sides {
  readonly ours: Side
  readonly floor: Side
}

async function measure(scene: Scene, { rounds, roundMilliseconds, warmUps }: Pace, { ours, floor }: Sides) {
  const plan = {
    kind: 'invoke',
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
  await Promise.all([ours.child.stop(), floor.child.stop()])
  return pairs
}
