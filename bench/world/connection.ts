// One keep-alive HTTP connection that sends ready-made bytes. A tenth of the work of Node's own client, so that the
// sender is not what is measured.
import { once } from 'node:events'
import { createConnection } from 'node:net'

export interface Connection {
  /** Resolves with the status when the whole answer is there. One at a time. */
  send(request: Buffer): Promise<number>
  close(): void
}

export async function openConnection(port: number): Promise<Connection> {
  const socket = createConnection({ host: '127.0.0.1', port, noDelay: true })
  await once(socket, 'connect')
  let received = ''
  let finish: ((status: number) => void) | undefined
  let fail: ((error: Error) => void) | undefined
  socket.setEncoding('latin1')
  socket.on('data', (chunk: string) => {
    received += chunk
    if (!isWhole(received)) return
    const status = Number(received.slice(9, 12))
    received = ''
    finish?.(status)
  })
  socket.on('error', (error) => fail?.(error))
  socket.on('close', () => fail?.(new Error('The server closed the connection.')))
  return {
    send: (request) =>
      new Promise((resolve, reject) => {
        finish = resolve
        fail = reject
        socket.write(request)
      }),
    close: () => void socket.destroy(),
  }
}

/** Latin-1 keeps a character a byte, so lengths can be compared. */
function isWhole(text: string): boolean {
  const end = text.indexOf('\r\n\r\n')
  if (end < 0) return false
  const head = text.slice(0, end)
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1]
  if (length !== undefined) return text.length >= end + 4 + Number(length)
  return !/\r\ntransfer-encoding: *chunked/i.test(head) || text.endsWith('\r\n0\r\n\r\n')
}
