import { describe, expect, test } from 'vitest'
import { readSettingsFile, toAccess, toApproval, toTeamsSettings, toTenants } from '../../src/config/index.js'
import { singleApproval } from '../../src/domain/approval.js'
import { isProvenOther, isSamePerson } from '../../src/domain/person.js'
import { environment, least, slack, teams } from './settings.js'

const object = 'bbbbbbbb-cccc-4ddd-8eee-ffffffffffff'
const pem = '-----BEGIN PRIVATE KEY-----\nMII\n-----END PRIVATE KEY-----\n'
const group = '12345678-9abc-4def-8012-3456789abcde'

const one = '8c3dad1d-b6bc-4f8b-939b-8263372eced6'
const two = '1f0a6a4e-27e8-4d0c-9a35-5c1b7d0e93aa'
const toTenantRow = (id: string, tenantId: string) => `  - id: ${id}
    name: ${id}
    channels: [{ slack: C1 }]
    backend:
      kind: exchange
      tenantId: ${tenantId}
      organization: contoso.onmicrosoft.com
      appId: 99999999-8888-4777-a666-555555555555
      clientSecret: \${EXCHANGE_CLIENT_SECRET}`

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
      accounts: new Map([
        [`teams:${object}`, { objectId: object, directoryId: '66666666-7777-4888-8999-aaaaaaaaaaaa' }],
      ]),
      groupTenants: new Map(),
      entries: new Map(),
      entraPlatforms: new Map([['teams', '66666666-7777-4888-8999-aaaaaaaaaaaa']]),
      directories: new Map(),
    })
  })

  test('one person with one role by every id of an entry, and with the account that it names', () => {
    const text = `${least}${teams}
access:
  - { slack: U1, entra: ${object}, console: maya, role: approver, addresses: [maya@contoso.com] }
  - { slack: U2, console: tom, role: operator }
`
    const access = toAccess(readSettingsFile(text, environment))
    const maya = { role: 'approver', addresses: ['maya@contoso.com'] }
    const tom = { role: 'operator', addresses: [] }
    expect([...access.people]).toEqual([
      ['slack:U1', maya],
      [`teams:${object}`, maya],
      ['console:maya', maya],
      ['slack:U2', tom],
      ['console:tom', tom],
    ])
    const asMaya = { platform: 'console', id: 'maya' }
    expect(isProvenOther({ platform: 'slack', id: 'U1' }, asMaya, access)).toBe('same')
    expect(isProvenOther({ platform: 'teams', id: object }, asMaya, access)).toBe('same')
    expect(isProvenOther({ platform: 'slack', id: 'U2' }, asMaya, access)).toBe('other')
    expect(isSamePerson({ platform: 'slack', id: 'U2' }, { platform: 'console', id: 'tom' }, access)).toBe(
      true,
    )
  })

  test.each([
    ['the home tenant of Teams', teams, [one], '', '66666666-7777-4888-8999-aaaaaaaaaaaa'],
    ['the only organisation', '', [one, one], '', one],
    ['none, when there are several', '', [one, two], '', undefined],
    ['the one that is written', teams, [one, two], `, entraTenantId: ${two.toUpperCase()}`, two],
  ])('Entra accounts of people, in the directory of %s', (_, platform, tenantIds, written, directoryId) => {
    const text = `${slack}
${platform}
tenants:
${tenantIds.map((tenantId, at) => toTenantRow(`t${at}`, tenantId)).join('\n')}
access:
  - { slack: U1, role: approver, entraId: ${object.toUpperCase()}${written} }
  - { console: root, role: operator, entraId: ${object} ${written} }
`
    const given = toAccess(readSettingsFile(text, { ...environment, EXCHANGE_CLIENT_SECRET: 'x' }))
    expect(given.accounts).toEqual(
      new Map([
        ['slack:U1', { objectId: object, directoryId }],
        ['console:root', { objectId: object, directoryId }],
      ]),
    )
    expect(given.directories).toEqual(new Map(tenantIds.map((tenantId, at) => [`t${at}`, tenantId])))
  })

  test('roles for some tenants, of people and of groups', () => {
    const text = `${least}
access:
  - { slack: U1, role: approver, tenants: [contoso] }
  - { slackGroup: S1, role: operator, tenants: [contoso] }
  - { slackGroup: S2, role: viewer }
`
    const access = toAccess(readSettingsFile(text, environment))
    expect(access.people.get('slack:U1')).toEqual({ role: 'approver', addresses: [], tenants: ['contoso'] })
    expect(access.groups).toEqual(
      new Map([
        ['slack:S1', 'operator'],
        ['slack:S2', 'viewer'],
      ]),
    )
    expect(access.groupTenants).toEqual(new Map([['slack:S1', ['contoso']]]))
  })

  test('one signature for everything and nothing protected, unless they say otherwise', () => {
    expect(toApproval(readSettingsFile(least, environment))).toEqual(singleApproval)
  })

  test('what takes two people, and what is protected', () => {
    const text = `${least}
access: [{ slack: U1, role: approver }, { slack: U2, role: approver }]
approval: { twoPeople: { directoryRoles: true, perHour: 5 }, expiresMinutes: 30 }
protected:
  - { address: Ceo@Contoso.com, rule: two-people }
  - { domain: Board.Contoso.com, rule: portal-only }
  - { group: ${group.toUpperCase()}, rule: two-people }
`
    expect(toApproval(readSettingsFile(text, environment))).toEqual({
      twoPeople: { directoryRoles: true, contradicted: false, again: false, perHour: 5 },
      expiresMinutes: 30,
      protected: [
        { by: 'address', value: 'ceo@contoso.com', rule: 'two-people' },
        { by: 'domain', value: 'board.contoso.com', rule: 'portal-only' },
        { by: 'group', value: group, rule: 'two-people' },
      ],
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
    early: { nearLimitPercent: 80 }
    channels:
      - { slack: C1, kinds: [sender] }
      - { slack: C1, kinds: [connector], severities: [high], timeZone: Europe/Berlin, handover: ['08:00', '20:30'] }
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
        early: { nearLimitPercent: 80, alerts: false },
        timeZone: 'UTC',
        portals: {
          defender: 'https://security.microsoft.com',
          entra: 'https://entra.microsoft.com',
          exchange: 'https://admin.exchange.microsoft.com',
        },
        readFrom: 'sandbox',
        routes: [
          { channel: onSlack, kinds: ['sender'], severities: ['high', 'medium'] },
          {
            channel: onSlack,
            kinds: ['connector'],
            severities: ['high'],
            timeZone: 'Europe/Berlin',
            handover: [
              { hour: 8, minute: 0 },
              { hour: 20, minute: 30 },
            ],
          },
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
      cloud: 'worldwide',
      privateAnswers: 'channel',
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
