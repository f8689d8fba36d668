// Bad days, each in a process of its own and in real time.
import { z } from 'zod'
import type { Child } from '../processes/child.js'
import { withChildren } from '../processes/children.js'
import type { Pace } from './bench.js'

/** A card comes with the poll that sees the restriction; so long after the interval at most. */
export const cardSeconds = 5
export const sentTarget = { of: 'ours', atMost: 1_000 } as const
export const milliseconds = z.array(z.number()).readonly()

interface Scale {
  readonly tenants: number
  readonly pollSeconds: number
}

/** A twentieth of the tenants, twenty times as often, is as many polls a second. */
export function toScale({ isQuick }: Pace): Scale {
  return isQuick ? { tenants: 50, pollSeconds: 3 } : { tenants: 1_000, pollSeconds: 60 }
}

interface Days {
  /** Resolves when each tenant has been polled once. */
  start(tenants: number, listMilliseconds?: number): Promise<Child>
}

export function withDays<Result>(
  { pollSeconds }: Scale,
  work: (days: Days) => Promise<Result>,
): Promise<Result> {
  return withChildren((start, folder) =>
    work({
      async start(tenants, listMilliseconds = 300) {
        const child = start('day')
        await child.call('start', { folder, tenants, pollSeconds, listMilliseconds }, z.unknown())
        return child
      },
    }),
  )
}

export function toText(count: number): string {
  return count.toLocaleString('en-US')
}
