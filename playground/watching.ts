// Server-Sent Events: tells every open page that there is something new to fetch.
import type { ServerResponse } from 'node:http'
import type { Route } from '../src/ports.js'
import type { Changes } from './changes.js'
import { sendJson } from './http.js'

/** Keeps proxies and browsers from taking a quiet stream for a dead one. */
const HEARTBEAT_MILLISECONDS = 15_000

export function createWatching(changes: readonly Changes[]): { readonly route: Route; stop(): void } {
  const watchers = new Set<ServerResponse>()
  let stopped = false
  const tell = (text: string) => {
    for (const watcher of watchers) watcher.write(text)
  }
  const unsubscribe = changes.map((each) => each.subscribe(() => tell('event: change\ndata: {}\n\n')))
  const heartbeat = setInterval(() => tell(': still here\n\n'), HEARTBEAT_MILLISECONDS)
  heartbeat.unref()

  return {
    route: {
      path: '/playground/api/events',
      async handle(request, response) {
        request.resume()
        // A stream without a body, as HEAD asks for, would never end and never begin.
        if (request.method !== 'GET')
          return sendJson(response, 405, { body: { error: 'Use GET.' }, headers: { allow: 'GET' } })
        // Whoever waits here would wait for ever.
        if (stopped) return sendJson(response, 503, { body: { error: 'The playground is being set anew.' } })
        response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
        response.write('retry: 1000\n\n')
        watchers.add(response)
        response.on('close', () => watchers.delete(response))
      },
    },
    stop() {
      stopped = true
      clearInterval(heartbeat)
      for (const stop of unsubscribe) stop()
      for (const watcher of watchers) watcher.end()
    },
  }
}
