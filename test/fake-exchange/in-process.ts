// The cmdlets and Graph of a fake tenant without a wire, for what is built on those two ports. Every call can be made to
// fail, or never to be answered.
import { type CmdletCall, type Cmdlets, cmdletNames } from '../../src/backends/exchange/cmdlets.js'
import type { Graph } from '../../src/backends/exchange/graph.js'
import { BackendError, type BackendErrorCode } from '../../src/errors.js'
import { FakeCmdletError } from './cmdlet.js'
import { listRoleIds } from './directory-roles.js'
import type { FakeGraphAnswer } from './graph.js'
import type { FakeTenant } from './tenant.js'

export type InProcessTrouble = BackendErrorCode | 'hang' | 'garbage'

export interface InProcess {
  readonly cmdlets: Cmdlets
  readonly graph: Graph
  /** Every call that arrived: `Get-InboxRule`, `GET /v1.0/users/laura@contoso.com`. */
  readonly calls: string[]
  /** The cmdlet calls that arrived, with their parameters. */
  readonly runs: CmdletCall[]
  /**
   * From now on, for every call with this text in it; the last one that was set for a call counts. `garbage` is an
   * answer in a form that nobody expects.
   */
  setTrouble(callPart: string, trouble: InProcessTrouble | 'none'): void
}

export function createInProcess(tenant: FakeTenant): InProcess {
  const calls: string[] = []
  const runs: CmdletCall[] = []
  const troubles: { readonly callPart: string; readonly trouble: InProcessTrouble | 'none' }[] = []

  /** Resolves with whether the answer is to be garbage. */
  async function arrive(call: string, signal: AbortSignal): Promise<boolean> {
    if (signal.aborted) throw createError('timeout')
    calls.push(call)
    const trouble = troubles.findLast(({ callPart }) => call.includes(callPart))?.trouble ?? 'none'
    if (trouble === 'none' || trouble === 'garbage') return trouble === 'garbage'
    if (trouble !== 'hang') throw createError(trouble)
    return new Promise((_, reject) => {
      signal.addEventListener('abort', () => reject(createError('timeout')), { once: true })
    })
  }

  async function ask(method: string, path: string, signal: AbortSignal, body?: object): Promise<unknown> {
    const url = new URL(path, 'https://graph.microsoft.com')
    const decoded = decodeURIComponent(url.pathname)
    const isGarbage = await arrive(
      `${method} ${decoded}${url.search === '' ? '' : `?${decodeURIComponent(url.search.slice(1))}`}`,
      signal,
    )
    if (isGarbage) return { value: [{ garbage: true }] }
    return toBody(tenant.graph({ method, path: decoded, query: url.searchParams, body }))
  }

  return {
    calls,
    runs,
    setTrouble(callPart, trouble) {
      troubles.push({ callPart, trouble })
    },
    cmdlets: {
      async run(call, signal) {
        runs.push(call)
        const isGarbage = await arrive(call.cmdlet, signal)
        if (isGarbage) return { records: [{ garbage: true }], warnings: [] }
        return { records: runCmdlet(tenant, call), warnings: [] }
      },
      async listAllowed(service, signal) {
        await arrive(`allowed ${service}`, signal)
        const allowed = cmdletNames.filter((name) => tenant.findCmdlet(name) !== undefined)
        return new Set(allowed.map((name) => name.toLowerCase()))
      },
      close: async () => {},
    },
    graph: {
      get: async (path, signal) => toRecord(await ask('GET', path, signal)),
      async list(path, signal, most = 1_000) {
        const { value } = toRecord(await ask('GET', path, signal))
        return (Array.isArray(value) ? value : []).slice(0, most).map(toRecord)
      },
      send: async ({ method, path, body }, signal) => toRecord(await ask(method, path, signal, body)),
      async listPermissions(signal) {
        await arrive('permissions', signal)
        return [...tenant.state.graphPermissions]
      },
      async listDirectoryRoles(signal) {
        await arrive('permissions', signal)
        return listRoleIds(tenant.state)
      },
    },
  }
}

function runCmdlet(tenant: FakeTenant, { cmdlet, parameters }: CmdletCall) {
  if (tenant.findCmdlet(cmdlet) === undefined) throw createError('forbidden')
  try {
    return tenant.run(cmdlet, parameters)
  } catch (error) {
    if (!(error instanceof FakeCmdletError)) throw error
    const isMissing = error.exceptionType.endsWith('ManagementObjectNotFoundException')
    throw createError(isMissing ? 'not-found' : 'rejected', error.message.replace(/ on '[^']*'/, ''))
  }
}

const licenceCodes = ['Authentication_RequestFromNonPremiumTenantOrB2CTenant', 'Forbidden']

function toBody({ status, body }: FakeGraphAnswer): unknown {
  if (status < 400) return body
  const { error } = toRecord(body)
  const { code, message } = toRecord(error)
  const isLicence = status === 403 && typeof code === 'string' && licenceCodes.includes(code)
  throw createError(isLicence ? 'unlicensed' : toCode(status), typeof message === 'string' ? message : '')
}

function toCode(status: number): BackendErrorCode {
  if (status === 401 || status === 403) return 'forbidden'
  return status === 404 ? 'not-found' : 'rejected'
}

function createError(code: BackendErrorCode, message = `The call was ${code}.`): BackendError {
  return new BackendError(message, {
    code,
    outcome: 'unchanged',
    ...(code === 'throttled' ? { retryAfterMilliseconds: 7_000 } : {}),
  })
}

function toRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}
