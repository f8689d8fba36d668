// One thing after the other for a while, by the clock on the wall and by the processor's.
import { z } from 'zod'

export const repeatedSchema = z.object({
  count: z.number(),
  /** Of each. */
  milliseconds: z.number(),
  /** Of this process, for each. */
  processorMilliseconds: z.number(),
})
export type Repeated = z.output<typeof repeatedSchema>

/** At least once. */
export async function repeatFor(milliseconds: number, work: () => Promise<void>): Promise<Repeated> {
  const startedAt = performance.now()
  const before = process.cpuUsage()
  let count = 0
  do {
    await work()
    count += 1
  } while (performance.now() - startedAt < milliseconds)
  const { user, system } = process.cpuUsage(before)
  return {
    count,
    milliseconds: (performance.now() - startedAt) / count,
    processorMilliseconds: (user + system) / 1_000 / count,
  }
}
