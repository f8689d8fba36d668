import { z } from 'zod'
import { toFigure } from '../report/figure.js'
import type { Bench } from './bench.js'
import { withScene } from './scene.js'

const firstNote =
  'reads twelve months through and seals eleven of them; so does the first start after each month'

export const history: Bench = {
  name: 'history',
  run: ({ rounds, isQuick }) =>
    withScene(async (scene) => {
      const closedIncidents = isQuick ? 5_000 : 100_000
      const opener = await scene.startChild('opener', { closedIncidents })
      const open = () => opener.call('open', undefined, z.number())
      const first = await open()
      const later: number[] = []
      for (let round = 0; round < rounds; round += 1) later.push(await open())
      const closed = closedIncidents.toLocaleString('en-US')
      const entries = (closedIncidents * 4).toLocaleString('en-US')
      const name = `File store: a start with ${closed} closed and ${entries} journal entries (processor time)`
      return [
        toFigure({ name, unit: 'ms', target: { of: 'ours', atMost: 1_500 } }, later),
        toFigure({ name: 'The same before the months are sealed', unit: 'ms', note: firstNote }, [first]),
      ]
    }),
}
