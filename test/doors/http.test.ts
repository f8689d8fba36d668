import { once } from 'node:events'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, describe, expect, test } from 'vitest'
import { createHttpServer, type HttpServer } from '../../src/doors/http.js'
import type { Log, Route } from '../../src/ports.js'

const host = '127.0.0.1'
const running: HttpServer[] = []
/** Longer than any test waits, in milliseconds. */
const never = 600_000

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()))
})

function createSilentLog(events: string[]): Log {
  const write = (_: object, event: string) => void events.push(event)
  return { debug: write, info: write, warn: write, error: write }
}

async function serve(routes: readonly Route[], events: string[] = []) {
  const server = createHttpServer(routes, createSilentLog(events))
  running.push(server)
  const port = await server.listen({ host, port: 0 })
  return { server, port, url: `http://${host}:${port}` }
}

function say(path: string, body: string): Route {
  return {
    path,
    async handle(_, response) {
      response.end(body)
    },
  }
}

/** One request as it stands on the wire, for paths that clients would tidy up. */
function sendRaw(port: number, path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, host, () => {
      socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)
    })
    let text = ''
    socket.on('data', (chunk) => {
      text += chunk.toString()
    })
    socket.on('close', () => resolve(text))
    socket.on('error', reject)
  })
}

describe('routing', () => {
  const routes = [
    say('/healthz', 'health'),
    say('/page/', 'page'),
    say('/page/deep/', 'deep'),
    say('/page/x', 'exact'),
  ]

  test.each([
    ['/healthz', 'health'],
    ['/healthz?token=1', 'health'],
    ['/page/', 'page'],
    ['/page/any/thing', 'page'],
    ['/page/deep/thing', 'deep'],
    ['/page/x', 'exact'],
  ])('%s', async (path, wanted) => {
    const { url } = await serve(routes)
    expect(await (await fetch(url + path)).text()).toBe(wanted)
  })

  test.each(['/', '/health', '/healthz/', '/page', '/PAGE/'])('%s is not there', async (path) => {
    const { url } = await serve(routes)
    const response = await fetch(url + path)
    expect(response.status).toBe(404)
    expect(await response.json()).toEqual({ status: 404 })
  })

  test.each(['//', '//evil.test/healthz', '/%', '/\\', 'http://[', '*'])('%s is survived', async (path) => {
    const { url, port } = await serve(routes)
    expect(await sendRaw(port, path)).toMatch(/^HTTP\/1\.1 40[04] /)
    expect((await fetch(`${url}/healthz`)).status).toBe(200)
  })
})

describe('a handler that fails', () => {
  test('is answered with 500, without internals, and logged once', async () => {
    const events: string[] = []
    const broken: Route = { path: '/broken', handle: () => Promise.reject(new TypeError('secret internals')) }
    const { url } = await serve([broken, say('/healthz', 'health')], events)
    const response = await fetch(`${url}/broken`)
    expect(response.status).toBe(500)
    expect(await response.text()).toBe('{"status":500}')
    expect(events).toEqual(['http.failed'])
    expect((await fetch(`${url}/healthz`)).status).toBe(200)
  })

  test('throws before it promises anything, and is survived too', async () => {
    const broken: Route = {
      path: '/broken',
      handle() {
        throw new Error('at once')
      },
    }
    const { url } = await serve([broken])
    expect((await fetch(`${url}/broken`)).status).toBe(500)
  })

  test('after it began to answer ends the connection rather than seem whole', async () => {
    const broken: Route = {
      path: '/broken',
      async handle(_, response) {
        response.writeHead(200, { 'content-length': '100' })
        response.write('half')
        throw new Error('in the middle')
      },
    }
    const { url } = await serve([broken])
    await expect(fetch(`${url}/broken`).then((response) => response.text())).rejects.toThrow('terminated')
  })
})

describe('listening', () => {
  test('rejects when the port is taken', async () => {
    const { port } = await serve([])
    const second = createHttpServer([], createSilentLog([]))
    await expect(second.listen({ host, port })).rejects.toThrow('EADDRINUSE')
  })
})

describe('closing', () => {
  test('answers what is under way first, and takes nothing new', async () => {
    let release = () => {}
    const arrived = new Promise<void>((arrive) => {
      release = arrive
    })
    let answer = () => {}
    const slow: Route = {
      path: '/slow',
      async handle(_, response) {
        release()
        await new Promise<void>((resolve) => {
          answer = resolve
        })
        response.end('done')
      },
    }
    const { url, server } = await serve([slow])
    const pending = fetch(`${url}/slow`)
    await arrived
    const closing = server.close(never)
    await expect(fetch(`${url}/slow`)).rejects.toThrow('fetch failed')
    answer()
    expect(await (await pending).text()).toBe('done')
    await closing
  })

  test('does not wait for a connection that only idles', async () => {
    const { url, server } = await serve([say('/healthz', 'health')])
    await (await fetch(`${url}/healthz`)).text()
    // By itself: were it cut off only, it would not come back before the test has ended.
    await server.close(never)
  })

  test('cuts off a request that is never answered', async () => {
    let arrive = () => {}
    const arrived = new Promise<void>((resolve) => {
      arrive = resolve
    })
    const stuck: Route = {
      path: '/stuck',
      handle() {
        arrive()
        return new Promise(() => {})
      },
    }
    const { url, server } = await serve([stuck])
    const pending = fetch(`${url}/stuck`).catch((error: unknown) => error)
    await arrived
    await server.close(20)
    expect(await pending).toMatchObject({ message: 'fetch failed' })
  })
})

test('connections beyond the limit are closed, and those before them are answered', async () => {
  const server = createHttpServer([say('/a', 'here')], createSilentLog([]), { mostConnections: 2 })
  running.push(server)
  const port = await server.listen({ host, port: 0 })
  const asking = connect(port, host)
  const idle = connect(port, host)
  await Promise.all([asking, idle].map((socket) => once(socket, 'connect')))
  const refused = connect(port, host)
  refused.on('error', () => {})
  await once(refused, 'close')
  idle.end()
  asking.write('GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')
  expect(await text(asking)).toContain('200 OK')
})
