// One POST to a route of the bot, over a real server.
import { createHttpServer } from '../../../src/doors/http.js'
import { createLog } from '../../../src/log/index.js'
import type { Route } from '../../../src/ports.js'

interface Posted {
  readonly body: string
  readonly headers: Record<string, string>
}

/** @returns the status of the answer. */
export async function post(
  routes: readonly Route[],
  path: string,
  { body, headers }: Posted,
): Promise<number> {
  const server = createHttpServer(routes, createLog({ level: 'silent' }))
  const port = await server.listen({ host: '127.0.0.1', port: 0 })
  try {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', body, headers })
    await response.text()
    return response.status
  } finally {
    await server.close()
  }
}
