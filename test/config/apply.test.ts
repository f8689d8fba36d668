import { describe, expect, test } from 'vitest'
import { readSettingsFile, toAccess, toTeamsSettings, toTenants } from '../../src/config.js'
import { environment, least, slack, teams } from './settings.js'

const object = 'bbbbbbbb-cccc-4ddd-8eee-ffffffffffff'
const pem = '-----BEGIN PRIVATE KEY-----\nMII\n-----END PRIVATE KEY-----\n'
const group = '12345678-9abc-4def-8012-3456789abcde'

describe('settings become', () => {
  test('the access list, by ids as the platforms say them', () => {
    const text = `${least}${teams}
access:
  - { slack: U1, role: approver, addresses: [maya@contoso.com] }
  - { slackGroup: S1, role: operator }
  - { entra: ${object.toUpperCase()}, role: operator }
  - { entraGroup: ${group}, role: viewer }
  - { console: root, role: approver }
`
    expect(toAccess(readSettingsFile(text, environment))).toEqual({
      homes: new Set(['console:this-machine', 'slack:T1', 'teams:66666666-7777-4888-8999-aaaaaaaaaaaa']),
      people: new Map([
        ['slack:U1', { role: 'approver', addresses: ['maya@contoso.com'] }],
        [`teams:${object}`, { role: 'operator', addresses: [] }],
        ['console:root', { role: 'approver', addresses: [] }],
      ]),
      groups: new Map([
        ['slack:S1', 'operator'],
        [`teams:${group}`, 'viewer'],
      ]),
    })
  })

  test('no home of a platform that is not there', () => {
    expect(toAccess(readSettingsFile(least, environment)).homes).toEqual(
      new Set(['console:this-machine', 'slack:T1']),
    )
  })

  test('tenants with their routes', () => {
    const text = `${slack}
${teams}
tenants:
  - id: contoso
    name: Contoso
    backend: { kind: sandbox }
    pollSeconds: 15
    channels:
      - { slack: C1, kinds: [sender] }
      - { slack: C1, kinds: [connector], severities: [high] }
      - { teams: installed }
`
    const [given] = toTenants(readSettingsFile(text, environment))
    const onSlack = { platform: 'slack', channel: 'C1' }
    const onTeams = { platform: 'teams', channel: 'installed' }
    expect(given).toEqual({
      tenant: {
        id: 'contoso',
        name: 'Contoso',
        pollSeconds: 15,
        routes: [
          { channel: onSlack, kinds: ['sender'], severities: ['high', 'medium'] },
          { channel: onSlack, kinds: ['connector'], severities: ['high'] },
          { channel: onTeams, kinds: ['sender', 'connector'], severities: ['high', 'medium'] },
        ],
      },
      backend: { kind: 'sandbox' },
    })
  })

  test('what the Teams platform is handed, by password or by certificate', () => {
    const groups = `access: [{ entraGroup: ${group}, role: viewer }, { slackGroup: S1, role: viewer }]`
    const handed = {
      appId: '11111111-2222-4333-8444-555555555555',
      appType: 'SingleTenant',
      tenantId: '66666666-7777-4888-8999-aaaaaaaaaaaa',
      accessGroups: [group],
      alertChannels: [],
      serviceUrls: [],
    }
    const byPassword = `${least}${teams}\n${groups}`
    expect(toTeamsSettings(readSettingsFile(byPassword, environment))).toEqual({
      ...handed,
      appPassword: environment.MicrosoftAppPassword,
    })
    const certificate = `certificate: { thumbprint: '${'AB:'.repeat(19)}AB', privateKey: '\${KEY}' }`
    const byCertificate = byPassword.replace(/appPassword.*/, () => certificate)
    expect(toTeamsSettings(readSettingsFile(byCertificate, { ...environment, KEY: pem }))).toEqual({
      ...handed,
      certificateThumbprint: 'AB'.repeat(20),
      certificatePrivateKey: pem,
    })
  })

  test('nothing for Teams when it is not set up', () => {
    expect(toTeamsSettings(readSettingsFile(least, environment))).toBeUndefined()
  })
})
