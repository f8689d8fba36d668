// Cmdlets over REST and nothing else of the bot.
import { z } from 'zod'
import { createSystemClock } from '../../src/run/clock.js'
import { answerCalls } from '../processes/answer.js'
import { readUsage } from '../processes/usage.js'
import { type Caller, createCaller } from '../world/caller.js'
import { cloudSchema, createRest } from '../world/cloud.js'

let caller: Caller | undefined

answerCalls({
  start(argument) {
    const rest = createRest(z.object({ cloud: cloudSchema }).parse(argument).cloud)
    const clock = createSystemClock()
    caller = createCaller((tenant) => rest.toCmdlets(tenant, clock))
  },
  repeat: (round) => caller?.repeat(round),
  usage: readUsage,
})
