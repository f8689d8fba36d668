// Beside one tenant that nothing happens to, in the same minutes: whatever else the machine does, both wait for it.
import { z } from 'zod'
import { toPairedFigure } from '../report/figure.js'
import { median } from '../report/statistics.js'
import type { Bench } from './bench.js'
import { cardSeconds, milliseconds, sentTarget, toScale, toText, withDays } from './days.js'

const hangSchema = z.object({ intervals: milliseconds, cards: milliseconds, yes: milliseconds })
const pollSchema = z.object({ intervals: milliseconds })

/** Between the end of a poll's interval and its beginning. */
const slackSeconds = 2
const alone = 'the floor is one tenant alone, in the same minutes'

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

function toTenth(value: number): number {
  return Math.round(10 * value) / 10
}
