import { z } from 'zod'
import { toPairedFigure } from '../report/figure.js'
import type { Bench, Pace } from './bench.js'
import { floodOnce } from './floods.js'
import { pick, takeTurns } from './rounds.js'
import { type Scene, type Side, withScene } from './scene.js'

const countless = Number.MAX_SAFE_INTEGER
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
        ours: await scene.startBot({ privateAnswers: 'card' }),
        floor: await scene.startBotBuilder({ answers: 'card' }),
      })
      const sent = await measureSent(scene, pace)
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
        toPairedFigure(
          {
            name: 'Teams invoke `show`, the page sent as a message: processor',
            unit: 'us',
            note: 'one after the other, as often as Teams takes messages; the floor sends a card that was rendered once',
          },
          pick(sent, 'microseconds'),
        ),
      ]
    }),
}

/** Teams takes 30 calls a second, and in each conversation fewer: whoever presses beyond that is answered with the card. */
const sentAtOnce = 12
const limitMilliseconds = 1_100

/** The usual case: the page goes out as a message of its own, and the press is answered with a line that says so. */
async function measureSent(scene: Scene, { rounds, warmUps, roundMilliseconds }: Pace) {
  const ours = await scene.startBot({})
  const floor = await scene.startBotBuilder({ answers: 'message' })
  const flood = { kind: 'invoke', action: 'show', until: 'answered', isApart: true } as const
  const warmUp = { ...flood, connections: 32, milliseconds: roundMilliseconds * 2, requests: countless }
  const plan = { ...flood, connections: 1, milliseconds: 30_000, requests: sentAtOnce }
  for (const side of [ours, floor]) await floodOnce(scene, side, warmUp)
  const pairs = await takeTurns({
    rounds,
    warmUps,
    async ours() {
      await new Promise((resolve) => setTimeout(resolve, limitMilliseconds))
      const before = await countMessages(scene)
      const round = await floodOnce(scene, ours, plan)
      const messages = (await countMessages(scene)) - before
      if (messages !== sentAtOnce)
        throw new Error(`${messages} of ${sentAtOnce} pages were sent as messages.`)
      return round
    },
    floor: () => floodOnce(scene, floor, plan),
  })
  await Promise.all([ours.child.stop(), floor.child.stop()])
  return pairs
}

function countMessages({ world }: Scene): Promise<number> {
  return world.call('count', 'activities?isTargetedActivity=true', z.number())
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
    requests: countless,
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
