// What of a heartbeat leaves the machine, against a real server, and what becomes of it where nobody takes it.
import { createServer, type IncomingMessage } from 'node:http'
import { expect, onTestFinished, test } from 'vitest'
import { createHeartbeat } from '../../src/run/heartbeat.js'
import { createWayOut } from '../../src/run/way-out.js'
import { startConnectProxy } from '../connect-proxy.js'
import { listen } from '../platforms/slack/listen.js'

async function startListener(status: number) {
  const heard: Pick<IncomingMessage, 'method' | 'url'>[] = []
  const server = createServer(({ method, url }, response) => {
    heard.push({ method, url })
    response.writeHead(status, { location: 'http://127.0.0.1:9/elsewhere' }).end('thanks')
  })
  const url = await listen(server)
  onTestFinished(() => void server.close())
  return { url: `${url.replace(/\/$/, '')}/canary-2718`, heard }
}

const never = new AbortController().signal

test.each(['GET', 'POST'] as const)('a heartbeat is one %s of the address', async (method) => {
  const { url, heard } = await startListener(200)
  const heartbeat = createHeartbeat({ url, method }, createWayOut({}))
  expect(await heartbeat.beat(never)).toBeUndefined()
  expect(heard).toEqual([{ method, url: '/canary-2718' }])
})

test.each([302, 404, 500])('a heartbeat that is answered with HTTP %i was not taken', async (status) => {
  const { url, heard } = await startListener(status)
  const problem = await createHeartbeat({ url, method: 'GET' }, createWayOut({})).beat(never)
  expect(problem).toBe(`answered with HTTP ${status}`)
  expect(heard).toHaveLength(1)
})

test('a heartbeat that reaches nobody says why, and never its address', async () => {
  const url = 'http://127.0.0.1:1/canary-2718'
  const problem = await createHeartbeat({ url, method: 'GET' }, createWayOut({})).beat(never)
  expect(problem).toMatch(/refused|no answer/)
  expect(problem).not.toContain('canary')
})

test('a heartbeat leaves through the proxy of the settings', async () => {
  const { url, heard } = await startListener(200)
  const proxy = await startConnectProxy()
  onTestFinished(() => proxy.close())
  const wayOut = createWayOut({ proxy: proxy.url })
  onTestFinished(() => wayOut.close())
  const heartbeat = createHeartbeat({ url, method: 'POST' }, wayOut)
  await heartbeat.beat(never)
  expect(heard).toHaveLength(1)
  expect(proxy.wanted.length).toBeGreaterThan(0)
})
