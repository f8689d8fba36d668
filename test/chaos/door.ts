// The door that people's presses come in by: one address for all replicas, each request to the next of them.
import { createServer, type IncomingMessage, type ServerResponse, request as sendRequest } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { listen } from '../platforms/slack/listen.js'

export interface Door {
  readonly url: string
  close(): Promise<void>
}

/** @param listPorts of those that serve, as far as a load balancer knows. */
export async function openDoor(listPorts: () => readonly number[]): Promise<Door> {
  let turn = 0

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request)
    const ports = listPorts()
    turn += 1
    // Whoever does not listen was sent nothing: the next one gets it. What has been sent is never sent again.
    for (let at = 0; at < ports.length; at += 1)
      if (await pass({ request, response, body }, ports[(turn + at) % ports.length] ?? 0)) return
    response.writeHead(503).end()
  }

  const server = createServer((request, response) => {
    response.on('error', () => {})
    void answer(request, response).catch(() => response.writeHead(502).end())
  })
  const url = await listen(server)
  return {
    url,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

interface Passed {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly body: Buffer
}

/** False when nobody listens there. */
function pass({ request, response, body }: Passed, port: number): Promise<boolean> {
  const { method, url: path, headers } = request
  return new Promise((resolve) => {
    const onward = sendRequest({ host: '127.0.0.1', port, method, path, headers, agent: false }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.on('error', () => response.destroy())
      answer.on('end', () => resolve(true))
      answer.on('close', () => resolve(true))
      answer.pipe(response)
    })
    onward.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED') return resolve(false)
      if (response.headersSent) response.destroy()
      else response.writeHead(502).end()
      resolve(true)
    })
    // Whoever pressed has given up.
    response.on('close', () => {
      onward.destroy()
      resolve(true)
    })
    onward.end(body)
  })
}
