// Where answers, cards and the bot's token may go: an address is believed because it is Microsoft's or in the settings,
// never because it was signed.
import { createServer } from 'node:http'
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { createConnector } from '../../../src/platforms/teams/connector.js'
import { createServiceUrls } from '../../../src/platforms/teams/service-urls.js'
import { createManualClock } from '../../clock.js'
import { inPersonalChat, toInstallation, toInvoke, toMention } from './activities.js'
import { createMemory, startBot } from './bot.js'
import { incidentCard } from './cards.js'
import { including } from './matchers.js'
import { botId, channelId, createTenant, type Tenant } from './tenant.js'

let tenant: Tenant
beforeAll(async () => {
  tenant = await createTenant()
})
afterAll(() => tenant.close())
beforeEach(() => {
  tenant.calls.length = 0
  tenant.answerWith(() => undefined)
})

const worldwide = 'worldwide'
const never = new AbortController().signal
const installed = { kind: 'channel', channel: { platform: 'teams', channel: 'installed' } } as const

const forged = [
  'http://169.254.169.254/',
  'http://169.254.169.254/latest/meta-data/',
  'https://evil.example',
  'https://smba.trafficmanager.net@evil.example/',
  'https://smba.trafficmanager.net:password@evil.example/',
  'https://maya@smba.trafficmanager.net/',
  'https://smba.trafficmanager.net:8443/teams/',
  'http://smba.trafficmanager.net/teams/',
  'https://smba.trafficmanager.net./teams/',
  'https://smba.trafficmanager.net.evil.example/',
  'https://SMBA.TRAFFICMANAGER.NET.EVIL.EXAMPLE/',
  'https://evil.trafficmanager.net/',
  'https://xsmba.trafficmanager.net/',
  'https://evil.smba.trafficmanager.net/',
  'https://smb\u0430.trafficmanager.net/',
  'https://smba.trafficmanager.net%2eevil.example/',
  'https://smba.trafficmanager.net\t.evil.example/',
  'https://evil.example\\@smba.trafficmanager.net/',
  'https://evil.example/https://smba.trafficmanager.net/',
  'https://smba.trafficmanager.net/teams/?to=https://evil.example/',
  'https://smba.trafficmanager.net/teams/#evil.example',
  'wss://smba.trafficmanager.net/teams/',
  'https://smba.infra.gov.teams.microsoft.us/teams',
  'https://[::ffff:a9fe:a9fe]/',
]
const genuine = [
  'https://smba.trafficmanager.net/teams/',
  'https://smba.trafficmanager.net/emea/8c3dad1d-b6bc-4f8b-939b-8263372eced6/',
  'https://smba.trafficmanager.net',
  'https://smba.trafficmanager.net:443/amer/',
  'https://SMBA.TrafficManager.net/amer/',
  'https://smba.onyx.prod.teams.trafficmanager.net/',
  'https://smba.infra.gcc.teams.microsoft.com/gcc',
]

describe('an address is believed', () => {
  const { isAllowed } = createServiceUrls({ cloud: worldwide, serviceUrls: [] })
  test.each(genuine)("because it is Microsoft's: %j", (url) => {
    expect(isAllowed(url)).toBe(true)
  })
  test.each([...forged, '', 'smba.trafficmanager.net', 'javascript:alert(1)'])(
    'not, however it looks: %j',
    (url) => {
      expect(isAllowed(url)).toBe(false)
    },
  )
  test.each([
    ['gcc-high', 'https://smba.infra.gov.teams.microsoft.us/teams'],
    ['dod', 'https://smba.infra.dod.teams.microsoft.us/teams'],
    ['china', 'https://frontend.botapi.msg.infra.teams.microsoftonline.cn/'],
  ] as const)('in its own cloud only: %s', (cloud, url) => {
    const urls = createServiceUrls({ cloud, serviceUrls: [] })
    expect([urls.isAllowed(url), isAllowed(url)]).toEqual([true, false])
    expect(urls.isAllowed('https://smba.trafficmanager.net/teams/')).toBe(false)
    expect(urls.isAllowed(urls.first)).toBe(true)
  })
  test('because the settings name it, at its own port alone', () => {
    const urls = createServiceUrls({ cloud: worldwide, serviceUrls: ['https://bots.example:8443/in/'] })
    const asked = [
      'https://bots.example:8443/other',
      'https://bots.example/in/',
      'http://bots.example:8443/in/',
    ]
    expect(asked.map(urls.isAllowed)).toEqual([true, false, false])
    expect(urls.isAllowed('https://me@bots.example:8443/in/')).toBe(false)
  })
})

/** Takes whatever comes, and remembers it. */
async function openThief() {
  const heard: string[] = []
  const server = createServer((request, response) => {
    heard.push(`${request.method} ${request.headers.authorization ?? ''}`)
    response.writeHead(200).end('{"id":"1"}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return { heard, url: `http://127.0.0.1:${address.port}/connector/` }
}

async function open(options: Parameters<typeof startBot>[1] = {}) {
  const kept = new Map<string, unknown>()
  const bot = await startBot(tenant, { memory: createMemory(kept), alertChannels: ['installed'], ...options })
  onTestFinished(() => bot.close())
  return {
    bot,
    kept,
    /** With a signature that Teams would make for this address. */
    sendFrom: async (serviceUrl: string, activity: Record<string, unknown>) =>
      bot.send(
        { ...activity, serviceUrl },
        await tenant.sign({ ...tenant.toClaims(), serviceurl: serviceUrl }),
      ),
  }
}

describe('a genuine signature for another address', () => {
  test.each(forged)('lets nothing in, keeps nothing and is said: %j', async (url) => {
    const { bot, kept, sendFrom } = await open()
    const { status } = await sendFrom(url, toMention(tenant, 'status'))
    expect([status, bot.commands, [...kept]]).toEqual([401, [], []])
    expect(bot.logged).toMatchObject([{ level: 'error', event: 'teams.service-url.refused' }])
  })

  test('gets no answer, no card and no token, whatever it asks for', async () => {
    const thief = await openThief()
    const { bot, sendFrom } = await open()
    await bot.send(toInstallation(tenant))
    const activities = [
      toMention(tenant, 'status'),
      inPersonalChat(tenant, { type: 'message', text: 'home' }),
      inPersonalChat(tenant, { type: 'installationUpdate', action: 'add' }),
      toInvoke(tenant, { verb: 'review', data: {} }),
      toInstallation(tenant, { action: 'add' }),
      inPersonalChat(tenant, { type: 'message', value: { action: 'review' } }),
    ]
    for (const activity of activities) expect((await sendFrom(thief.url, activity)).status).toBe(401)
    await bot.teams.post(installed, incidentCard)
    expect(thief.heard).toEqual([])
    expect(tenant.lines()).toEqual(['POST v3/conversations'])
    expect([bot.presses, bot.commands, bot.news]).toEqual([[], [], [including({ kind: 'added' })]])
  })

  test('is named by the doctor, with what to do', async () => {
    const { bot, sendFrom } = await open()
    await sendFrom('https://evil.example/', toMention(tenant, 'status'))
    const check = (await bot.teams.examine(never)).find(({ name }) => name === 'Connector address')
    expect(check).toMatchObject({ result: 'warning' })
    expect(`${check?.found} ${check?.remedy}`).toMatch(/evil\.example.*Nothing was sent.*teams\.serviceUrls/)
  })

  test('is let in when the settings name it', async () => {
    const { bot, sendFrom } = await open({ serviceUrls: ['https://bots.example/'] })
    const { status } = await sendFrom('https://bots.example/in/', toInvoke(tenant, { verb: 'review' }))
    expect([status, bot.presses.length]).toEqual([200, 1])
  })
})

describe('an address that was believed before', () => {
  test('is dropped after a restart, and the next genuine activity brings the right one', async () => {
    const thief = await openThief()
    const { bot, kept } = await open()
    const installation = { teamId: '19:team@thread.tacv2', channelId, tenantId: 't', botId }
    kept.set('teams:conversations', { serviceUrl: thief.url, installations: [installation] })
    const ref = await bot.teams.post(installed, incidentCard)
    await bot.teams.update(ref, incidentCard)
    expect(thief.heard).toEqual([])
    expect(tenant.lines()[0]).toBe('POST v3/conversations')
    expect(bot.logged).toMatchObject([{ level: 'error', event: 'teams.service-url.dropped' }])
    const checks = await bot.teams.examine(never)
    expect(checks.map(({ name }) => name)).toContain('Connector address')
    await bot.send(toMention(tenant, 'status'))
    expect(kept.get('teams:conversations')).toMatchObject({ serviceUrl: tenant.serviceUrl })
  })

  test.each(forged)('never reaches the network with the token: %j', async (serviceUrl) => {
    let asked = 0
    const connector = createConnector({
      transport: {
        authorize: async () => {
          asked += 1
          return 'Bearer token'
        },
      },
      serviceUrls: createServiceUrls({ cloud: worldwide, serviceUrls: [] }),
      fetch,
      clock: createManualClock(0),
      botId,
    })
    const to = { serviceUrl, conversationId: 'a:1' }
    const calls = [
      () => connector.send(to, { type: 'message', text: 'x' }),
      () => connector.startThread(to, { type: 'message', text: 'x' }),
      () => connector.update(to, '1', { type: 'message', text: 'x' }),
      () => connector.openChat(serviceUrl, { id: '29:1', tenantId: 't' }),
      () => connector.getMember(to, '29:1'),
      () => connector.getMembers(to),
    ]
    for (const call of calls) await expect(call()).rejects.toMatchObject({ code: 'rejected' })
    expect(asked).toBe(0)
  })
})
