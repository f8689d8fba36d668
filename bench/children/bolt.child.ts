// The floor for clicks: a Bolt app as its own README builds it, on Bolt's own server. It acknowledges, and for `show`
// and `review` opens a window that was rendered beforehand: what any app has to do, and nothing else.

import { once } from 'node:events'
import { createServer } from 'node:http'
import { App, HTTPReceiver, LogLevel } from '@slack/bolt'
import { z } from 'zod'
import { catalogue } from '../../src/features/index.js'
import { createRenderer } from '../../src/platforms/templates/index.js'
import { answerCalls } from '../processes/answer.js'
import { readUsage } from '../processes/usage.js'
import { createShowCard } from '../world/cards.js'
import { slack } from '../world/facts.js'

const settingsSchema = z.object({ origin: z.string(), opens: z.boolean() })

answerCalls({
  async start(argument) {
    const { origin, opens } = settingsSchema.parse(argument)
    const receiver = new HTTPReceiver({ signingSecret: slack.signingSecret, logLevel: LogLevel.ERROR })
    const app = new App({
      receiver,
      token: slack.botToken,
      botId: 'B0BENCH',
      botUserId: 'U0BOT',
      logLevel: LogLevel.ERROR,
      clientOptions: { slackApiUrl: `${origin}/api/` },
    })
    const view = createRenderer({ platform: 'slack', cards: catalogue.cards })(await createShowCard('slack'))
    app.action(/.*/, async ({ ack, body, client }) => {
      await ack()
      if (!opens || body.type !== 'block_actions') return
      await client.apiCall('views.open', { trigger_id: body.trigger_id, view })
    })
    const server = createServer(receiver.requestListener)
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    return typeof address === 'object' ? address?.port : undefined
  },
  usage: readUsage,
})
