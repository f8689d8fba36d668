import { toPairedFigure } from '../report/figure.js'
import type { Bench, Pace } from './bench.js'
import { floodOnce } from './floods.js'
import { pick, takeTurns } from './rounds.js'
import { type Scene, type Side, withScene } from './scene.js'

const countless = Number.MAX_SAFE_INTEGER

const ackTargets = {
  perSecond: { of: 'ratio', atLeast: 0.8 },
  worst: { of: 'ratio', atMost: 1.25 },
} as const

export const slackClick: Bench = {
  name: 'slack-click',
  run: (pace) =>
    withScene(async (scene) => [
      ...(await measureRequest(scene, pace)),
      ...(await measureHaste(scene, pace)),
      ...(await measureWork(scene, pace)),
    ]),
}

/** The request alone: no handler has anything to do once it has been taken. */
async function measureRequest(scene: Scene, { rounds, roundMilliseconds, warmUps }: Pace) {
  const ours = await scene.startBot({ answers: 'nothing' })
  const floor = await scene.startBolt({ opens: false })
  const plan = {
    kind: 'click',
    action: 'show',
    connections: 64,
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
  const name = 'Slack click, taken'
  return [
    toPairedFigure({ name, unit: '/s', target: ackTargets.perSecond }, pick(pairs, 'perSecond')),
    toPairedFigure({ name: `${name}: p99`, unit: 'ms', target: ackTargets.worst }, pick(pairs, 'worst')),
    toPairedFigure({ name: `${name}: processor`, unit: 'us' }, pick(pairs, 'microseconds')),
  ]
}

/** Clicks that are acknowledged at once and answered afterwards, asked for faster than they can be answered. */
async function measureHaste(scene: Scene, { roundMilliseconds, warmUps, isQuick }: Pace) {
  const ours = await scene.startBot({})
  const floor = await scene.startBolt({ opens: false })
  const plan = {
    kind: 'click',
    action: 'show',
    connections: 64,
    milliseconds: roundMilliseconds,
    requests: countless,
    until: 'answered',
  } as const
  const pairs = await takeTurns({
    rounds: isQuick ? 2 : 3,
    warmUps,
    async ours() {
      const round = await floodOnce(scene, ours, plan)
      await untilIdle(ours)
      return round
    },
    floor: () => floodOnce(scene, floor, plan),
  })
  await Promise.all([ours.child.stop(), floor.child.stop()])
  const note =
    'the floor throws the click away; Reprieve opens a window for each, and one call of the Web API costs several times what an acknowledgement does'
  return [
    toPairedFigure(
      {
        name: 'Slack click `show`, acknowledged under flood',
        unit: '/s',
        target: ackTargets.perSecond,
        note,
      },
      pick(pairs, 'perSecond'),
    ),
  ]
}

/** The whole click, until the person sees the window. */
async function measureWork(scene: Scene, { rounds, roundMilliseconds, warmUps, isQuick }: Pace) {
  const reviews = isQuick ? 50 : 150
  const ours = await scene.startBot({ openIncidents: reviews * (rounds + warmUps) })
  const floor = await scene.startBolt({ opens: true })
  const plan = { kind: 'click', connections: 32, until: 'opened' } as const
  const measure = (given: { action: string; requests: number; milliseconds: number }) =>
    takeTurns({
      rounds,
      warmUps,
      ours: () => floodOnce(scene, ours, { ...plan, ...given }),
      floor: () => floodOnce(scene, floor, { ...plan, ...given }),
    })
  const shown = await measure({ action: 'show', requests: countless, milliseconds: roundMilliseconds })
  const reviewed = await measure({ action: 'review', requests: reviews, milliseconds: 30_000 })
  const name = 'Slack click `show`, window open'
  return [
    toPairedFigure(
      { name, unit: '/s', target: { of: 'ratio', atLeast: 0.7 }, note: whatIsDone },
      pick(shown, 'perSecond'),
    ),
    toPairedFigure(
      { name: 'Slack click `show`: processor', unit: 'us', target: { of: 'ours', atMost: 4_000 } },
      pick(shown, 'microseconds'),
    ),
    toPairedFigure(
      { name: 'Slack click `review`, saved and window open', unit: '/s', note: whatIsSaved },
      pick(reviewed, 'perSecond'),
    ),
  ]
}

const whatIsDone =
  'the floor opens a window that was rendered once; Reprieve finds out who it is, asks the access policy, reads the incident and its journal, and renders what it has not just rendered'
const whatIsSaved = 'the same floor, which saves nothing; Reprieve also saves who reviews, on the disk'

/** What was acknowledged is worked off before the other side has its turn. */
async function untilIdle(side: Side): Promise<void> {
  for (let before = 0, now = 1_000; now - before > 50; ) {
    before = (await side.readUsage()).processorMilliseconds
    await new Promise((resolve) => setTimeout(resolve, 250))
    now = (await side.readUsage()).processorMilliseconds
  }
}
