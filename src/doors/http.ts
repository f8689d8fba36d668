// One HTTP server for everything: Slack, Teams, health, and the playground when it is on.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Log, Route } from '../ports.js'

export interface HttpServer {
  /** Resolves with the port it listens on. */
  listen(address: { readonly host: string; readonly port: number }): Promise<number>
  /**
   * Takes no new connection, ends idle ones, and resolves when the requests under way are answered; cuts off what is not
   * answered by then.
   */
  close(longestMilliseconds?: number): Promise<void>
}

/** The platforms wait for an answer no longer than this. */
const longestCloseMilliseconds = 5_000

/** How often Node looks for requests that are over their time; by default half a minute, twice the limit itself. */
const checkMilliseconds = 5_000
/** Both platforms and a proxy need a few dozen; what is beyond this is closed at once. */
const usualConnections = 1_000

export function createHttpServer(
  routes: readonly Route[],
  log: Log,
  { mostConnections = usualConnections }: { readonly mostConnections?: number } = {},
): HttpServer {
  const server = createServer({ connectionsCheckingInterval: checkMilliseconds }, (request, response) => {
    // A connection that was kept alive would hold up the close for seconds after its last answer, which may go out before
    // the last of its request has come in.
    for (const half of [request, response])
      half.once('close', () => {
        if (!server.listening) server.closeIdleConnections()
      })
    void answer(routes, request, response).catch((error: unknown) => {
      log.error({ path: toPath(request), err: error }, 'http.failed')
      end(response, 500)
    })
  })
  // Slow senders must not hold connections for ever; both platforms send small bodies at once.
  server.requestTimeout = 15_000
  server.headersTimeout = 10_000
  server.maxConnections = mostConnections
  return {
    listen: ({ host, port }) =>
      new Promise((resolve, reject) => {
        server.once('error', reject)
        server.listen(port, host, () => {
          server.removeListener('error', reject)
          const address = server.address()
          resolve(typeof address === 'object' && address !== null ? address.port : port)
        })
      }),
    close: (longestMilliseconds = longestCloseMilliseconds) =>
      new Promise((resolve) => {
        const cutOff = setTimeout(() => server.closeAllConnections(), longestMilliseconds)
        server.close(() => {
          clearTimeout(cutOff)
          resolve()
        })
        server.closeIdleConnections()
      }),
  }
}

async function answer(
  routes: readonly Route[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = toPath(request)
  const route = routes.find((one) => one.path === path) ?? findPrefix(routes, path)
  if (route === undefined) return end(response, 404)
  await route.handle(request, response)
}

function findPrefix(routes: readonly Route[], path: string): Route | undefined {
  const prefixes = routes.filter((route) => route.path.endsWith('/') && path.startsWith(route.path))
  return prefixes.toSorted((one, other) => other.path.length - one.path.length)[0]
}

// `new URL` would throw on `//` and the like, and a request line is the outside's to choose.
function toPath(request: IncomingMessage): string {
  return (request.url ?? '/').split(/[?#]/, 1)[0] ?? '/'
}

function end(response: ServerResponse, status: number): void {
  if (response.headersSent) return void response.destroy()
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ status }))
}
