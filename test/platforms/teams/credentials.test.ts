// The SDK's credentials, as far as they go without Microsoft: a managed identity asks the machine it runs on.
import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { parseTeamsSettings, type TeamsSettings } from '../../../src/platforms/teams/settings.js'
import { createTransport } from '../../../src/platforms/teams/transport.js'
import { createManualClock } from '../../clock.js'
import { getKeyPair } from '../../keys.js'
import { createLog } from './bot.js'
import { homeTenantId } from './tenant.js'

/** The SDK keeps tokens by app id for the life of the process, so every test has its own. */
const toTransport = (settings: Omit<TeamsSettings, 'appId' | 'tenantId'>, appId: string = randomUUID()) =>
  createTransport({
    settings: parseTeamsSettings({ appId, tenantId: homeTenantId, ...settings }, undefined),
    fetch,
    clock: createManualClock(0),
    log: createLog(),
  })

test('asks the machine for the tokens of a managed identity, one for Teams and one for its Graph', async () => {
  const script = join(import.meta.dirname, 'managed-identity.child.ts')
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', script])
  const { clientId, asked, given } = z
    .object({ clientId: z.string(), asked: z.array(z.unknown()), given: z.array(z.string()) })
    .parse(JSON.parse(stdout))
  const resources = [
    'https://api.botframework.com',
    'https://graph.microsoft.com',
    'https://graph.microsoft.us',
  ]
  expect(asked).toEqual(resources.map((resource) => ({ resource, clientId, header: 'machine' })))
  expect(given).toEqual(resources.map((resource) => `Bearer for ${resource}`))
}, 60_000)

const { privateKey } = getKeyPair('teams')
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()

test.each(['SingleTenant', 'MultiTenant'] as const)('builds the credentials of a %s bot', (appType) => {
  const certificate = { certificateThumbprint: 'AB:'.repeat(20), certificatePrivateKey: pem }
  expect(() => toTransport({ appType, appPassword: 'password' })).not.toThrow()
  expect(() => toTransport({ appType, ...certificate })).not.toThrow()
})
