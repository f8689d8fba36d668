// Message traces of Graph: both ends of the time, no end in the future, and nothing at all for a tenant without the service
// principal of Microsoft's own app. Also the domains of the organisation.

import { listTraceRows, type TraceRow, toTraceId } from './cmdlets-trace.js'
import type { FakeGraphAnswer, FakeGraphCall, FakeGraphRoute } from './graph.js'
import { toGraphError } from './graph.js'

const permissions = ['ExchangeMessageTrace.Read.All'] as const
const transportApp = '8bd644d1-64a1-4d4b-ae52-2e0cbf64e373'

export const traceRoutes: readonly FakeGraphRoute[] = [
  {
    method: 'GET',
    path: /^\/v1\.0\/admin\/exchange\/tracing\/messageTraces$/,
    permissions,
    answer: (call) => (call.state.hasTransportPrincipal ? listTraces(call) : noPrincipal),
  },
  {
    method: 'GET',
    path: /^\/v1\.0\/admin\/exchange\/tracing\/messageTraces\/(.+)\/getDetailsByRecipient\(recipientAddress='(.+)'\)$/,
    permissions,
    answer: listDetails,
  },
  {
    method: 'GET',
    path: /^\/v1\.0\/domains$/,
    permissions: ['Domain.Read.All', 'Directory.Read.All'],
    answer: ({ state }) => toPage(state.domains.map((id) => ({ id, isVerified: true }))),
  },
  {
    method: 'GET',
    path: /^\/v1\.0\/servicePrincipals\(appId='([^']+)'\)$/,
    permissions: ['Application.Read.All', 'Directory.Read.All'],
    answer: ({ state }, [appId]) =>
      appId === transportApp && state.hasTransportPrincipal
        ? { status: 200, body: { id: 'sp-1', appId } }
        : toGraphError(404, 'Request_ResourceNotFound', 'Resource does not exist.'),
  },
]

const noPrincipal = toGraphError(
  401,
  'Unauthorized',
  `Service principal-less Authentication failed: the service principal for App ID ${transportApp} was not found`,
)

function toPage(value: readonly object[]): FakeGraphAnswer {
  return { status: 200, body: { value } }
}

function listTraces({ state, now, request }: FakeGraphCall): FakeGraphAnswer {
  const filter = request.query.get('$filter') ?? ''
  const [, from = '', to = '', rest = ''] =
    /^receivedDateTime ge (\S+) and receivedDateTime le (\S+)(?: and (.+))?$/.exec(filter) ?? []
  if (from === '' || Date.parse(to) > now) return toGraphError(400, 'BadRequest', 'Invalid filter clause')
  const wanted = [...rest.matchAll(/senderAddress eq '((?:[^']|'')*)'/g)].map(([, one = '']) =>
    one.replaceAll("''", "'").toLowerCase(),
  )
  if (wanted.length > 1 && !state.tracesTakeSeveral)
    return toGraphError(400, 'BadRequest', 'The query specified is not supported.')
  const [, fromIp] = /fromIP eq '([^']+)'/.exec(rest) ?? []
  const rows = listTraceRows(state)
    .filter(({ at }) => at >= Date.parse(from) && at <= Date.parse(to))
    .filter(({ sender }) => wanted.length === 0 || wanted.includes(sender.toLowerCase()))
    .filter((row) => fromIp === undefined || row.fromIp === fromIp)
  return toPage(rows.slice(0, Number(request.query.get('$top') ?? 1_000)).map(toRecord))
}

function toRecord(row: TraceRow) {
  return {
    id: toTraceId(row),
    messageId: '<6e1f@contoso.com>',
    receivedDateTime: row.received,
    senderAddress: row.sender,
    recipientAddress: row.recipient,
    subject: row.subject,
    status: row.status.slice(0, 1).toLowerCase() + row.status.slice(1),
    fromIP: row.fromIp,
    toIP: null,
    size: 12_345,
  }
}

function listDetails(
  { state }: FakeGraphCall,
  [id = '', recipient = '']: readonly string[],
): FakeGraphAnswer {
  const row = listTraceRows(state).find((one) => toTraceId(one) === id && one.recipient === recipient)
  if (row === undefined) return toPage([])
  const event = row.status === 'Failed' ? 'Fail' : 'Send external'
  return toPage([
    { id, event: 'Receive', action: '', description: 'Message received by: server', data: '<root/>' },
    { id, event, action: '', description: row.details ?? '', data: '<root/>' },
  ])
}
