// Whether Graph gives message traces, which show that mail flows after an unblock. Without them the cmdlet is asked.
import type { Check } from '../../../domain/check.js'
import { hourMilliseconds, minuteMilliseconds } from '../../../domain/instant.js'
import { BackendError } from '../../../errors.js'
import type { Clock } from '../../../ports.js'
import type { Graph } from '../graph.js'
import { listMissing } from '../permissions.js'

interface TracesParts {
  readonly graph: Graph
  readonly clock: Clock
  readonly hasGraphTraces: boolean
}

const name = 'Graph: message traces'
const instead = 'Get-MessageTraceV2 is asked instead.'

/** Of Microsoft's own app "Transport Data Platform" (learn.microsoft.com, "List messageTraces"). */
const transportApp = '8bd644d1-64a1-4d4b-ae52-2e0cbf64e373'
const create = `An administrator creates it once, with New-MgServicePrincipal -AppId ${transportApp}; it takes up to 24 hours.`

export async function checkTraces(parts: TracesParts, signal: AbortSignal): Promise<readonly Check[]> {
  if (!parts.hasGraphTraces)
    return [{ name, result: 'ok', found: `Graph has none in this cloud. ${instead}`, remedy: '' }]
  try {
    return [await examine(parts, signal)]
  } catch (error) {
    if (!(error instanceof BackendError)) throw error
    const found = `They could not be read: ${error.message} ${instead}`
    return [{ name, result: 'warning', found, remedy: 'Try again later.' }]
  }
}

async function examine({ graph, clock }: TracesParts, signal: AbortSignal): Promise<Check> {
  const missing = listMissing('messageTraces', await graph.listPermissions(signal)).join(' and ')
  if (missing !== '')
    return {
      name,
      result: 'warning',
      found: `The app lacks ${missing}. ${instead}`,
      remedy: `Add the application permission ${missing} to the app registration and grant admin consent.`,
    }
  try {
    await readOne(graph, clock, signal)
    return { name, result: 'ok', found: 'They can be read.', remedy: '' }
  } catch (error) {
    if (!(error instanceof BackendError) || error.code !== 'forbidden') throw error
    return judgePrincipal(await hasPrincipal(graph, signal))
  }
}

/** One of the last hour; its end must not be in the future of Microsoft's clock. */
async function readOne(graph: Graph, clock: Clock, signal: AbortSignal): Promise<void> {
  const to = clock.now() - minuteMilliseconds
  const toDate = (at: number) => new Date(at).toISOString()
  const filter = `receivedDateTime ge ${toDate(to - hourMilliseconds)} and receivedDateTime le ${toDate(to)}`
  const path = `/v1.0/admin/exchange/tracing/messageTraces?$filter=${encodeURIComponent(filter)}&$top=1`
  await graph.list(path, signal, 1)
}

/** Undefined when the app may not look. */
async function hasPrincipal(graph: Graph, signal: AbortSignal): Promise<boolean | undefined> {
  try {
    await graph.get(`/v1.0/servicePrincipals(appId='${transportApp}')?$select=id`, signal)
    return true
  } catch (error) {
    if (!(error instanceof BackendError)) throw error
    return error.code === 'not-found' ? false : undefined
  }
}

function judgePrincipal(has: boolean | undefined): Check {
  const refused = `The permission is there, and Graph refuses. ${instead}`
  if (has === true)
    return { name, result: 'warning', found: refused, remedy: 'New ones take up to 24 hours.' }
  if (has === undefined)
    return {
      name,
      result: 'warning',
      found: refused,
      remedy: `The service principal ${transportApp} may be missing. ${create}`,
    }
  return {
    name,
    result: 'warning',
    found: `The permission is there; the service principal ${transportApp} of Microsoft's app is missing, and Graph refuses without it. ${instead}`,
    remedy: create,
  }
}
