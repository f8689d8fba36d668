import { z } from 'zod'
import { toFigure } from '../report/figure.js'
import type { Bench } from './bench.js'
import { cardSeconds, milliseconds, sentTarget, toScale, toText, withDays } from './days.js'

const stormSchema = z.object({
  digest: z.number(),
  yes: milliseconds,
  card: z.number(),
  gathering: z.number(),
})

export const storm: Bench = {
  name: 'storm',
  run(pace) {
    const { pollSeconds } = toScale(pace)
    const restricted = pace.isQuick ? 300 : 2_300
    return withDays({ tenants: 3, pollSeconds }, async ({ start }) => {
      const day = await start(3)
      const found = await day.call('storm', { restricted, gatherMilliseconds: 6_000 }, stormSchema)
      const name = `Storm of ${toText(restricted)}, 6 s for the evidence of each`
      return [
        toFigure(
          {
            name: `${name}: poll to digest`,
            unit: 's',
            target: { of: 'ours', atMost: 10 },
            note: 'every incident is saved before anybody is told',
          },
          [found.digest / 1_000],
        ),
        toFigure(
          {
            name: `${name}: another tenant's Yes to the call`,
            unit: 'ms',
            target: sentTarget,
            note: `three of them, from the poll of the storm on, while ${toText(found.gathering)} had been asked about`,
          },
          found.yes,
        ),
        toFigure(
          {
            name: `${name}: a third tenant's restriction to card`,
            unit: 's',
            target: { of: 'ours', atMost: pollSeconds + cardSeconds },
          },
          [found.card / 1_000],
        ),
      ]
    })
  },
}
