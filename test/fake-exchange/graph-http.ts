// The fake tenant's Graph over HTTP: decodes the path, pages the lists.
import { toJsonAnswer, type WireAnswer, type WireRequest } from './answer.js'
import { toPage } from './pages.js'
import type { FakeTenant } from './tenant.js'

/** Graph's own, for most collections. */
const usualPageSize = 100

export function answerGraphHttp(request: WireRequest, tenant: FakeTenant): WireAnswer {
  const path = request.url.pathname.split('/').map(decodeURIComponent).join('/')
  const body: unknown = request.body === '' ? undefined : JSON.parse(request.body)
  const { status, body: given } = tenant.graph({
    method: request.method,
    path,
    query: request.url.searchParams,
    body,
  })
  if (given === undefined) return { status }
  return toJsonAnswer(status, isList(given) ? cutPage(request, given) : given)
}

function cutPage(request: WireRequest, list: { readonly value: readonly unknown[] }): unknown {
  const size = Number(request.url.searchParams.get('$top') ?? usualPageSize)
  return { ...list, ...toPage({ request, records: list.value, size }) }
}

function isList(given: unknown): given is { readonly value: readonly unknown[] } {
  return typeof given === 'object' && given !== null && 'value' in given && Array.isArray(given.value)
}
