// The list of one tenant, asked for again and again, whichever way its cmdlets go.
import { z } from 'zod'
import type { Cmdlets } from '../../src/backends/exchange/cmdlets.js'
import { type Repeated, repeatFor } from '../processes/repeat.js'

const roundSchema = z.object({
  tenant: z.number(),
  milliseconds: z.number(),
  /** That must come; else it is not the same that is compared. */
  records: z.number(),
})

const call = { cmdlet: 'Get-BlockedSenderAddress', parameters: {} } as const

export interface Caller {
  /** @param argument a round. */
  repeat(argument: unknown): Promise<Repeated>
  close(): Promise<void>
}

export function createCaller(toCmdlets: (tenant: number) => Cmdlets): Caller {
  const known = new Map<number, Cmdlets>()
  return {
    repeat(argument) {
      const { tenant, milliseconds, records } = roundSchema.parse(argument)
      const cmdlets = known.get(tenant) ?? toCmdlets(tenant)
      known.set(tenant, cmdlets)
      return repeatFor(milliseconds, async () => {
        const output = await cmdlets.run(call, AbortSignal.timeout(60_000))
        if (output.records.length !== records) throw new Error(`${output.records.length} records came.`)
      })
    },
    async close() {
      await Promise.all(Array.from(known.values(), (cmdlets) => cmdlets.close()))
    },
  }
}
