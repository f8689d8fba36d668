// Slack, Microsoft's sign-in, Teams, Exchange and Graph as the program meets them under their own names, all of them on
// this machine. What somebody does in a browser is a method here, and needs what it would need there.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { readText } from '../../playground/http.js'
import { WEB_API_PATH } from '../../playground/slack/web-api.js'
import { createSlackWorkspace, type SlackWorkspace } from '../../playground/slack/workspace.js'
import { createTeamsTenant, type TeamsTenant } from '../../playground/teams/tenant.js'
import { createWire } from '../../playground/wire.js'
import type { Route } from '../../src/ports.js'
import { createSystemClock } from '../../src/run/clock.js'
import { createSavedFile } from '../../src/stores/saved-file.js'
import { createFakeAccount } from '../fake-exchange/accounts.js'
import { createFakeExchange } from '../fake-exchange/server.js'
import { createFakeTenant, type FakeTenant } from '../fake-exchange/tenant.js'
import { type Answerer, createInternet, forwardTo, type Internet } from './internet.js'

export interface World {
  readonly slack: SlackWorkspace
  readonly teams: TeamsTenant
  readonly exchange: FakeTenant
  readonly internet: Internet
  /** Known to whoever makes a client secret for the bot. */
  readonly botPassword: string
  readonly exchangeAppId: string
  /** Registers a certificate with the app of Exchange. */
  uploadCertificate(pem: string): void
  /** Where the reverse proxy of `https://reprieve.example.com` leads. */
  forwardTo(port: number): void
  botUrl(): string
  close(): Promise<void>
}

const exchangeAppId = '99999999-8888-4777-a666-555555555555'
const botPassword = 'the-secret-of-the-bot'
/** Slack takes answers at its hooks, Teams at its connector: the two addresses that the program is told on the wire. */
const slackUrl = 'https://hooks.slack.com'
const teamsUrl = 'https://smba.trafficmanager.net'

export async function createWorld(folder: string): Promise<World> {
  await mkdir(folder, { recursive: true })
  let port = 0
  let certificate = ''
  const botUrl = () => `http://127.0.0.1:${port}`
  const clock = createSystemClock()
  const shared = { clock, realClock: clock, wire: createWire(clock), botUrl }
  const savedIn = (name: string) => createSavedFile(join(folder, name))
  const slack = await createSlackWorkspace({
    ...shared,
    baseUrl: () => slackUrl,
    saved: savedIn('slack.json'),
  })
  const teams = await createTeamsTenant({ ...shared, baseUrl: () => teamsUrl, saved: savedIn('teams.json') })
  const exchange = createFakeTenant()
  exchange.state.accounts.push(createFakeAccount({ upn: 'laura@contoso.com' }))
  const home = {
    tenant: exchange,
    tenantId: teams.tenantId,
    appId: exchangeAppId,
    get certificate() {
      return certificate
    },
  }
  const cloud = await createFakeExchange({ homes: [home] })
  const internet = await createInternet(folder, toHosts({ slack, teams, cloud: forwardTo(cloud.port) }))
  return {
    slack,
    teams,
    exchange,
    internet,
    botPassword,
    exchangeAppId,
    uploadCertificate(pem) {
      certificate = pem
    },
    forwardTo(given) {
      port = given
    },
    botUrl,
    async close() {
      await internet.close()
      await cloud.close()
      await Promise.all([slack.stop(), teams.stop()])
    },
  }
}

interface Sides {
  readonly slack: SlackWorkspace
  readonly teams: TeamsTenant
  readonly cloud: ReturnType<typeof forwardTo>
}

function toHosts({ slack, teams, cloud }: Sides): ReadonlyMap<string, Answerer> {
  const slackRoutes = toAnswerer(slack.routes)
  const teamsRoutes = toAnswerer(teams.routes)
  const metadata = new URL(teams.botAuthentication().openIdMetadataUrl).pathname
  return new Map([
    ['slack.com', moved(slackRoutes, (path) => path.replace(/^\/api\//, WEB_API_PATH))],
    ['hooks.slack.com', slackRoutes],
    ['smba.trafficmanager.net', teamsRoutes],
    [
      'login.botframework.com',
      moved(teamsRoutes, (path) => (path === '/v1/.well-known/openidconfiguration' ? metadata : path)),
    ],
    ['login.microsoftonline.com', createSignIn(teams, cloud)],
    ['outlook.office365.com', cloud],
    ['graph.microsoft.com', cloud],
    ['ps.compliance.protection.outlook.com', cloud],
    ['*.admin.protection.outlook.com', cloud],
    ['*.ps.compliance.protection.outlook.com', cloud],
  ])
}

function toAnswerer(routes: readonly Route[]): Answerer {
  return async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'https://pretend')
    const route = routes.find(
      ({ path }) => path === pathname || (path.endsWith('/') && pathname.startsWith(path)),
    )
    if (route === undefined) response.writeHead(404).end()
    else await route.handle(request, response)
  }
}

function moved(answerer: Answerer, toPath: (path: string) => string): Answerer {
  return (request, response) =>
    answerer(Object.assign(request, { url: toPath(request.url ?? '/') }), response)
}

/** One host signs in the bot, for which the connector has a token of its own, and the app of Exchange. */
function createSignIn(teams: TeamsTenant, cloud: ReturnType<typeof forwardTo>): Answerer {
  const { appId, outboundToken } = teams.botAuthentication()
  return async (request, response) => {
    const text = await readText(request)
    const form = new URLSearchParams(text.ok ? text.value : '')
    if (form.get('client_id') !== appId) return cloud(request, response, text.ok ? text.value : '')
    const isKnown = form.get('client_secret') === botPassword
    const token = { token_type: 'Bearer', expires_in: 3_599, access_token: outboundToken }
    response.writeHead(isKnown ? 200 : 401, { 'content-type': 'application/json' })
    response.end(JSON.stringify(isKnown ? token : { error: 'invalid_client' }))
  }
}
