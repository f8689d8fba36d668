// Defender's alerts, as Graph v1.0 has them.
import { z } from 'zod'
import { type FakeGraphAnswer, type FakeGraphCall, type FakeGraphRoute, toGraphError } from './graph.js'
import type { FakeAlert } from './model.js'

const read = ['SecurityAlert.Read.All', 'SecurityAlert.ReadWrite.All']
const write = ['SecurityAlert.ReadWrite.All']

/** The names of the metadata. Those of the page of the reference are refused. */
const patchSchema = z.strictObject({
  status: z.enum(['new', 'inProgress', 'resolved']).optional(),
  classification: z.enum(['falsePositive', 'truePositive', 'informationalExpectedActivity']).optional(),
  determination: z
    .enum(['compromisedAccount', 'notMalicious', 'confirmedActivity', 'lineOfBusinessApplication', 'other'])
    .optional(),
  assignedTo: z.string().optional(),
})
const commentSchema = z.strictObject({
  '@odata.type': z.literal('microsoft.graph.security.alertComment'),
  comment: z.string().min(1),
})

export const alertRoutes: readonly FakeGraphRoute[] = [
  { method: 'GET', path: /^\/v1\.0\/security\/alerts_v2$/, permissions: read, answer: listAlerts },
  {
    method: 'GET',
    path: /^\/v1\.0\/security\/alerts_v2\/([^/]+)$/,
    permissions: read,
    answer: (call, [id]) => withAlert(call, id, (alert) => ({ status: 200, body: alert })),
  },
  {
    method: 'PATCH',
    path: /^\/v1\.0\/security\/alerts_v2\/([^/]+)$/,
    permissions: write,
    answer: (call, [id]) => withAlert(call, id, (alert) => patchAlert(call, alert)),
  },
  {
    method: 'POST',
    path: /^\/v1\.0\/security\/alerts_v2\/([^/]+)\/comments$/,
    permissions: write,
    answer: (call, [id]) => withAlert(call, id, (alert) => postComment(call, alert)),
  },
]

function listAlerts({ state, request }: FakeGraphCall): FakeGraphAnswer {
  const [, source, by, since = ''] =
    /^serviceSource eq '(\w+)' and (lastUpdate|created)DateTime ge (\S+)$/.exec(
      request.query.get('$filter') ?? '',
    ) ?? []
  if (source === undefined) return toGraphError(400, 'BadRequest', 'Invalid filter clause.')
  const value = state.alerts.filter((alert) => alert.serviceSource === source && toMoment(alert, by) >= since)
  return { status: 200, body: { value } }
}

function toMoment({ createdDateTime = '', lastUpdateDateTime }: FakeAlert, by: string | undefined): string {
  return by === 'created' ? createdDateTime : lastUpdateDateTime
}

function withAlert(
  { state }: FakeGraphCall,
  id: string | undefined,
  answer: (alert: FakeAlert) => FakeGraphAnswer,
): FakeGraphAnswer {
  const found = state.alerts.find((alert) => alert.id === id)
  return found === undefined ? toGraphError(404, 'NotFound', 'The alert does not exist.') : answer(found)
}

function patchAlert({ state, request, now }: FakeGraphCall, alert: FakeAlert): FakeGraphAnswer {
  const patch = patchSchema.safeParse(request.body)
  const { assignedTo } = patch.data ?? {}
  const isKnown = assignedTo === undefined || state.accounts.some(({ upn }) => upn === assignedTo)
  if (!patch.success || !isKnown) return toGraphError(400, 'BadRequest', 'Invalid value.')
  Object.assign(alert, patch.data, { lastUpdateDateTime: new Date(now).toISOString() })
  if (patch.data.status === 'resolved') alert.resolvedDateTime = new Date(now).toISOString()
  return { status: 200, body: alert }
}

function postComment({ request, now }: FakeGraphCall, alert: FakeAlert): FakeGraphAnswer {
  const posted = commentSchema.safeParse(request.body)
  if (!posted.success) return toGraphError(400, 'BadRequest', 'Invalid value.')
  const createdDateTime = new Date(now).toISOString()
  alert.comments.push({ comment: posted.data.comment, createdByDisplayName: 'Reprieve', createdDateTime })
  return { status: 200, body: { value: alert.comments } }
}
