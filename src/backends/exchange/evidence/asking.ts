// How one gathering asks: a few calls at a time, each failure in words. Exchange and Graph throttle whole tenants, so a
// gathering leaves room for others.
import { createLimit } from '../../../concurrency/limit.js'
import type { CloudName } from '../clouds.js'
import type { CmdletCall, CmdletRecord, Cmdlets } from '../cmdlets.js'
import type { Graph, GraphRecord } from '../graph.js'
import { toSureRecords } from '../sure-records.js'
import { createGivenUpError, type GraphNeed, toCmdletFailure, toGraphFailure } from './failures.js'

/** Every member rejects with a BackendError whose message says why in words for the card. */
export interface Asking {
  readonly cloud: CloudName
  run(call: CmdletCall): Promise<readonly CmdletRecord[]>
  get(path: string, need: GraphNeed): Promise<GraphRecord>
  /** The first `most` objects of a collection. */
  list(path: string, need: GraphNeed, most?: number): Promise<readonly GraphRecord[]>
}

interface AskingParts {
  readonly cmdlets: Cmdlets
  readonly graph: Graph
  readonly signal: AbortSignal
  /** The worldwide one when undefined. */
  readonly cloud?: CloudName | undefined
}

const callsAtOnce = 3

export function createAsking({ cmdlets, graph, signal, cloud = 'worldwide' }: AskingParts): Asking {
  const limits = { exchange: createLimit(callsAtOnce), graph: createLimit(callsAtOnce) }

  async function ask<Value>(
    service: keyof typeof limits,
    call: () => Promise<Value>,
    toFailure: (error: unknown) => unknown,
  ): Promise<Value> {
    try {
      return await limits[service](() => {
        // What waited for its turn until nobody wanted it any more asks nobody.
        if (signal.aborted) throw createGivenUpError(signal.reason)
        return call()
      })
    } catch (error) {
      throw toFailure(error)
    }
  }

  return {
    cloud,
    run: (call) =>
      ask(
        'exchange',
        async () => toSureRecords(await cmdlets.run(call, signal)),
        (error) => toCmdletFailure(error, call.cmdlet),
      ),
    get: (path, need) =>
      ask(
        'graph',
        () => graph.get(path, signal),
        (error) => toGraphFailure(error, need),
      ),
    list: (path, need, most) =>
      ask(
        'graph',
        () => graph.list(path, signal, most),
        (error) => toGraphFailure(error, need),
      ),
  }
}
