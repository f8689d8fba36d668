// The floor for alerts: looks at a list in turn and posts what is new with Slack's own client, saving nothing.

import { WebClient } from '@slack/web-api'
import { z } from 'zod'
import { catalogue } from '../../src/features/index.js'
import { createRenderer } from '../../src/platforms/templates/index.js'
import { answerCalls } from '../processes/answer.js'
import { createShowCard } from '../world/cards.js'
import { slack } from '../world/facts.js'

answerCalls(createPoster())

function createPoster() {
  let client: WebClient | undefined
  let message: Record<string, unknown> = {}
  return {
    async start(argument: unknown) {
      const { origin } = z.object({ origin: z.string() }).parse(argument)
      client = new WebClient(slack.botToken, { slackApiUrl: `${origin}/api/` })
      const { blocks } = createRenderer({ platform: 'slack', cards: catalogue.cards })(
        await createShowCard('slack'),
      )
      message = { text: 'Restricted', blocks }
    },
    async post(channel: unknown) {
      const seenAt = performance.timeOrigin + performance.now()
      await client?.apiCall('chat.postMessage', { channel: z.string().parse(channel), ...message })
      return seenAt
    },
  }
}
