import { setTimeout as wait } from 'node:timers/promises'
import { z } from 'zod'
import { usageSchema } from '../processes/usage.js'
import { toFigure } from '../report/figure.js'
import { punctualitySchema } from '../world/punctuality.js'
import type { Bench } from './bench.js'
import { withExchange } from './exchange-scene.js'

/** Every so many tenants one has a sender on its list. */
const tenantsPerRestriction = 20
const rounds = 2

export const exchangeTenants: Bench = {
  name: 'exchange-tenants',
  run({ isQuick }) {
    // A tenth of the tenants ten times as often is as many looks a second.
    const { tenants, pollSeconds } = isQuick
      ? { tenants: 100, pollSeconds: 6 }
      : { tenants: 1_000, pollSeconds: 60 }
    const restricted = Array.from({ length: tenants }, (_, index) =>
      index % tenantsPerRestriction === 0 ? 1 : 0,
    )
    return withExchange(restricted, async ({ startChild }) => {
      const bot = await startChild('watcher', { tenants, pollSeconds })
      const firstSeconds = await bot.call('untilAllSeen', undefined, z.number())
      await bot.call('takePunctuality', undefined, punctualitySchema)
      const before = await bot.call('usage', undefined, usageSchema)
      const milliseconds = rounds * pollSeconds * 1_000
      await wait(milliseconds)
      const after = await bot.call('usage', undefined, usageSchema)
      const punctuality = await bot.call('takePunctuality', undefined, punctualitySchema)
      const share = (after.processorMilliseconds - before.processorMilliseconds) / milliseconds
      return toFigures({ tenants, pollSeconds, firstSeconds, share, after, ...punctuality })
    })
  },
}

interface Watched extends z.output<typeof punctualitySchema> {
  readonly tenants: number
  readonly pollSeconds: number
  readonly firstSeconds: number
  /** Of one core. */
  readonly share: number
  readonly after: z.output<typeof usageSchema>
}

function toFigures(watched: Watched) {
  const { tenants, pollSeconds, firstSeconds, share, after, looks, failed } = watched
  const name = `${tenants.toLocaleString('en-US')} tenants every ${pollSeconds} s`
  const shareNote = `${looks.toLocaleString('en-US')} looks in ${rounds} rounds, two cmdlets each, with the renewal of tokens by certificate, and writes of the file store for ${tenants / tenantsPerRestriction} live incidents`
  const lateNote = 'all tenants were due at once at the start, and their looks stay close together'
  const late = { unit: 'ms', note: lateNote }
  return [
    toFigure({ name: `${name}: all seen for the first time`, unit: 's', note: 'with a new token for each' }, [
      firstSeconds,
    ]),
    toFigure(
      {
        name: `${name}: processor, of one core`,
        unit: '%',
        target: { of: 'ours', atMost: 25 },
        note: shareNote,
      },
      [100 * share],
    ),
    toFigure({ name: `${name}: memory (RSS)`, unit: 'MB' }, [after.residentBytes / 2 ** 20]),
    toFigure({ name: `${name}: look begins late by, median`, unit: 'ms' }, [watched.median]),
    toFigure({ name: `${name}: p99`, target: { of: 'ours', atMost: 2_000 }, ...late }, [watched.worst99]),
    toFigure({ name: `${name}: worst`, unit: 'ms' }, [watched.worst]),
    toFigure({ name: `${name}: failed looks`, unit: '', target: { of: 'ours', atMost: 0 } }, [failed]),
  ]
}
