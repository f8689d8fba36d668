// A way to the database that a test can cut, at the very message it names.
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/** `before`: the database never sees it. `after`: it does, and its answer is lost. `silent`: the answer never comes, and nothing ends. */
export type Cut = 'before' | 'after' | 'silent'

export interface Way {
  /** The same database by this way. */
  toUrl(url: string): string
  /** The next message to the database with this text in it is the last of its connection. Resolves when it was. */
  cutAt(text: string, cut: Cut): Promise<void>
  /** How many messages to the database have had this text in them. */
  count(text: string): number
  /** All that are open now. */
  cutAll(): void
  /** Nobody gets in. */
  refuse(isRefusing: boolean): void
  close(): Promise<void>
}

export async function createWay(to: string): Promise<Way> {
  const target = new URL(to)
  const open = new Set<Socket>()
  const seen: Buffer[] = []
  let isRefusing = false
  let next: { readonly text: string; readonly cut: Cut; readonly done: () => void } | undefined

  const server = createServer((client) => {
    if (isRefusing) return void client.destroy()
    const database = connect({ host: target.hostname, port: Number(target.port) })
    let isSilent = false
    for (const socket of [client, database]) {
      open.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => {
        open.delete(socket)
        client.destroy()
        database.destroy()
      })
    }
    client.on('data', (bytes) => {
      seen.push(bytes)
      if (next === undefined || !bytes.includes(next.text)) return void database.write(bytes)
      const { cut, done } = next
      next = undefined
      if (cut === 'before') client.destroy()
      else database.write(bytes)
      isSilent = cut !== 'before'
      if (cut !== 'after') return done()
      database.once('data', () => {
        client.destroy()
        done()
      })
    })
    database.on('data', (bytes) => {
      if (!isSilent) client.write(bytes)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()

  return {
    toUrl(url) {
      const through = new URL(url)
      through.port = typeof address === 'object' && address !== null ? `${address.port}` : ''
      return through.href
    },
    cutAt: (text, cut) =>
      new Promise((resolve) => {
        next = { text, cut, done: resolve }
      }),
    count: (text) => seen.filter((bytes) => bytes.includes(text)).length,
    cutAll() {
      for (const socket of open) socket.destroy()
    },
    refuse(refusing) {
      isRefusing = refusing
    },
    async close() {
      for (const socket of open) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
