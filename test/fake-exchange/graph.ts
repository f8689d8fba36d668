// The fake tenant's Graph: finds the route, asks for its permission, answers in Graph's error shape.
import type { FakeState } from './model.js'
import { findRoute, keepListedGraph } from './surface.js'

export interface FakeGraphRequest {
  readonly method: string
  /** Decoded, with the version: `/v1.0/users/laura@contoso.com`. */
  readonly path: string
  readonly query: URLSearchParams
  readonly body: unknown
}

export interface FakeGraphAnswer {
  readonly status: number
  readonly body?: unknown
}

export interface FakeGraphCall {
  readonly state: FakeState
  readonly now: number
  readonly request: FakeGraphRequest
}

export interface FakeGraphRoute {
  readonly method: string
  /** Matched against the whole path. */
  readonly path: RegExp
  /** One of these application permissions is needed. */
  readonly permissions: readonly string[]
  answer(call: FakeGraphCall, parts: readonly string[]): FakeGraphAnswer
}

export function answerGraph(routes: readonly FakeGraphRoute[], call: FakeGraphCall): FakeGraphAnswer {
  const { method, path } = call.request
  const listed = findRoute(call.request)
  if (listed === undefined)
    return toGraphError(400, 'BadRequest', `Nobody wrote down that ${method} ${path} is asked.`)
  for (const route of routes) {
    const match = route.method === method ? route.path.exec(path) : null
    if (match === null) continue
    if (!route.permissions.some((permission) => call.state.graphPermissions.has(permission)))
      return toGraphError(
        403,
        'Authorization_RequestDenied',
        'Insufficient privileges to complete the operation.',
      )
    const answer = route.answer(call, match.slice(1))
    return answer.status < 300 && answer.body !== undefined
      ? { ...answer, body: keepListedGraph(listed, answer.body) }
      : answer
  }
  return toGraphError(400, 'BadRequest', `Resource not found for the segment '${path}'.`)
}

export function toGraphError(status: number, code: string, message: string): FakeGraphAnswer {
  return { status, body: { error: { code, message, innerError: { 'request-id': 'ba3f0a5e' } } } }
}
