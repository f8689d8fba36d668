import { type Figure, toFigure } from '../report/figure.js'
import type { Bench } from './bench.js'
import { milliseconds, toScale, withDays } from './days.js'

export const fullDisk: Bench = {
  name: 'full-disk',
  run(pace): Promise<readonly Figure[]> {
    const scale = { ...toScale(pace), tenants: 20 }
    const fullMilliseconds = pace.isQuick ? 2_500 : 25_000
    return withDays(scale, async ({ start }) => {
      const day = await start(scale.tenants)
      const next = await day.call('fillDisk', fullMilliseconds, milliseconds)
      return [
        toFigure(
          {
            name: `${fullMilliseconds / 1_000} s of a full disk: next poll, once there is room`,
            unit: 's',
            target: { of: 'ours', atMost: 10 },
            note: `of each of the ${next.length} tenants whose poll fell due meanwhile`,
          },
          next.map((one) => one / 1_000),
        ),
      ]
    })
  },
}
