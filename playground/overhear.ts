// Every request of the bot goes by here on its way to the workspaces, and so does what it is answered.
import type { IncomingMessage } from 'node:http'
import { addressOf, sendJson } from './http.js'
import type { Wire, WireCall, WireSide } from './wire.js'

interface Overheard extends Pick<WireCall, 'hear'> {
  /** `sendJson`, and written down. */
  send: typeof sendJson
}

/** Writes one request of the bot down, together with what it is answered. */
export function overhear(
  request: IncomingMessage,
  parts: { readonly wire: Wire; readonly side: WireSide; readonly name: string },
): Overheard {
  const call = parts.wire.begin({
    side: parts.side,
    direction: 'from-bot',
    method: request.method ?? '',
    path: addressOf(request).pathname,
    name: parts.name,
    headers: request.headers,
  })
  return {
    hear: (body) => call.hear(body),
    send(response, status, answer) {
      sendJson(response, status, answer)
      call.end(status, JSON.stringify(answer.body))
    },
  }
}
