import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { toConnectionError } from '../../../src/backends/exchange/failures.js'
import { createHttpClient, type HttpClient } from '../../../src/backends/exchange/http-client.js'
import { createWayOut } from '../../../src/run/way-out.js'
import { type Listening, listen } from '../../fake-exchange/listen.js'
import { never } from './setup.js'

type Answer = (request: IncomingMessage, response: ServerResponse) => void

describe('the HTTP client', () => {
  let server: Listening
  let client: HttpClient
  let answer: Answer
  let requests: IncomingMessage[]

  beforeEach(async () => {
    requests = []
    answer = (_request, response) => response.end('ok')
    server = await listen(
      createServer((request, response) => {
        requests.push(request)
        request.resume()
        answer(request, response)
      }),
    )
    client = createHttpClient({ longestBodyBytes: 10_000 })
  })
  afterEach(async () => {
    await client.close()
    await server.close()
  })

  const get = (signal = never, use = client) =>
    use.send({ method: 'GET', url: `${server.url}/a`, headers: { authorization: 'Bearer x' }, signal })

  test('sends what it is given and gives status, headers and body', async () => {
    answer = (request, response) => {
      response.writeHead(207, { 'X-Warnings': 'careful', 'Set-Cookie': ['a=1', 'b=2'] })
      request.on('end', () => response.end('žluť'))
    }
    const response = await client.send({
      method: 'POST',
      url: `${server.url}/a?b=c`,
      headers: { 'x-cmdletname': 'Get-Mailbox' },
      body: '{"a":"é"}',
      signal: never,
    })
    expect(response).toMatchObject({
      status: 207,
      headers: { 'x-warnings': 'careful', 'set-cookie': 'a=1, b=2' },
      body: 'žluť',
    })
    const [request] = requests
    expect(request).toMatchObject({ method: 'POST', url: '/a?b=c' })
    expect(request?.headers).toMatchObject({ 'x-cmdletname': 'Get-Mailbox', 'content-length': '10' })
  })

  test('keeps nobody waiting for hundreds of calls that a host leaves without an answer', async () => {
    const given = new AbortController()
    answer = (request, response) => {
      if (request.url === '/healthy') response.end('ok')
    }
    const held = Array.from({ length: 600 }, () => get(given.signal))
    const healthy = client.send({ method: 'GET', url: `${server.url}/healthy`, headers: {}, signal: never })
    expect((await healthy).body).toBe('ok')
    given.abort()
    expect((await Promise.allSettled(held)).every(({ status }) => status === 'rejected')).toBe(true)
  })

  test('follows no redirect', async () => {
    answer = (_request, response) => response.writeHead(302, { location: `${server.url}/elsewhere` }).end()
    expect(await get()).toMatchObject({ status: 302, headers: { location: `${server.url}/elsewhere` } })
    expect(requests).toHaveLength(1)
  })

  test('unpacks what is packed', async () => {
    answer = (_request, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('{"value":[]}'))
    expect((await get()).body).toBe('{"value":[]}')
  })

  test.each([
    ['NUL bytes said to be packed', 'gzip', '\0\0\0\0'],
    ['a packing it did not ask for', 'zstd', 'abc'],
  ])('takes %s for an empty body', async (_, encoding, body) => {
    answer = (_request, response) => response.writeHead(403, { 'content-encoding': encoding }).end(body)
    expect(await get()).toMatchObject({ status: 403, body: '' })
  })

  test.each([
    ['as it is', {}, Buffer.alloc(20_000, 'a')],
    ['once unpacked', { 'content-encoding': 'gzip' }, gzipSync(Buffer.alloc(20_000, 'a'))],
  ])('reads no body that is too long %s', async (_, headers, body) => {
    answer = (_request, response) => response.writeHead(200, headers).end(body)
    await expect(get()).rejects.toThrow(/exceed|larger/i)
  })

  test('repeats nothing when the connection breaks', async () => {
    answer = (request) => request.socket.destroy()
    await expect(get()).rejects.toThrow('other side closed')
    expect(requests).toHaveLength(1)
  })

  test('takes half an answer for none', async () => {
    answer = (_request, response) => {
      response.writeHead(200, { 'content-length': '100' })
      response.write('half', () => response.socket?.destroy())
    }
    await expect(get()).rejects.toThrow('other side closed')
  })

  test('sends nothing once it was given up, and says why it was', async () => {
    const reason = new Error('enough')
    await expect(get(AbortSignal.abort(reason))).rejects.toBe(reason)
    expect(requests).toEqual([])
  })

  test.each(['before', 'after'] as const)('stops waiting when given up %s the headers came', async (when) => {
    const controller = new AbortController()
    const reason = new Error('enough')
    answer = (_request, response) => {
      if (when === 'after') response.writeHead(200, { 'content-length': '10' }).write('a')
      setImmediate(() => controller.abort(reason))
    }
    await expect(get(controller.signal)).rejects.toBe(reason)
  })

  test('uses its connections again', async () => {
    for (let times = 0; times < 10; times += 1) await get()
    // A second one is opened when the first has not quite ended its last answer.
    expect(new Set(requests.map(({ socket }) => socket.remotePort)).size).toBeLessThan(3)
  })

  test('goes through the proxy it is given, with its password', async () => {
    const asked: IncomingMessage[] = []
    const proxy = createServer((_request, response) => response.writeHead(500).end())
    proxy.on('connect', (request: IncomingMessage, socket) => {
      asked.push(request)
      const { hostname, port } = new URL(`http://${request.url}`)
      const onward = connect(Number(port), hostname, () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
        onward.pipe(socket).pipe(onward)
      })
      onward.on('error', () => socket.destroy())
      socket.on('error', () => onward.destroy())
    })
    const listening = await listen(proxy)
    const proxied = createHttpClient(createWayOut({ proxy: listening.url.replace('//', '//ann:s%40fe@') }))
    try {
      expect(await get(never, proxied)).toMatchObject({ status: 200, body: 'ok' })
      expect(asked.map(({ url }) => url)).toEqual([new URL(server.url).host])
      const password = Buffer.from('ann:s@fe').toString('base64')
      expect(asked[0]?.headers['proxy-authorization']).toBe(`Basic ${password}`)
      // What is meant for the far end stays in the tunnel.
      expect(asked[0]?.headers.authorization).toBeUndefined()
    } finally {
      await proxied.close()
      await listening.close()
    }
  })

  test('tells a proxy that refuses from a connection that breaks', async () => {
    const proxy = createServer()
    proxy.on('connect', (_request, socket) => socket.end('HTTP/1.1 403 Forbidden\r\n\r\n'))
    const listening = await listen(proxy)
    const proxied = createHttpClient(createWayOut({ proxy: listening.url }))
    try {
      const error: unknown = await get(never, proxied).catch((failure: unknown) => failure)
      expect(toConnectionError('Exchange Online', true, error)).toMatchObject({
        code: 'unavailable',
        outcome: 'unchanged',
      })
      expect(requests).toEqual([])
    } finally {
      await proxied.close()
      await listening.close()
    }
  })

  test('ends what is under way when it is closed', async () => {
    answer = () => void client.close()
    await expect(get()).rejects.toThrow('destroyed')
  })
})
