// What speaks of a sender before Exchange restricts them: how much mail they send, and Microsoft's alert about it.
import type { EarlySigns } from '../../../domain/early.js'
import type { Fact } from '../../../domain/fact.js'
import { BackendError, type BackendErrorCode } from '../../../errors.js'
import type { Clock, RestrictionBackend } from '../../../ports.js'
import type { Cmdlets } from '../cmdlets.js'
import { createAsking } from '../evidence/asking.js'
import type { Graph } from '../graph.js'
import { createOwnDomains } from '../mail-flow/domains.js'
import type { TraceSource } from '../mail-flow/source.js'
import { readSendingAlerts } from './alerts.js'
import { readLoads } from './loads.js'

interface EarlyParts {
  readonly cmdlets: Cmdlets
  readonly graph: Graph
  readonly clock: Clock
  /** That of all who ask for traces of this tenant: they share its pace. */
  readonly source: TraceSource
}

/** Asked again, it would say the same. */
const lasting: readonly BackendErrorCode[] = ['forbidden', 'unlicensed', 'not-found', 'rejected', 'malformed']

export function createReadEarlySigns(parts: EarlyParts): RestrictionBackend['readEarlySigns'] {
  const { cmdlets, graph, clock, source } = parts
  const domains = createOwnDomains(clock)
  return async ({ loads, alerts, dayFrom, since }, signal) => {
    const asking = createAsking({ cmdlets, graph, signal })
    const read = { asking, signal, source, domains, now: clock.now(), dayFrom }
    const [found, told] = await Promise.all([
      loads ? toFact(() => readLoads(read)) : undefined,
      alerts ? toFact(() => readSendingAlerts({ asking, graph, signal, since })) : undefined,
    ])
    const signs: EarlySigns = {
      ...(found === undefined ? {} : { loads: found }),
      ...(told === undefined ? {} : { alerts: told }),
    }
    return signs
  }
}

/** What may be known later is tried again. */
async function toFact<Value>(read: () => Promise<Value>): Promise<Fact<Value>> {
  try {
    return { known: true, value: await read() }
  } catch (error) {
    if (error instanceof BackendError && lasting.includes(error.code))
      return { known: false, why: error.message }
    throw error
  }
}
