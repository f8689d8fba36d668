import type { Feature } from '../feature.js'
import { readReplicasHealth } from './health.js'

/** Several processes that work on one store. */
export const replicas = { readHealth: readReplicasHealth } satisfies Feature
