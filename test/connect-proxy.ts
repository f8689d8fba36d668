// A real HTTP proxy on this machine: opens tunnels, and counts who is wanted.
import { once } from 'node:events'
import { createServer } from 'node:http'
import { connect, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { listen } from './platforms/slack/listen.js'

export type ConnectProxy = Awaited<ReturnType<typeof startConnectProxy>>

/** @param refusal the status for whoever wants a tunnel, such as `403 Forbidden`. */
export async function startConnectProxy(refusal?: string) {
  const wanted: string[] = []
  const open = new Set<Duplex>()
  const server = createServer((_request, response) => void response.writeHead(405).end())

  function keep(socket: Socket | Duplex): void {
    open.add(socket)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => open.delete(socket))
  }

  server.on('connect', ({ url = '' }, socket: Duplex) => {
    wanted.push(url)
    keep(socket)
    if (refusal !== undefined) return void socket.end(`HTTP/1.1 ${refusal}\r\n\r\n`)
    const { hostname, port } = new URL(`http://${url}`)
    const onward = connect(Number(port || 80), hostname, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
      onward.pipe(socket).pipe(onward)
    })
    keep(onward)
    onward.on('close', () => socket.destroy())
  })

  return {
    url: await listen(server),
    /** `slack.com:443`, each time. */
    wanted,
    async close() {
      for (const socket of open) socket.destroy()
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}
