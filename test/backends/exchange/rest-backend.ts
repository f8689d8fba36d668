// The backend over REST and Graph, as far as the Restricted entities list and evidence go.
import { createGather } from '../../../src/backends/exchange/evidence/index.js'
import { createRestrictions } from '../../../src/backends/exchange/restrictions.js'
import { createSystemClock } from '../../../src/clock.js'
import type { RestrictionBackend } from '../../../src/ports.js'
import type { Setup } from './setup.js'

export function createRestBackend({ cmdlets, graph }: Pick<Setup, 'cmdlets' | 'graph'>): RestrictionBackend {
  const restrictions = createRestrictions(cmdlets)
  return {
    ...restrictions,
    // The minute it may take would be over at once on a hurried clock.
    gather: createGather({ cmdlets, graph, clock: createSystemClock() }),
    contain: () => Promise.resolve({ detail: 'Nothing was done.', undo: undefined }),
    readPolicies: () => Promise.reject(new Error('not asked for')),
    examine: () => Promise.resolve([]),
  }
}
