import { z } from 'zod'
import { toPairedFigure } from '../report/figure.js'
import { tenantId } from '../world/facts.js'
import type { Bench } from './bench.js'
import { pick, takeTurns } from './rounds.js'
import { type Scene, withScene } from './scene.js'

const note =
  'processes that have posted nothing before; from the poll that has the restriction in its list to the arrival at Slack. The floor draws one card and posts it with Slack’s own client'

export const firstCard: Bench = {
  name: 'first-card',
  run: ({ rounds }) =>
    withScene(async (scene) => {
      let count = 0
      const pairs = await takeTurns({
        rounds,
        ours() {
          count += 1
          return botOnce(scene, `laura${count}@contoso.com`)
        },
        floor: () => posterOnce(scene),
      })
      return [
        toPairedFigure(
          {
            name: 'First card after a start: restriction seen, card at Slack',
            unit: 'ms',
            target: { of: 'ours', atMost: 1_000 },
            note,
          },
          pick(pairs, 'slack'),
        ),
      ]
    }),
}

async function botOnce(scene: Scene, address: string) {
  const bot = await scene.startBot({ openIncidents: 0, pollSeconds: 0.2 })
  try {
    const posted = scene.world.call('untilPosted', `C-${tenantId}`, z.number())
    const seenAt = await bot.child.call('restrict', { tenant: tenantId, address }, z.number())
    return { slack: (await posted) - seenAt }
  } finally {
    await bot.child.stop()
  }
}

async function posterOnce(scene: Scene) {
  const poster = await scene.startChild('poster', {})
  try {
    const posted = scene.world.call('untilPosted', 'C-floor', z.number())
    const seenAt = await poster.call('post', 'C-floor', z.number())
    return { slack: (await posted) - seenAt }
  } finally {
    await poster.stop()
  }
}
