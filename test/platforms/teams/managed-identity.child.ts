// Asks the machine for the tokens of a managed identity, and prints what was asked and given as JSON. In a process of its
// own: the SDK remembers what kind of machine it found first for the life of the process.
import { createServer } from 'node:http'
import { parseTeamsSettings, type TeamsSettings } from '../../../src/platforms/teams/settings.js'
import { createTransport } from '../../../src/platforms/teams/transport.js'
import { createManualClock } from '../../clock.js'
import { listen } from '../slack/listen.js'
import { createLog } from './bot.js'
import { homeTenantId } from './tenant.js'

const clientId = '11111111-2222-4333-8444-555555555555'
const asked: { resource: string | null; clientId: string | null; header: unknown }[] = []

/** What Azure puts beside an app with a managed identity (Microsoft, "App Service managed identity"). */
const server = createServer((request, response) => {
  const { searchParams } = new URL(request.url ?? '', 'http://identity')
  const resource = searchParams.get('resource')
  const header = request.headers['x-identity-header']
  asked.push({ resource, clientId: searchParams.get('client_id'), header })
  const expiresOn = String(Math.floor(Date.now() / 1000) + 3600)
  response.writeHead(200, { 'content-type': 'application/json' })
  response.end(
    JSON.stringify({ access_token: `for ${resource}`, expires_on: expiresOn, token_type: 'Bearer' }),
  )
})
Object.assign(process.env, {
  IDENTITY_ENDPOINT: `${await listen(server)}/msi/token`,
  IDENTITY_HEADER: 'machine',
})

const toTransport = (settings: Partial<TeamsSettings> = {}) =>
  createTransport({
    settings: parseTeamsSettings(
      { appId: clientId, tenantId: homeTenantId, appType: 'UserAssignedMsi', ...settings },
      undefined,
    ),
    fetch,
    clock: createManualClock(0),
    log: createLog(),
  })

const transport = toTransport()
const given = [
  await transport.authorize(),
  await transport.authorizeForGraph(),
  await toTransport({ cloud: 'gcc-high' }).authorizeForGraph(),
]
process.stdout.write(JSON.stringify({ clientId, asked, given }))
server.close()
server.closeAllConnections()
