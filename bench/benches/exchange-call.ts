import { type Repeated, repeatedSchema } from '../processes/repeat.js'
import { type Figure, toPairedFigure } from '../report/figure.js'
import type { Bench } from './bench.js'
import { withExchange } from './exchange-scene.js'
import { pick, takeTurns } from './rounds.js'

/** As long as the list of each tenant is. The last is the longest page there is. */
const lengths = [0, 100, 1_000]

const floorNote = 'the floor sends the same request with the same HTTP client, bare, and parses the JSON'
const target = { of: 'ratio', atMost: 1.5 } as const

export const exchangeCall: Bench = {
  name: 'exchange-call',
  run: ({ rounds, roundMilliseconds, warmUps }) =>
    withExchange(lengths, async ({ startChild }) => {
      const caller = await startChild('caller')
      const fetcher = await startChild('fetcher')
      const figures: Figure[] = []
      for (const [tenant, records] of lengths.entries()) {
        const plan = {
          tenant,
          records,
          milliseconds: roundMilliseconds,
          cmdlets: ['Get-BlockedSenderAddress'],
        }
        const pairs = await takeTurns({
          rounds,
          warmUps,
          ours: async () => toRound(await caller.call('repeat', plan, repeatedSchema)),
          floor: async () => toRound(await fetcher.call('repeat', plan, repeatedSchema)),
        })
        const name = `Cmdlet over REST, ${records.toLocaleString('en-US')} records`
        const isLongest = records === lengths.at(-1)
        figures.push(
          toPairedFigure(
            { name, unit: 'ms', note: floorNote, ...(isLongest ? { target } : {}) },
            pick(pairs, 'milliseconds'),
          ),
          toPairedFigure({ name: `${name}: processor`, unit: 'ms' }, pick(pairs, 'processor')),
        )
      }
      return figures
    }),
}

function toRound({ milliseconds, processorMilliseconds }: Repeated) {
  return { milliseconds, processor: processorMilliseconds }
}
