import { toPairedFigure } from '../report/figure.js'
import type { Bench, Pace } from './bench.js'
import { floodOnce } from './floods.js'
import { pick, takeTurns } from './rounds.js'
import { type Scene, withScene } from './scene.js'

const ackTargets = {
  perSecond: { of: 'ratio', atLeast: 0.8 },
  worst: { of: 'ratio', atMost: 1.25 },
} as const

export const slackClick: Bench = {
  name: 'slack-click',
  run: (pace) =>
    withScene(async (scene) => [...(await measureRequest(scene, pace)), ...(await measureWork(scene, pace))]),
}

/** The request alone: no handler has anything to do once it has been taken. */
async function measureRequest(scene: Scene, { rounds, roundMilliseconds }: Pace) {
  const ours = await scene.startBot({ answers: 'nothing' })
  const floor = await scene.startBolt({ opens: false })
  const plan = {
    kind: 'click',
    action: 'show',
    connections: 64,
    milliseconds: roundMilliseconds,
    requests: 1e9,
    until: 'answered',
  } as const
  const pairs = await takeTurns({
    rounds,
    ours: () => floodOnce(scene, ours, plan),
    floor: () => floodOnce(scene, floor, plan),
  })
  await Promise.all([ours.child.stop(), floor.child.stop()])
  const name = 'Slack click, taken'
  return [
    toPairedFigure({ name, unit: '/s', target: ackTargets.perSecond }, pick(pairs, 'perSecond')),
    toPairedFigure({ name: `${name}: p99`, unit: 'ms', target: ackTargets.worst }, pick(pairs, 'worst')),
    toPairedFigure({ name: `${name}: processor`, unit: 'us' }, pick(pairs, 'microseconds')),
  ]
}

/** The whole click, until the person sees the window. */
async function measureWork(scene: Scene, { rounds, roundMilliseconds, isQuick }: Pace) {
  const reviews = isQuick ? 50 : 150
  const turns = Math.min(rounds, 5)
  const ours = await scene.startBot({ openIncidents: reviews * (turns + 1) })
  const floor = await scene.startBolt({ opens: true })
  const plan = {
    kind: 'click',
    connections: 32,
    milliseconds: roundMilliseconds,
    requests: 1e9,
    until: 'opened',
  } as const
  const measure = (given: { action: string; requests: number; milliseconds: number }) =>
    takeTurns({
      rounds: turns,
      ours: () => floodOnce(scene, ours, { ...plan, ...given }),
      floor: () => floodOnce(scene, floor, { ...plan, ...given }),
    })
  const shown = await measure({ action: 'show', requests: 1e9, milliseconds: roundMilliseconds })
  const reviewed = await measure({ action: 'review', requests: reviews, milliseconds: 30_000 })
  const words = { unit: '/s', target: ackTargets.perSecond }
  return [
    toPairedFigure({ ...words, name: 'Slack click `show`, window open' }, pick(shown, 'perSecond')),
    toPairedFigure({ name: 'Slack click `show`: processor', unit: 'us' }, pick(shown, 'microseconds')),
    toPairedFigure(
      { unit: '/s', name: 'Slack click `review`, saved and window open' },
      pick(reviewed, 'perSecond'),
    ),
  ]
}
