// One change in Graph. When Graph forbids it, the words say what the app lacks: Graph's own are the same for a missing
// permission and for an admin's account. Source: learn.microsoft.com, "Working with users", "Who can perform sensitive
// actions": to act on an account with an admin role, the app itself needs a higher directory role.
import { BackendError } from '../../../errors.js'
import type { Graph, GraphRecord } from '../graph.js'
import { type GraphFeature, listMissing } from '../permissions.js'

const privileged =
  'the account probably holds an admin role, and then the app itself needs a higher directory role, such as Privileged Authentication Administrator. Somebody who may do so can do it in Entra'

interface Change {
  readonly graph: Graph
  readonly feature: GraphFeature
  readonly send: Parameters<Graph['send']>[0]
  readonly signal: AbortSignal
}

export async function sendChange({ graph, feature, send, signal }: Change): Promise<GraphRecord> {
  try {
    return await graph.send(send, signal)
  } catch (error) {
    if (!(error instanceof BackendError) || error.code !== 'forbidden') throw error
    const why = await explain(graph, feature, signal)
    throw new BackendError(`Microsoft Graph refused: ${why}.`, {
      code: 'forbidden',
      outcome: error.outcome,
      cause: error,
    })
  }
}

async function explain(graph: Graph, feature: GraphFeature, signal: AbortSignal): Promise<string> {
  try {
    const missing = listMissing(feature, await graph.listPermissions(signal))
    return missing.length > 0 ? `the app lacks the permission ${missing.join(' and ')}` : privileged
  } catch (error) {
    if (!(error instanceof BackendError)) throw error
    return `the app lacks a permission, or ${privileged}`
  }
}
