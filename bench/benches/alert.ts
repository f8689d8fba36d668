import { z } from 'zod'
import { toFigure, toPairedFigure } from '../report/figure.js'
import type { Bench } from './bench.js'
import { pick, takeTurns } from './rounds.js'
import { type Scene, type Side, withScene } from './scene.js'

/** A tenant and its channels per alert: many in one channel would be a storm, and Slack's pace would be measured. */
const tenants = 12

export const alert: Bench = {
  name: 'alert',
  run: ({ isQuick }) =>
    withScene(async (scene) => {
      const bot = await scene.startBot({ tenants, pollSeconds: 0.2 })
      const poster = await scene.startChild('poster', {})
      const rounds = isQuick ? 4 : tenants - 2
      let next = 0
      const pairs = await takeTurns({
        rounds,
        ours() {
          next += 1
          return alertOnce(scene, bot, `tenant-${next - 1}`)
        },
        async floor() {
          const posted = scene.world.call('untilPosted', 'C-floor', z.number())
          const seenAt = await poster.call('post', 'C-floor', z.number())
          return { slack: (await posted) - seenAt, teams: 0 }
        },
      })
      const note =
        'the floor posts at once and saves nothing; Reprieve saves the incident first, so that a crash cannot lose it, and asks Slack whether the channel is shared'
      const target = { of: 'ours', atMost: 50 } as const
      return [
        toPairedFigure(
          { name: 'Restriction seen, card at Slack', unit: 'ms', target, note },
          pick(pairs, 'slack'),
        ),
        toFigure(
          { name: 'Restriction seen, card at Teams', unit: 'ms', target },
          pairs.map(({ ours }) => ours.teams),
        ),
      ]
    }),
}

/** From the look that has the restriction in its list to the arrival of the two posts. */
async function alertOnce({ world }: Scene, bot: Side, tenant: string) {
  const atSlack = world.call('untilPosted', `C-${tenant}`, z.number())
  const atTeams = world.call('untilPosted', `19:${tenant}`, z.number())
  const seenAt = await bot.child.call('restrict', { tenant, address: `laura@${tenant}.com` }, z.number())
  return { slack: (await atSlack) - seenAt, teams: (await atTeams) - seenAt }
}
