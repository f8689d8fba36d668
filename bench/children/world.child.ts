// Everything outside the bots: the people who press, Slack and Teams, in one process of its own.
import { z } from 'zod'
import { answerCalls } from '../processes/answer.js'
import { flood, floodSchema } from '../world/flood.js'
import { startOutside } from '../world/outside.js'

const outside = await startOutside()

answerCalls({
  addresses: () => ({ origin: outside.origin, openIdMetadataUrl: outside.openIdMetadataUrl }),
  flood: (plan) => flood(outside, floodSchema.parse(plan)),
  count: (method) => outside.count(z.string().parse(method)),
  untilPosted: (channel) => outside.untilPosted(z.string().parse(channel)),
})
