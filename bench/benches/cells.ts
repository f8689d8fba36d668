// A thousand tenants' settings and looks are remembered: what a commit that has nothing to do with them pays for it.
import type { Pair } from '../report/figure.js'
import { toPairedFigure } from '../report/figure.js'
import type { Bench } from './bench.js'
import { interleave, timeStore } from './commit.js'
import { withScene } from './scene.js'

const tenants = 1_000
const openIncidents = 20

const note =
  'the floor of the first is the same commit without them, of the second their bytes written and flushed'

export const cells: Bench = {
  name: 'cells',
  run: ({ rounds, isQuick }) =>
    withScene(async (scene) => {
      const without = await scene.startChild('store', { openIncidents, closedIncidents: 0 })
      const remembering = await scene.startChild('store', { openIncidents, closedIncidents: 0, tenants })
      const toWithout: Pair[] = []
      const toFloor: Pair[] = []
      const times = isQuick ? 10 : 30
      for (let round = 0; round <= rounds; round += 1) {
        const [alone = 0, ours = 0, floor = 0, floorAlone = 0] = await interleave(times, [
          () => timeStore(without, 'commit'),
          () => timeStore(remembering, 'commit'),
          () => timeStore(remembering, 'write'),
          () => timeStore(without, 'write'),
        ])
        if (round === 0) continue
        toWithout.push({ ours, floor: alone })
        toFloor.push({ ours: floor, floor: floorAlone })
      }
      const name = `A commit with ${tenants.toLocaleString('en-US')} tenants' settings and looks`
      return [
        toPairedFigure({ name, unit: 'ms', target: { of: 'ratio', atMost: 1.3 }, note }, toWithout),
        toPairedFigure({ name: 'Their bytes alone, written and flushed', unit: 'ms', note }, toFloor),
      ]
    }),
}
