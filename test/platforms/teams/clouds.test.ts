// Each of Microsoft's clouds signs, and gives tokens, by itself.
import { expect, onTestFinished, test } from 'vitest'
import { parseTeamsSettings, type TeamsSettings } from '../../../src/platforms/teams/settings.js'
import { createTransport } from '../../../src/platforms/teams/transport.js'
import { createManualClock } from '../../clock.js'
import { inPersonalChat } from './activities.js'
import { createLog, startBot } from './bot.js'
import { appId, createTenant, homeTenantId } from './tenant.js'

const issuers = [
  ['worldwide', 'https://api.botframework.com'],
  ['gcc-high', 'https://api.botframework.us'],
  ['dod', 'https://api.botframework.us'],
  ['china', 'https://api.botframework.azure.cn'],
] as const

test.each(issuers)('hears in %s what that cloud signed, and nothing of another', async (cloud, own) => {
  const tenant = await createTenant()
  const bot = await startBot(tenant, { cloud })
  onTestFinished(async () => {
    await bot.close()
    await tenant.close()
  })
  const send = async (iss: string) => {
    const message = inPersonalChat(tenant, { id: crypto.randomUUID(), type: 'message', text: 'help' })
    return (await bot.send(message, await tenant.sign({ ...tenant.toClaims(), iss }))).status
  }
  for (const issuer of new Set(issuers.map(([, one]) => one)))
    expect(await send(issuer)).toBe(issuer === own ? 200 : 401)
})

/** The bodies of what a sign-in is asked, by where; no network. */
async function listAsked(settings: Partial<TeamsSettings>) {
  const asked: (readonly [string, string | null])[] = []
  const transport = createTransport({
    settings: parseTeamsSettings(
      { appId, appType: 'SingleTenant', tenantId: homeTenantId, appPassword: 'password', ...settings },
      undefined,
    ),
    fetch: async (url, { body } = {}) => {
      const scope = body instanceof URLSearchParams ? body.get('scope') : ''
      asked.push([url instanceof Request ? url.url : url.toString(), scope])
      return Response.json({ access_token: 'token', expires_in: 3_600 })
    },
    clock: createManualClock(0),
    log: createLog(),
  })
  await transport.authorize()
  await transport.authorizeForGraph()
  return asked
}

test.each([
  ['worldwide', 'login.microsoftonline.com', 'api.botframework.com', 'graph.microsoft.com'],
  ['gcc-high', 'login.microsoftonline.us', 'api.botframework.us', 'graph.microsoft.us'],
  ['dod', 'login.microsoftonline.us', 'api.botframework.us', 'dod-graph.microsoft.us'],
  [
    'china',
    'login.partner.microsoftonline.cn',
    'api.botframework.azure.cn',
    'microsoftgraph.chinacloudapi.cn',
  ],
] as const)('asks the sign-in of %s for its tokens', async (cloud, login, bots, graph) => {
  const url = `https://${login}/${homeTenantId}/oauth2/v2.0/token`
  expect(await listAsked({ cloud })).toEqual([
    [url, `https://${bots}/.default`],
    [url, `https://${graph}/.default`],
  ])
})

test('asks the tenant of Microsoft for the token of a multi-tenant bot, and its own for Graph', async () => {
  const asked = await listAsked({ cloud: 'gcc-high', appType: 'MultiTenant' })
  expect(asked.map(([url]) => url)).toEqual([
    'https://login.microsoftonline.us/MicrosoftServices.onmicrosoft.us/oauth2/v2.0/token',
    `https://login.microsoftonline.us/${homeTenantId}/oauth2/v2.0/token`,
  ])
})
