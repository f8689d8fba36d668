// Prometheus metrics on prom-client, in a registry of their own.
import { Registry } from 'prom-client'
import type { Metrics } from '../ports.js'
import { createCounts } from './counts.js'
import { createStates } from './states.js'

interface MetricsParts {
  /** Of Reprieve, as `reprieve_build_info` tells it. */
  readonly version: string
  /** Of all the tasks there are. */
  readonly taskKinds: readonly string[]
}

export function createMetrics({ version, taskKinds }: MetricsParts): Metrics {
  const registry = new Registry()
  const counts = createCounts(registry, taskKinds)
  const states = createStates(registry, version)
  return {
    ...counts,
    async expose(now) {
      states.set(now)
      return { contentType: registry.contentType, text: await registry.metrics() }
    },
  }
}
