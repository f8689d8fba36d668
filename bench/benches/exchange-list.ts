import { z } from 'zod'
import type { Child } from '../processes/child.js'
import { repeatedSchema } from '../processes/repeat.js'
import { type Figure, toFigure, toPairedFigure } from '../report/figure.js'
import type { Bench } from './bench.js'
import { withExchange } from './exchange-scene.js'
import { pick, takeTurns } from './rounds.js'

const spentSchema = z.object({ milliseconds: z.number(), processorMilliseconds: z.number() })
const lookSchema = z.object({
  whole: spentSchema,
  list: spentSchema,
  compare: spentSchema,
  save: spentSchema,
})

const cmdlets = ['Get-BlockedSenderAddress', 'Get-BlockedConnector']

const floorNote =
  'the floor asks for the same pages with the same HTTP client, follows the links and parses the JSON'
const parseNote = 'Reprieve also checks every record and reads its reason and its dates'
const changeNote =
  'the end of one, the storm watch, the start of the other and the look are saved one after the other, in five such writes with that of the evidence, which is gathered meanwhile'

export const exchangeList: Bench = {
  name: 'exchange-list',
  run({ isQuick, rounds, warmUps }) {
    const restrictions = isQuick ? 2_000 : 10_000
    return withExchange([restrictions], async ({ cloud, startChild }) => {
      const bot = await startChild('looker')
      const fetcher = await startChild('fetcher')
      const known = await takeTurns({
        rounds: 2 * rounds,
        warmUps,
        ours: () => lookOnce(bot),
        floor: () => fetchOnce(fetcher, restrictions),
      })
      const changed: number[] = []
      for (let round = 0; round < rounds; round += 1) {
        await cloud.call('turnOver', undefined, z.unknown())
        changed.push((await lookOnce(bot)).whole)
      }
      return toFigures(restrictions.toLocaleString('en-US'), known, changed)
    })
  },
}

type Look = Awaited<ReturnType<typeof lookOnce>>
type Looks = readonly { readonly ours: Look; readonly floor: Look }[]

function toFigures(count: string, known: Looks, changed: readonly number[]): readonly Figure[] {
  const name = `Look at ${count} restrictions`
  const toOurs = (part: keyof Look) => known.map(({ ours }) => ours[part])
  const saveNote = `one write of the whole state file, flushed: it holds ${count} live incidents, 5 kB each with their evidence, and is as long for any change`
  return [
    toPairedFigure({ name: `${name}, all known`, unit: 'ms', note: floorNote }, pick(known, 'whole')),
    toPairedFigure({ name: `${name}: fetched and parsed`, unit: 'ms' }, pick(known, 'list')),
    toPairedFigure(
      {
        name: `${name}: fetched and parsed, processor`,
        unit: 'ms',
        target: { of: 'ratio', atMost: 3 },
        note: parseNote,
      },
      pick(known, 'listProcessor'),
    ),
    toFigure(
      { name: `${name}: compared, processor`, unit: 'ms', target: { of: 'ours', atMost: 100 } },
      toOurs('compareProcessor'),
    ),
    toFigure({ name: `${name}: saved`, unit: 'ms', note: saveNote }, toOurs('save')),
    toFigure({ name: `${name}, one gone and one new`, unit: 'ms', note: changeNote }, changed),
  ]
}

async function lookOnce(bot: Child) {
  const { whole, list, compare, save } = await bot.call('look', undefined, lookSchema)
  return {
    whole: whole.milliseconds,
    list: list.milliseconds,
    listProcessor: list.processorMilliseconds,
    compareProcessor: compare.processorMilliseconds,
    save: save.milliseconds,
  }
}

/** It compares and saves nothing. */
async function fetchOnce(fetcher: Child, restrictions: number): Promise<Look> {
  const round = { tenant: 0, cmdlets, milliseconds: 0, records: restrictions }
  const { milliseconds, processorMilliseconds } = await fetcher.call('repeat', round, repeatedSchema)
  return {
    whole: milliseconds,
    list: milliseconds,
    listProcessor: processorMilliseconds,
    compareProcessor: 0,
    save: 0,
  }
}
