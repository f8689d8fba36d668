// Where the stub module asks: a loopback server in front of the fake tenant, and the record of what arrived.
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { z } from 'zod'
import { FakeCmdletError } from '../../../fake-exchange/cmdlet.js'
import { createFakeTenant, type FakeTenant } from '../../../fake-exchange/tenant.js'

/** Something for the stub to do, see `fake.ps1`. */
export type StubAct = Readonly<Record<string, unknown>> & { readonly kind: string }

export interface StubAnswer {
  readonly acts?: readonly StubAct[]
  readonly records?: readonly unknown[]
}

const connectSchema = z.object({
  cmdlet: z.string(),
  parameters: z.record(z.string(), z.unknown()),
  pid: z.number(),
  arguments: z.array(z.string()),
  environment: z.record(z.string(), z.string()),
})
export type StubConnect = z.output<typeof connectSchema>

const runSchema = z.object({
  cmdlet: z.string(),
  parameters: z.array(z.object({ name: z.string(), type: z.string(), value: z.unknown() })),
  pid: z.number(),
})
export type StubRun = z.output<typeof runSchema>

export interface StubEndpoint {
  readonly url: string
  /** What arrived, in order. */
  readonly connects: StubConnect[]
  readonly runs: StubRun[]
  disconnects: number
  tenant: FakeTenant
  /** Undefined: as the tenant has it. A promise that stays open lets the cmdlet hang. */
  onRun: ((run: StubRun) => StubAnswer | Promise<StubAnswer>) | undefined
  onConnect: ((connect: StubConnect) => StubAnswer | Promise<StubAnswer>) | undefined
  /** As the tenant answers it. */
  ask(run: StubRun): StubAnswer
  /** Resolves with the next run that arrives. */
  arrive(): Promise<StubRun>
  /** A new tenant, and everything else as it was in the beginning. */
  reset(): void
  close(): Promise<void>
}

export async function startEndpoint(): Promise<StubEndpoint> {
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.destroy(toError(error)))
  })
  const arriving = new Set<(run: StubRun) => void>()

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readJson(request)
    const given = await dispatch(request.url ?? '', body)
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ acts: [], records: [], ...given }))
  }

  async function dispatch(path: string, body: unknown): Promise<object> {
    if (path === '/connect') {
      const connect = connectSchema.parse(body)
      endpoint.connects.push(connect)
      const given = await endpoint.onConnect?.(connect)
      return { ...given, cmdlets: listCmdlets(connect) }
    }
    if (path === '/disconnect') {
      endpoint.disconnects += 1
      return {}
    }
    const run = runSchema.parse(body)
    endpoint.runs.push(run)
    const given = endpoint.onRun?.(run) ?? endpoint.ask(run)
    for (const arrived of arriving) arrived(run)
    arriving.clear()
    return given
  }

  /** What the module asked to import, less what the role does not hold. */
  function listCmdlets({ parameters }: StubConnect): readonly string[] {
    const wanted = z.array(z.string()).parse(parameters.CommandName)
    const allowed = endpoint.tenant.state.allowedCmdlets
    return wanted.filter((name) => allowed === undefined || allowed.has(name))
  }

  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const endpoint: StubEndpoint = {
    url: `http://127.0.0.1:${port}`,
    connects: [],
    runs: [],
    disconnects: 0,
    tenant: createFakeTenant(),
    onRun: undefined,
    onConnect: undefined,
    ask: (run) => askTenant(endpoint.tenant, run),
    arrive: () =>
      new Promise((resolve) => {
        arriving.add(resolve)
      }),
    reset() {
      endpoint.tenant = createFakeTenant()
      endpoint.onRun = undefined
      endpoint.onConnect = undefined
      endpoint.disconnects = 0
      endpoint.connects.length = 0
      endpoint.runs.length = 0
    },
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
  return endpoint
}

function askTenant(tenant: FakeTenant, { cmdlet, parameters }: StubRun): StubAnswer {
  try {
    const given = Object.fromEntries(parameters.map(({ name, value }) => [name, value]))
    return { records: tenant.run(cmdlet, given) }
  } catch (error) {
    if (error instanceof FakeCmdletError) return { acts: [toAct(error)] }
    throw error
  }
}

/** How the real module says it: without ending the pipeline, so that only whoever looks will notice. */
function toAct({ exceptionType, message }: FakeCmdletError): StubAct {
  return {
    kind: 'write-error',
    text: `Ex6F9304|${exceptionType}|${message}`,
    id: '[Server=AM0PR04MB1234,RequestId=6e1f,TimeStamp=Sun, 22 Nov 2026 03:14:15 GMT]',
    reason: exceptionType.split('.').at(-1) ?? exceptionType,
  }
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(z.instanceof(Buffer).parse(chunk))
  return JSON.parse(Buffer.concat(chunks).toString('utf8'))
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error))
}
