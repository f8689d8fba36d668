// How punctual the looks at many tenants are: how much later than due each began, and how many failed.
import { z } from 'zod'
import type { Clock, Store } from '../../src/ports.js'
import { quantile } from '../report/statistics.js'

export const punctualitySchema = z.object({
  looks: z.number(),
  failed: z.number(),
  /** In milliseconds. */
  median: z.number(),
  worst99: z.number().describe('99th percentile'),
  worst: z.number(),
})

export function createPunctuality(clock: Clock) {
  const dueAt = new Map<string, number>()
  let late: number[] = []
  let failed = 0
  return {
    /** The store, with a note of when each look is due. */
    watch: (store: Store): Store => ({
      ...store,
      async claimTasks(request) {
        const claims = await store.claimTasks(request)
        for (const { task } of claims)
          if (task.duty.kind === 'watch') dueAt.set(task.duty.tenantId ?? '', task.dueAt)
        return claims
      },
    }),
    begin(tenantId: string): void {
      late.push(clock.now() - (dueAt.get(tenantId) ?? Number.NaN))
    },
    end({ ok }: { readonly ok: boolean }): void {
      if (!ok) failed += 1
    },
    /** What has been seen since the last time. */
    take(): z.output<typeof punctualitySchema> {
      const [median, worst99, worst] = [0.5, 0.99, 1].map((part) => quantile(late, part))
      const taken = punctualitySchema.parse({ looks: late.length, failed, median, worst99, worst })
      late = []
      failed = 0
      return taken
    },
  }
}
