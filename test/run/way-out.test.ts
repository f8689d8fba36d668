// What leaves the machine, by one real proxy that counts it, and what is said when it does not get through.

import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { readSettingsFile } from '../../src/config/index.js'
import { findReason } from '../../src/domain/connection.js'
import { isUnreached } from '../../src/errors.js'
import { startBot as startWholeBot } from '../../src/run/bot.js'
import { createWayOut } from '../../src/run/way-out.js'
import { environment, exchangeTenant, slack, teams } from '../config/settings.js'
import { type ConnectProxy, startConnectProxy } from '../connect-proxy.js'
import { createFakeSocket } from '../platforms/slack/fake-socket.js'
import { listen } from '../platforms/slack/listen.js'
import { createRig } from '../platforms/slack/rig.js'
import { toMention } from '../platforms/teams/activities.js'
import { startBot } from '../platforms/teams/bot.js'
import { appId, createTenant } from '../platforms/teams/tenant.js'

let proxy: ConnectProxy
beforeEach(async () => {
  proxy = await startConnectProxy()
})
afterEach(() => proxy.close())

function open(settings: Parameters<typeof createWayOut>[0]) {
  const wayOut = createWayOut(settings)
  onTestFinished(() => wayOut.close())
  return wayOut
}

/** A port that was free a moment ago. */
async function findClosed(): Promise<string> {
  const server = createServer()
  const url = await listen(server)
  await new Promise((resolve) => server.close(resolve))
  return url
}

describe('by the proxy', () => {
  test('Slack is called, and its socket opened', async () => {
    const { fetch, dispatcher } = open({ proxy: proxy.url })
    if (dispatcher === undefined) throw new Error('there is no way for the socket')
    const socket = await createFakeSocket()
    const rig = await createRig({ appToken: 'xapp-1', isStarted: false, wayOut: { fetch, dispatcher } })
    rig.fake.always('apps.connections.open', { body: { ok: true, url: socket.url } })
    await rig.start()
    await socket.connected(1)
    const [api, at] = [rig.fake.apiUrl, socket.url].map((url) => new URL(url).host)
    expect(new Set(proxy.wanted)).toEqual(new Set([api, at]))
    await rig.close()
    await socket.close()
  })

  test('the keys of Teams are fetched, its connector and Graph called', async () => {
    const { fetch } = open({ proxy: proxy.url })
    const tenant = await createTenant()
    const bot = await startBot(tenant, { fetch, accessGroups: ['12345678-9abc-4def-8012-3456789abcde'] })
    expect((await bot.send(toMention(tenant, 'list'))).status).toBe(200)
    await tenant.received(2)
    await bot.teams.examine(new AbortController().signal)
    expect(tenant.lines().some((line) => line.startsWith('GET graph/'))).toBe(true)
    const { host } = new URL(tenant.serviceUrl)
    // What is sent one after the other shares a tunnel.
    expect(new Set(proxy.wanted)).toEqual(new Set([host]))
    const { fetch: shut } = open({ proxy: await findClosed() })
    await expect(shut(tenant.serviceUrl)).rejects.toThrow('fetch failed')
    await bot.close()
    await tenant.close()
  })

  test('nobody is reached who is to be reached straight', async () => {
    const server = createServer((_request, response) => void response.end('here'))
    const url = await listen(server)
    onTestFinished(() => void server.close())
    for (const noProxy of ['127.0.0.1', 'example.com, 127.0.0.1', '.example.com,127.0.0.1', '*']) {
      const { fetch } = open({ proxy: proxy.url, noProxy })
      expect(await (await fetch(url)).text()).toBe('here')
    }
    expect(proxy.wanted).toEqual([])
    const { fetch } = open({ proxy: proxy.url, noProxy: '127.0.0.2,example.com' })
    expect(await (await fetch(url)).text()).toBe('here')
    expect(proxy.wanted).toEqual([new URL(url).host])
  })
})

test('the whole bot asks the proxy for everybody it calls', async () => {
  await proxy.close()
  proxy = await startConnectProxy('403 Forbidden')
  const folder = await mkdtemp(join(tmpdir(), 'reprieve-proxy-'))
  const text = [
    `dataFolder: ${folder}`,
    'server: { port: 0 }',
    'logLevel: silent',
    slack.replace('slack:', 'slack:\n  mode: socket\n  appToken: ${SLACK_APP_TOKEN}'),
    teams.replace(/appId: .*/, `appId: ${appId}`),
    exchangeTenant('clientSecret: ${EXCHANGE_CLIENT_SECRET}'),
  ].join('\n')
  const bot = await startWholeBot(readSettingsFile(text, { ...environment, HTTPS_PROXY: proxy.url }), {
    pid: process.pid,
    version: '0',
    onFatal: (error) => {
      throw error
    },
    environment: {},
    kill: () => undefined,
  })
  onTestFinished(async () => {
    await bot.stop()
    await rm(folder, { recursive: true })
  })
  const tenant = await createTenant()
  onTestFinished(() => tenant.close())
  await fetch(`${bot.address}api/messages`, {
    method: 'POST',
    headers: { authorization: `Bearer ${await tenant.sign()}`, 'content-type': 'application/json' },
    body: '{}',
  })
  await vi.waitFor(
    () =>
      expect(new Set(proxy.wanted)).toEqual(
        new Set(['slack.com:443', 'login.botframework.com:443', 'login.microsoftonline.com:443']),
      ),
    { timeout: 10_000 },
  )
}, 30_000)

describe('the reason of a call that failed is told:', () => {
  async function reasonOf(fetching: Promise<unknown>) {
    const error: unknown = await fetching.catch((failure: unknown) => failure)
    return { reason: findReason(error), isUnreached: isUnreached(error) }
  }

  test('a name that nobody knows', async () => {
    const { reason, isUnreached: isUnsent } = await reasonOf(open({}).fetch('https://nowhere.invalid/'))
    expect(reason).toMatch(/^its name could not be resolved.* \((ENOTFOUND|EAI_AGAIN)\)$/)
    expect(isUnsent).toBe(true)
  })

  test('nobody listens', async () => {
    expect(await reasonOf(open({}).fetch(await findClosed()))).toEqual({
      reason: 'the connection was refused (ECONNREFUSED)',
      isUnreached: true,
    })
  })

  test('the proxy is not there', async () => {
    const { fetch } = open({ proxy: await findClosed() })
    expect(await reasonOf(fetch('https://slack.com/'))).toEqual({
      reason: 'the proxy could not be reached: the connection was refused (ECONNREFUSED)',
      isUnreached: true,
    })
    const { fetch: unnamed } = open({ proxy: 'http://nowhere.invalid:8080' })
    const { reason } = await reasonOf(unnamed('https://slack.com/'))
    expect(reason).toMatch(/^the proxy could not be reached: its name could not be resolved/)
  })

  test.each([
    ['403 Forbidden', 'the proxy refused to let it through (403)'],
    ['407 Proxy Authentication Required', 'the proxy wants another name and password (407)'],
  ])('the proxy says %s', async (refusal, reason) => {
    const refusing = await startConnectProxy(refusal)
    onTestFinished(() => refusing.close())
    const { fetch } = open({ proxy: refusing.url })
    expect((await reasonOf(fetch('https://slack.com/'))).reason).toBe(reason)
  })

  test.each([
    ['CERT_HAS_EXPIRED', 'its certificate has expired (CERT_HAS_EXPIRED)'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'its certificate is for another name (ERR_TLS_CERT_ALTNAME_INVALID)'],
    [
      'SELF_SIGNED_CERT_IN_CHAIN',
      'its certificate is of nobody this machine trusts; where a proxy opens TLS, name its authority in NODE_EXTRA_CA_CERTS (SELF_SIGNED_CERT_IN_CHAIN)',
    ],
    ['ECONNRESET', 'the other side ended the connection (ECONNRESET)'],
  ])('%s', (code, reason) => {
    const cause = Object.assign(new Error('deep'), { code })
    expect(findReason(new TypeError('fetch failed', { cause }))).toBe(reason)
  })

  test('not, when the error does not say', () => {
    expect(findReason(new Error('something else'))).toBeUndefined()
    expect(findReason('text')).toBeUndefined()
  })
})
