// Keeps other web sites out. The playground listens on loopback without a login, so any page open in the same browser
// could reach it: directly (cross-site requests) or under its own name (DNS rebinding).
import type { IncomingMessage } from 'node:http'
import type { Route } from '../src/ports.js'
import { sendJson } from './http.js'

const LOOPBACK_HOST = /^(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?$/i

export function guarded(route: Route): Route {
  return {
    path: route.path,
    async handle(request, response) {
      const refusal = findRefusal(request)
      if (refusal === undefined) return route.handle(request, response)
      sendJson(response, 403, { body: { error: refusal } })
    },
  }
}

function findRefusal(request: IncomingMessage): string | undefined {
  const host = request.headers.host ?? ''
  if (!LOOPBACK_HOST.test(host)) return 'The playground answers on 127.0.0.1 and localhost only.'
  const origin = request.headers.origin
  if (origin !== undefined && origin.toLowerCase() !== `http://${host.toLowerCase()}`) {
    return 'The playground takes no requests from other sites.'
  }
  if (isFromElsewhere(request)) return 'The playground takes no requests from other sites.'
  return undefined
}

/** Following a link to the page is fine; loading, framing or posting from another site (or another port) is not. */
function isFromElsewhere(request: IncomingMessage): boolean {
  const site = request.headers['sec-fetch-site'] ?? 'none'
  if (site === 'none' || site === 'same-origin') return false
  const isLink =
    request.method === 'GET' &&
    request.headers['sec-fetch-mode'] === 'navigate' &&
    request.headers['sec-fetch-dest'] === 'document'
  return !isLink
}
