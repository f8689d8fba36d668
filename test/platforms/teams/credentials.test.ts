// The SDK's credentials, as far as they go without Microsoft: a managed identity asks the machine it runs on.
import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { parseTeamsSettings, type TeamsSettings } from '../../../src/platforms/teams/settings.js'
import { createTransport } from '../../../src/platforms/teams/transport.js'
import { homeTenantId } from './tenant.js'

/** The SDK keeps tokens by app id for the life of the process, so every test has its own. */
const toTransport = (settings: Omit<TeamsSettings, 'appId' | 'tenantId'>, appId: string = randomUUID()) =>
  createTransport(parseTeamsSettings({ appId, tenantId: homeTenantId, ...settings }, undefined), undefined)

/** What Azure puts beside an app with a managed identity (Microsoft, "App Service managed identity"). */
async function startIdentityEndpoint() {
  const asked: { resource: string | null; clientId: string | null; header: unknown }[] = []
  const server = createServer((request, response) => {
    const { searchParams } = new URL(request.url ?? '', 'http://identity')
    const resource = searchParams.get('resource')
    asked.push({
      resource,
      clientId: searchParams.get('client_id'),
      header: request.headers['x-identity-header'],
    })
    const expiresOn = String(Math.floor(Date.now() / 1000) + 3600)
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(
      JSON.stringify({ access_token: `for ${resource}`, expires_on: expiresOn, token_type: 'Bearer' }),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/msi/token`
  const before = {
    IDENTITY_ENDPOINT: process.env.IDENTITY_ENDPOINT,
    IDENTITY_HEADER: process.env.IDENTITY_HEADER,
  }
  Object.assign(process.env, { IDENTITY_ENDPOINT: url, IDENTITY_HEADER: 'machine' })
  onTestFinished(async () => {
    for (const [name, value] of Object.entries(before)) {
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
    }
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  return asked
}

// One test: the SDK remembers the address it found first for the life of the process.
test('asks the machine for the tokens of a managed identity, one for Teams and one for its Graph', async () => {
  const asked = await startIdentityEndpoint()
  const clientId = randomUUID()
  const transport = toTransport({ appType: 'UserAssignedMsi' }, clientId)
  expect(await transport.authorize()).toBe('Bearer for https://api.botframework.com')
  expect(await transport.authorizeForGraph()).toBe('Bearer for https://graph.microsoft.com')
  const government = { appType: 'UserAssignedMsi', graphUrl: 'https://graph.microsoft.us' } as const
  await toTransport(government, clientId).authorizeForGraph()
  expect(asked).toEqual([
    { resource: 'https://api.botframework.com', clientId, header: 'machine' },
    { resource: 'https://graph.microsoft.com', clientId, header: 'machine' },
    { resource: 'https://graph.microsoft.us', clientId, header: 'machine' },
  ])
})

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()

test.each(['SingleTenant', 'MultiTenant'] as const)('builds the credentials of a %s bot', (appType) => {
  const certificate = { certificateThumbprint: 'AB:'.repeat(20), certificatePrivateKey: pem }
  expect(() => toTransport({ appType, appPassword: 'password' })).not.toThrow()
  expect(() => toTransport({ appType, ...certificate })).not.toThrow()
})
