// Prometheus metrics on prom-client, in a registry of their own.
import { Registry } from 'prom-client'
import type { Metrics } from '../ports.js'
import { createCounts } from './counts.js'
import { createStates } from './states.js'

/** @param version of Reprieve, as `reprieve_build_info` tells it. */
export function createMetrics({ version }: { readonly version: string }): Metrics {
  const registry = new Registry()
  const counts = createCounts(registry)
  const states = createStates(registry, version)
  return {
    ...counts,
    async expose(now) {
      states.set(now)
      return { contentType: registry.contentType, text: await registry.metrics() }
    },
  }
}
