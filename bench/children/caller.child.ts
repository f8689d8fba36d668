// Cmdlets over REST and nothing else of the bot.
import { z } from 'zod'
import type { Cmdlets } from '../../src/backends/exchange/cmdlets.js'
import { createSystemClock } from '../../src/clock.js'
import { answerCalls } from '../processes/answer.js'
import { repeatFor } from '../processes/repeat.js'
import { readUsage } from '../processes/usage.js'
import { cloudSchema, createRest, type Rest } from '../world/cloud.js'

const settingsSchema = z.object({ cloud: cloudSchema })
const roundSchema = z.object({ tenant: z.number(), milliseconds: z.number(), records: z.number() })

let rest: Rest | undefined
const called = new Map<number, Cmdlets>()

answerCalls({
  start(argument) {
    rest = createRest(settingsSchema.parse(argument).cloud)
  },
  repeat(argument) {
    const { tenant, milliseconds, records } = roundSchema.parse(argument)
    const cmdlets = called.get(tenant) ?? rest?.toCmdlets(tenant, createSystemClock())
    if (cmdlets === undefined) throw new Error('The cloud is not known yet.')
    called.set(tenant, cmdlets)
    return repeatFor(milliseconds, async () => {
      const output = await cmdlets.run(list, AbortSignal.timeout(60_000))
      if (output.records.length !== records) throw new Error(`${output.records.length} records came.`)
    })
  },
  usage: readUsage,
})

const list = { cmdlet: 'Get-BlockedSenderAddress', parameters: {} } as const
