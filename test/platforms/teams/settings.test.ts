import { expect, test } from 'vitest'
import { createTeams, type TeamsSettings } from '../../../src/platforms/teams/index.js'
import { createManualClock } from '../../clock.js'
import { quietHome } from '../../home-card.js'
import { createLog, createMemory } from './bot.js'
import { containing, including, matching } from './matchers.js'
import { appId, homeTenantId } from './tenant.js'

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
    { ...whole, appPassword: undefined, certificateThumbprint: 'A1' },
    /belong together/,
  ],
  [
    'a password and a certificate',
    { ...whole, certificateThumbprint: 'A1', certificatePrivateKey: 'PEM' },
    /needs either/,
  ],
  [
    'a password of a managed identity',
    { ...whole, appType: 'UserAssignedMsi' },
    /neither appPassword nor certificate/,
  ],
  ['a connector without TLS', { ...whole, serviceUrl: 'http://smba.test/' }, /https/],
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
  ['a managed identity', { appId, appType: 'UserAssignedMsi', tenantId: homeTenantId }],
])('starts %s without the network', async (_name, settings) => {
  const teams = create(settings)
  await teams.start({
    onPress: async () => undefined,
    onCommand: async () => undefined,
    onHome: async () => quietHome,
  })
  expect(teams.routes.map((route) => route.path)).toEqual(['/api/messages'])
  expect(teams.health().ok).toBe(true)
  await teams.stop()
})
