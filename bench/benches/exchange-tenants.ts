import { setTimeout as wait } from 'node:timers/promises'
import { z } from 'zod'
import { usageSchema } from '../processes/usage.js'
import { type Figure, toFigure } from '../report/figure.js'
import { punctualitySchema } from '../world/punctuality.js'
import type { Bench } from './bench.js'
import { withExchange } from './exchange-scene.js'

/** Every so many tenants one has a sender on its list. */
const tenantsPerRestriction = 20
const rounds = 2

export const exchangeTenants: Bench = {
  name: 'exchange-tenants',
  run({ isQuick }) {
    // A twentieth of the tenants twenty times as often is as many looks a second.
    const { tenants, pollSeconds } = isQuick
      ? { tenants: 50, pollSeconds: 3 }
      : { tenants: 1_000, pollSeconds: 60 }
    const restricted = Array.from({ length: tenants }, (_, index) =>
      index % tenantsPerRestriction === 0 ? 1 : 0,
    )
    return withExchange(restricted, async ({ cloud, startChild }) => {
      const bot = await startChild('watcher', { tenants, pollSeconds })
      const firstSeconds = await bot.call('untilAllSeen', undefined, z.number())
      await bot.call('takePunctuality', undefined, punctualitySchema)
      const read = async () => ({
        tokens: await cloud.call('countTokens', undefined, z.number()),
        usage: await bot.call('usage', undefined, usageSchema),
      })
      const before = await read()
      const milliseconds = rounds * pollSeconds * 1_000
      await wait(milliseconds)
      const after = await read()
      const punctuality = await bot.call('takePunctuality', undefined, punctualitySchema)
      const spent = after.usage.processorMilliseconds - before.usage.processorMilliseconds
      return toFigures({
        ...punctuality,
        tenants,
        pollSeconds,
        firstSeconds,
        share: spent / milliseconds,
        tokens: after.tokens - before.tokens,
        megabytes: after.usage.residentBytes / 2 ** 20,
      })
    })
  },
}

interface Watched extends z.output<typeof punctualitySchema> {
  readonly tenants: number
  readonly pollSeconds: number
  readonly firstSeconds: number
  /** Of one core. */
  readonly share: number
  /** Renewed. */
  readonly tokens: number
  readonly megabytes: number
}

const firstNote = 'all due at once, with a new token for each'
const memoryNote = 'without Slack and Teams'
const lateNote = 'looks stay as far apart as the first round, in which all were due at once, has left them'

function toFigures(watched: Watched): readonly Figure[] {
  const { tenants, pollSeconds, firstSeconds, share, megabytes, median, worst99, worst, failed } = watched
  const name = `${toText(tenants)} tenants every ${pollSeconds} s`
  const shareTarget = { of: 'ours', atMost: 25 } as const
  const lateTarget = { of: 'ours', atMost: 2_000 } as const
  const noneTarget = { of: 'ours', atMost: 0 } as const
  return [
    toFigure({ name: `${name}: all seen once`, unit: 's', note: firstNote }, [firstSeconds]),
    toFigure(
      { name: `${name}: processor, of a core`, unit: '%', target: shareTarget, note: toShareNote(watched) },
      [100 * share],
    ),
    toFigure({ name: `${name}: memory (RSS)`, unit: 'MB', note: memoryNote }, [megabytes]),
    toFigure({ name: `${name}: looks begin late`, unit: 'ms', note: lateNote }, [median]),
    toFigure({ name: `${name}: looks begin late, p99`, unit: 'ms', target: lateTarget }, [worst99]),
    toFigure({ name: `${name}: looks begin late, worst`, unit: 'ms' }, [worst]),
    toFigure({ name: `${name}: failed looks`, unit: '', target: noneTarget }, [failed]),
  ]
}

function toShareNote({ tenants, looks, tokens }: Watched): string {
  const restricted = Math.ceil(tenants / tenantsPerRestriction)
  return `${toText(looks)} looks of two cmdlets, ${toText(tokens)} tokens renewed by certificate, and the file store, with ${restricted} live incidents`
}

function toText(count: number): string {
  return count.toLocaleString('en-US')
}
