// Prometheus metrics on prom-client, in a registry of their own.
import { Registry } from 'prom-client'
import type { Metrics } from '../ports.js'
import { type CountsParts, createCounts } from './counts.js'
import { withEarlierNames } from './earlier-names.js'
import { getProcessMetrics } from './of-process.js'
import { createStates } from './states.js'

interface MetricsParts extends CountsParts {
  /** Of Reprieve, as `reprieve_build_info` tells it. */
  readonly version: string
}

export function createMetrics({ version, ...all }: MetricsParts): Metrics {
  const registry = new Registry()
  const counts = createCounts(registry, all)
  const states = createStates(registry, version)
  const ofProcess = getProcessMetrics()
  return {
    ...counts,
    async expose(now) {
      states.set(now)
      const own = withEarlierNames(await registry.metrics())
      return { contentType: registry.contentType, text: `${own}\n${await ofProcess.metrics()}` }
    },
  }
}
