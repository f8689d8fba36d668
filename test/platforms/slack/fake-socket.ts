// Slack's end of Socket Mode: a real WebSocket server on this machine.
import { createServer } from 'node:http'
import { type RawData, type WebSocket, WebSocketServer } from 'ws'
import { z } from 'zod'
import { listen } from './listen.js'

const envelopeSchema = z.object({ envelope_id: z.string() })

export interface FakeSocket {
  readonly url: string
  /** Acknowledged envelopes, in order. */
  readonly acknowledged: readonly string[]
  connections(): number
  /** Resolves with the newest connection when there have been this many. */
  connected(times: number): Promise<WebSocket>
  close(): Promise<void>
}

export async function createFakeSocket(): Promise<FakeSocket> {
  const server = createServer()
  const sockets = new WebSocketServer({ server })
  const all: WebSocket[] = []
  const acknowledged: string[] = []
  const waiting = new Set<() => void>()
  sockets.on('connection', (connection) => {
    all.push(connection)
    connection.on('message', (data: RawData) => {
      acknowledged.push(envelopeSchema.parse(JSON.parse(toText(data))).envelope_id)
    })
    connection.send(JSON.stringify({ type: 'hello', num_connections: 1, connection_info: { app_id: 'A1' } }))
    for (const look of waiting) look()
  })
  const origin = await listen(server)
  return {
    url: origin.replace('http', 'ws'),
    acknowledged,
    connections: () => all.length,
    connected: (times) =>
      new Promise((resolve) => {
        const look = () => {
          const newest = all.at(-1)
          if (all.length >= times && newest !== undefined) resolve(newest)
        }
        waiting.add(look)
        look()
      }),
    close: () =>
      new Promise((resolve) => {
        for (const client of sockets.clients) client.terminate()
        sockets.close()
        server.close(() => resolve())
      }),
  }
}

function toText(data: RawData): string {
  return Buffer.concat(
    [data].flat().map((part) => Buffer.from(part instanceof ArrayBuffer ? new Uint8Array(part) : part)),
  ).toString('utf8')
}
