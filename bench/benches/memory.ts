import { z } from 'zod'
import type { Usage } from '../processes/usage.js'
import { toFigure, toPairedFigure } from '../report/figure.js'
import { tenantId } from '../world/facts.js'
import type { Bench } from './bench.js'
import { type Scene, type Side, withScene } from './scene.js'

/** What an hour of a bad morning holds. At the usual poll of a minute it has sixty looks. */
const hour = { presses: 600, commands: 60, looks: 60, restrictions: 3 }
const pollSeconds = 0.05

export const memory: Bench = {
  name: 'memory',
  run: ({ isQuick }) =>
    withScene(async (scene) => {
      const bot = await scene.startBot({ openIncidents: 200, pollSeconds }, ['--expose-gc'])
      const idle = await bot.readUsage()
      const hours: Usage[] = []
      for (let count = 1; count <= (isQuick ? 2 : 8); count += 1) {
        await passHour(scene, bot, count)
        hours.push(await bot.readUsage())
      }
      // The first hours fill caches and let V8 settle; what a leak adds, the last ones add as well.
      const settled = hours.at(Math.floor(hours.length / 2) - 1) ?? idle
      const last = hours.at(-1) ?? idle
      const toPair = (name: 'residentBytes' | 'heapBytes') => [
        { ours: last[name] / 2 ** 20, floor: settled[name] / 2 ** 20 },
      ]
      const target = { of: 'ratio', atMost: 1.05 } as const
      const toName = (what: string) =>
        `${what} after ${hours.length} hours, beside ${Math.floor(hours.length / 2)}`
      const note = `an hour is ${hour.presses} presses, ${hour.commands} commands, ${hour.looks} looks and ${hour.restrictions} restrictions that come and go, as fast as they go`
      return [
        toFigure({ name: 'Memory idle (RSS)', unit: 'MB', note }, [idle.residentBytes / 2 ** 20]),
        toPairedFigure({ name: toName('Memory (RSS)'), unit: 'MB', target }, toPair('residentBytes')),
        toPairedFigure({ name: toName('Heap'), unit: 'MB', target }, toPair('heapBytes')),
      ]
    }),
}

/** The hour's presses, commands, looks and restrictions, as fast as they go. */
async function passHour(scene: Scene, bot: Side, count: number): Promise<void> {
  const plan = { connections: 8, milliseconds: 60_000, until: 'opened' } as const
  const looks = pause(hour.looks * pollSeconds * 1_000)
  for (const action of ['show', 'review', 'recommendations'])
    await scene.flood(bot, { ...plan, kind: 'click', action, requests: hour.presses / 3 })
  const typed = { kind: 'command', action: 'list', requests: hour.commands, until: 'answered' } as const
  await scene.flood(bot, { ...plan, ...typed })
  for (let turn = 0; turn < hour.restrictions; turn += 1) {
    const entry = { tenant: tenantId, address: `guest-${count}-${turn}@contoso.com` }
    await bot.child.call('restrict', entry, z.unknown())
    await pause(4 * pollSeconds * 1_000)
    await bot.child.call('clear', entry, z.unknown())
  }
  await looks
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
