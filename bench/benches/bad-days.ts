// In real time, beside one tenant that nothing happens to: whatever else the machine does, both wait for it.
import { z } from 'zod'
import type { Child } from '../processes/child.js'
import { withChildren } from '../processes/children.js'
import { type Figure, toFigure, toPairedFigure } from '../report/figure.js'
import { median } from '../report/statistics.js'
import type { Bench, Pace } from './bench.js'

const milliseconds = z.array(z.number()).readonly()
const hangSchema = z.object({ intervals: milliseconds, cards: milliseconds, yes: milliseconds })
const pollSchema = z.object({ intervals: milliseconds })
const stormSchema = z.object({
  digest: z.number(),
  yes: milliseconds,
  card: z.number(),
  gathering: z.number(),
})

/** A card comes with the poll that sees the restriction; so long after the interval at most. */
const cardSeconds = 5
/** Between the end of a poll's interval and its beginning. */
const slackSeconds = 2
const sentTarget = { of: 'ours', atMost: 1_000 } as const
const alone = 'the floor is one tenant alone, in the same minutes'

interface Scale {
  readonly tenants: number
  readonly pollSeconds: number
}

/** A twentieth of the tenants, twenty times as often, is as many polls a second. */
function toScale({ isQuick }: Pace): Scale {
  return isQuick ? { tenants: 50, pollSeconds: 3 } : { tenants: 1_000, pollSeconds: 60 }
}

interface Days {
  /** Resolves when each tenant has been polled once. */
  start(tenants: number, listMilliseconds?: number): Promise<Child>
}

function withDays<Result>({ pollSeconds }: Scale, work: (days: Days) => Promise<Result>): Promise<Result> {
  return withChildren((start, folder) =>
    work({
      async start(tenants, listMilliseconds = 300) {
        const child = start('day')
        await child.call('start', { folder, tenants, pollSeconds, listMilliseconds }, z.unknown())
        return child
      },
    }),
  )
}

export const hanging: Bench = {
  name: 'hanging',
  run(pace) {
    const scale = toScale(pace)
    return withDays(scale, async ({ start }) => {
      const run = async (tenants: number) => (await start(tenants)).call('hang', undefined, hangSchema)
      const [ours, floor] = await Promise.all([run(scale.tenants), run(1)])
      const { pollSeconds } = scale
      const name = `${toText(scale.tenants)} tenants, ${toText(scale.tenants - 1)} hang`
      const pairOf = (ofRun: (given: typeof ours) => number) => [{ ours: ofRun(ours), floor: ofRun(floor) }]
      return [
        toPairedFigure(
          {
            name: `${name}: the healthy one is polled every`,
            unit: 's',
            target: { of: 'ours', atMost: toTenth(1.2 * pollSeconds) },
            note: `as set: ${pollSeconds} s; the longest of some, ${alone}`,
          },
          pairOf(({ intervals }) => Math.max(...intervals) / 1_000),
        ),
        toPairedFigure(
          { name: `${name}: Yes to the call to Exchange`, unit: 'ms', target: sentTarget },
          pairOf(({ yes }) => Math.max(...yes)),
        ),
        toPairedFigure(
          {
            name: `${name}: restriction to card, at worst`,
            unit: 's',
            target: { of: 'ours', atMost: pollSeconds + cardSeconds },
            note: 'restricted right after a poll, which is when one waits longest',
          },
          pairOf(({ cards }) => Math.max(...cards) / 1_000),
        ),
      ]
    })
  },
}

export const slowPolls: Bench = {
  name: 'slow-polls',
  run(pace) {
    const scale = toScale(pace)
    const listMilliseconds = pace.isQuick ? 200 : 4_000
    return withDays(scale, async ({ start }) => {
      const run = async (tenants: number) =>
        (await start(tenants, listMilliseconds)).call('poll', undefined, pollSchema)
      const [ours, floor] = await Promise.all([run(scale.tenants), run(1)])
      const name = `${toText(scale.tenants)} tenants, ${listMilliseconds / 1_000} s a poll: each is polled every`
      const pairOf = (of: (given: readonly number[]) => number) => [
        { ours: of(ours.intervals) / 1_000, floor: of(floor.intervals) / 1_000 },
      ]
      const note = `an interval begins when a poll has ended; ${alone}`
      const atMost = toTenth(scale.pollSeconds + listMilliseconds / 1_000 + slackSeconds)
      return [
        toPairedFigure({ name, unit: 's', target: { of: 'ours', atMost }, note }, pairOf(median)),
        toPairedFigure(
          { name: `${name}, at worst`, unit: 's', target: { of: 'ours', atMost } },
          pairOf((intervals) => Math.max(...intervals)),
        ),
      ]
    })
  },
}

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

function toText(count: number): string {
  return count.toLocaleString('en-US')
}

function toTenth(value: number): number {
  return Math.round(10 * value) / 10
}
