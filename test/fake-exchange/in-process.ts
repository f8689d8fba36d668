// The fake tenant without a wire: cmdlets and Graph ask it in the same process.
import { z } from 'zod'
import {
  type CmdletOutput,
  type Cmdlets,
  cmdletNames,
  toService,
} from '../../src/backends/exchange/cmdlets.js'
import type { Graph, GraphRecord } from '../../src/backends/exchange/graph.js'
import { BackendError, type BackendErrorCode } from '../../src/errors.js'
import { FakeCmdletError } from './cmdlet.js'
import type { FakeTenant } from './tenant.js'

export function createInProcess(tenant: FakeTenant): { readonly cmdlets: Cmdlets; readonly graph: Graph } {
  return { cmdlets: createCmdlets(tenant), graph: createGraph(tenant) }
}

function createCmdlets(tenant: FakeTenant): Cmdlets {
  return {
    async run({ cmdlet, parameters }, signal): Promise<CmdletOutput> {
      refuseAborted(signal)
      if (tenant.findCmdlet(cmdlet) === undefined) throw createError('forbidden', 'The call was forbidden.')
      try {
        return { records: tenant.run(cmdlet, parameters), warnings: [] }
      } catch (error) {
        if (!(error instanceof FakeCmdletError)) throw error
        throw createError(error.status === 404 ? 'not-found' : 'rejected', error.message)
      }
    },
    async listAllowed(service, signal) {
      refuseAborted(signal)
      return new Set(
        cmdletNames
          .filter((name) => toService(name) === service)
          .map((name) => name.toLowerCase())
          .filter((name) => {
            const allowed = tenant.state.allowedCmdlets
            return allowed === undefined || [...allowed].some((one) => one.toLowerCase() === name)
          }),
      )
    },
    async close() {},
  }
}

const bodySchema = z.record(z.string(), z.unknown()).optional()
const codes: Readonly<Record<number, BackendErrorCode>> = { 403: 'forbidden', 404: 'not-found' }

function createGraph(tenant: FakeTenant): Graph {
  function ask(method: string, path: string, body: unknown, signal: AbortSignal): GraphRecord {
    refuseAborted(signal)
    const url = new URL(path, 'https://graph.test')
    const request = { method, path: decodeURIComponent(url.pathname), query: url.searchParams, body }
    const answer = tenant.graph(request)
    if (answer.status < 300) return bodySchema.parse(answer.body) ?? {}
    throw createError(codes[answer.status] ?? 'rejected', `Graph answered ${answer.status}.`)
  }

  return {
    get: async (path, signal) => ask('GET', path, undefined, signal),
    async list(path, signal, most = 1_000) {
      const { value } = ask('GET', path, undefined, signal)
      return z.array(z.record(z.string(), z.unknown())).parse(value).slice(0, most)
    },
    send: async ({ method, path, body }, signal) => ask(method, path, body, signal),
    listPermissions: async () => [...tenant.state.graphPermissions],
  }
}

function refuseAborted(signal: AbortSignal): void {
  if (signal.aborted) throw createError('timeout', 'Nobody answered in time.')
}

function createError(code: BackendErrorCode, message: string): BackendError {
  return new BackendError(message, { code, outcome: 'unchanged' })
}
