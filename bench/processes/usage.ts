// What a process has used, for itself to tell.
import { z } from 'zod'

export const usageSchema = z.object({
  /** Processor time since the start, in milliseconds. */
  processorMilliseconds: z.number(),
  residentBytes: z.number(),
  heapBytes: z.number(),
})
export type Usage = z.output<typeof usageSchema>

/** With --expose-gc garbage is collected first: what is left is what is kept. */
export function readUsage(): Usage {
  globalThis.gc?.()
  const { user, system } = process.cpuUsage()
  const { rss, heapUsed } = process.memoryUsage()
  return { processorMilliseconds: (user + system) / 1_000, residentBytes: rss, heapBytes: heapUsed }
}
