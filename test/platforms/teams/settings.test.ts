import { generateKeyPairSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { catalogue } from '../../../src/features/index.js'
import { createTeams, type TeamsSettings } from '../../../src/platforms/teams/index.js'
import { createManualClock } from '../../clock.js'
import { quietHome } from '../../home-card.js'
import { getKeyPair } from '../../keys.js'
import { createLog, createMemory } from './bot.js'
import { containing, including, matching } from './matchers.js'
import { appId, homeTenantId } from './tenant.js'

const privateKeyOf = (type: 'rsa' | 'ec') => {
  const { privateKey } =
    type === 'rsa' ? getKeyPair('teams') : generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
}
const certificate = {
  certificateThumbprint: 'a9:4a:8f:e5:cc:b1:9b:a6:1c:4c:08:73:d3:91:e9:87:98:2f:bb:d3',
  certificatePrivateKey: privateKeyOf('rsa'),
}
const group = '7d0f1c52-90ab-4b3e-8c55-0a1b2c3d4e5f'

const whole: TeamsSettings = {
  appId,
  appType: 'SingleTenant',
  tenantId: homeTenantId,
  appPassword: 'password',
}

function create(given: unknown) {
  return createTeams({
    settings: given as TeamsSettings,
    render: () => ({ type: 'message', text: '' }),
    catalogue,
    memory: createMemory(),
    clock: createManualClock(0),
    log: createLog(),
  })
}

test.each<[string, unknown, RegExp]>([
  ['an empty app id', { ...whole, appId: '' }, /teams\.appId/],
  ['a blank app id', { ...whole, appId: '   ' }, /teams\.appId/],
  ['no app id', { ...whole, appId: undefined }, /teams\.appId/],
  ['a mistyped app type', { ...whole, appType: 'singletenant' }, /teams\.appType/],
  ['no app type', { ...whole, appType: undefined }, /teams\.appType/],
  ['no home tenant', { ...whole, tenantId: '' }, /teams\.tenantId/],
  ['a tenant that is no GUID', { ...whole, tenantId: 'common' }, /teams\.tenantId/],
  ['no password', { ...whole, appPassword: undefined }, /needs either appPassword or a certificate/],
  ['an empty password', { ...whole, appPassword: '' }, /teams\.appPassword/],
  [
    'half a certificate',
    { ...whole, appPassword: undefined, certificateThumbprint: certificate.certificateThumbprint },
    /belong together/,
  ],
  ['a password and a certificate', { ...whole, ...certificate }, /needs either/],
  ['a thumbprint cut short', { ...whole, ...certificate, certificateThumbprint: 'A94A8F' }, /40 hexadecimal/],
  ['a key that is none', { ...whole, ...certificate, certificatePrivateKey: 'PEM' }, /certificatePrivateKey/],
  [
    'a key that Entra does not take',
    { ...whole, ...certificate, certificatePrivateKey: privateKeyOf('ec') },
    /RSA private key/,
  ],
  [
    'a certificate of a managed identity',
    { ...whole, appType: 'UserAssignedMsi', appPassword: undefined, ...certificate },
    /neither appPassword nor certificate/,
  ],
  ['a group that is no GUID', { ...whole, accessGroups: ['Mail operators'] }, /accessGroups\.0/],
  ['a cloud nobody knows', { ...whole, cloud: 'germany' }, /cloud/],
  [
    'a password of a managed identity',
    { ...whole, appType: 'UserAssignedMsi' },
    /neither appPassword nor certificate/,
  ],
  ['a connector without TLS', { ...whole, serviceUrl: 'http://smba.test/' }, /https/],
  [
    'a further connector without TLS',
    { ...whole, serviceUrls: ['http://smba.test/'] },
    /serviceUrls\.0: must start with https/,
  ],
  ['a key nobody knows', { ...whole, authentication: {} }, /authentication/],
  ['nothing', undefined, /teams\.appId/],
])('refuses %s', (_name, given, problem) => {
  expect(() => create(given)).toThrow(including({ name: 'ConfigError', message: matching(problem) }))
})

test('names every problem at once, and no secret', () => {
  try {
    create({ appId: '', appType: 'x', tenantId: 'y', appPassword: 'canary' })
    expect.unreachable()
  } catch (error) {
    expect(error).toMatchObject({
      problems: [containing('appId'), containing('appType'), containing('tenantId')],
    })
    expect(String(error)).not.toContain('canary')
  }
})

test.each<[string, TeamsSettings]>([
  ['a single tenant bot', whole],
  ['a multi tenant bot', { ...whole, appType: 'MultiTenant' }],
  ['a bot with a certificate', { ...whole, ...certificate, appPassword: undefined }],
  ['a bot of another cloud that looks groups up', { ...whole, accessGroups: [group], cloud: 'gcc-high' }],
  [
    'a bot of another cloud that looks groups up with a certificate',
    { ...whole, ...certificate, appPassword: undefined, accessGroups: [group], cloud: 'dod' },
  ],
  ['a managed identity', { appId, appType: 'UserAssignedMsi', tenantId: homeTenantId }],
])('starts %s without the network', async (_name, settings) => {
  const teams = create(settings)
  await teams.start({
    onPress: async () => undefined,
    onCommand: async () => undefined,
    onHome: async () => quietHome,
    onChannelNews: async () => undefined,
  })
  expect(teams.routes.map((route) => route.path)).toEqual(['/api/messages'])
  expect(teams.health().ok).toBe(true)
  await teams.stop()
})
