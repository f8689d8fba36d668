// Exchange's and Security & Compliance's REST endpoints of the fake cloud.
import { z } from 'zod'
import type { Cloud } from '../../src/backends/exchange/clouds.js'
import { cmdletNames, toService } from '../../src/backends/exchange/cmdlets.js'
import { toJsonAnswer, type WireAnswer, type WireRequest } from './answer.js'
import { FakeCmdletError } from './cmdlet.js'
import { toErrorBody } from './faults.js'
import { toPage } from './pages.js'
import type { FakeTenant } from './tenant.js'

const bodySchema = z.strictObject({
  CmdletInput: z.strictObject({
    CmdletName: z.string().regex(/^\w+-\w+$/),
    Parameters: z.record(z.string(), z.unknown()),
  }),
})

/** The cmdlet that a request asks for; undefined when it asks for none. */
export function findCmdletName(body: string): string | undefined {
  try {
    return bodySchema.parse(JSON.parse(body)).CmdletInput.CmdletName
  } catch {
    return undefined
  }
}

interface AdminCall {
  readonly request: WireRequest
  readonly tenant: FakeTenant
  readonly cloud: Cloud
  readonly pageSize: number
}

export function answerAdminApi(call: AdminCall): WireAnswer {
  const { request, tenant, cloud } = call
  const [, , version, , name = ''] = request.url.pathname.split('/')
  const isCompliance = request.url.hostname.endsWith(cloud.complianceHosts)
  if (isCompliance && request.url.origin === cloud.compliance) return toRegion(request)
  if (version === 'v1.0' && name === 'EXOModuleFile') return listCmdlets(request, tenant, isCompliance)
  // Only beta takes InvokeCommand: v1.0 says 405.
  if (version !== 'beta' || request.method !== 'POST') return { status: 405 }
  if (name !== 'InvokeCommand') return { status: 404 }
  return invoke(call, isCompliance)
}

// The region's own front door, on another port.
function toRegion({ url }: WireRequest): WireAnswer {
  const location = `https://eur02b.admin.protection.outlook.com:446${url.pathname}${url.search}`
  return { status: 302, headers: { location } }
}

function listCmdlets({ headers }: WireRequest, tenant: FakeTenant, isCompliance: boolean): WireAnswer {
  if (headers.commandname !== '*') return { status: 400 }
  const names = cmdletNames.filter(
    (name) => (toService(name) === 'compliance') === isCompliance && tenant.findCmdlet(name) !== undefined,
  )
  return toJsonAnswer(200, { value: [{ fileName: 'tmpEXO.psm1', exportedCmdlets: names }] })
}

function invoke({ request, tenant, pageSize }: AdminCall, isCompliance: boolean): WireAnswer {
  const problem = findProblem(request)
  if (problem !== undefined) return toJsonAnswer(400, toErrorBody('message', problem))
  const { CmdletName: name, Parameters: parameters } = bodySchema.parse(JSON.parse(request.body)).CmdletInput
  const known = cmdletNames.find((one) => one.toLowerCase() === name.toLowerCase())
  const isHere = known !== undefined && (toService(known) === 'compliance') === isCompliance
  if (!isHere || tenant.findCmdlet(name) === undefined) return { status: 403 }
  try {
    const records = tenant.run(name, parameters)
    const asked = Number(/odata\.maxpagesize=(\d+)/.exec(request.headers.prefer ?? '')?.[1] ?? 100)
    const page = toPage({ request, records, size: Math.min(asked, pageSize, 1_000) })
    if (page === undefined) return toJsonAnswer(400, toErrorBody('message', 'The skip token is not valid.'))
    return toJsonAnswer(200, {
      '@odata.context': `${request.url.origin}/adminapi/beta/$metadata#Collection(Exchange.GenericHashTable)`,
      'adminapi.warnings@odata.type': '#Collection(String)',
      '@adminapi.warnings': [],
      ...page,
    })
  } catch (error) {
    if (!(error instanceof FakeCmdletError)) throw error
    const message = `Ex6F9304|${error.exceptionType}|${error.message}`
    return toJsonAnswer(error.status, toErrorBody('array', message))
  }
}

function findProblem({ headers, body }: WireRequest): string | undefined {
  const name = findCmdletName(body)
  if (name === undefined) return 'The body is no CmdletInput.'
  if (headers['x-cmdletname'] !== name) return 'X-CmdletName is not the cmdlet.'
  if (headers['x-responseformat'] !== 'json') return 'X-ResponseFormat is missing.'
  if (!/^(APP|UPN|SMTP):\S+@\S+$/.test(headers['x-anchormailbox'] ?? '')) return 'X-AnchorMailbox is missing.'
  if (!headers['content-type']?.startsWith('application/json')) return 'Content-Type is not JSON.'
  return (headers['client-request-id'] ?? '') === '' ? 'client-request-id is missing.' : undefined
}
