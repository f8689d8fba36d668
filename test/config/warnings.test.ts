import { describe, expect, test } from 'vitest'
import { findWarnings, readSettingsFile } from '../../src/config/index.js'
import { environment, least, slack, teams } from './settings.js'

const sandbox = 'The tenant Contoso is a sandbox: nothing real is watched or unblocked.'
const approver = 'access:\n  - { slack: U1, role: approver }\n'

/** One organisation and the bot, each in a cloud. */
const toClouds = (given: Readonly<Record<'teams' | 'exchange' | 'tenantId', string>>) =>
  `${slack}
${approver}${teams}
  cloud: ${given.teams}
tenants:
  - id: real
    name: Real
    backend:
      kind: exchange
      tenantId: ${given.tenantId}
      organization: contoso.onmicrosoft.com
      appId: 99999999-8888-4777-a666-555555555555
      cloud: ${given.exchange}
      clientSecret: \${EXCHANGE_CLIENT_SECRET}
    channels: [{ slack: C1 }, { teams: installed }]
`

describe('a warning', () => {
  test.each<[title: string, text: string, warnings: readonly string[]]>([
    ['only of the sandbox when all is well', `${least}${approver}`, []],
    ['of nobody', least, ['Nobody is listed in "access": nobody may see, review or unblock anything.']],
    [
      'of no approver',
      `${least}access: [{ slack: U1, role: operator }]`,
      ['No approver is listed in "access": nobody may unblock.'],
    ],
    [
      'of approvers who cannot be written to, since they are at the console alone',
      `${least}access: [{ console: root, role: approver }]`,
      [
        'No approver is listed in "access" by an id or a group of Slack or Teams: when a card can be shown in no channel, nobody can be written to in person. Add one.',
      ],
    ],
    [
      'of no approvers who are named by their group, who is looked up',
      `${least}access: [{ slackGroup: S1, role: approver }]`,
      [],
    ],
    [
      'of people on a platform that is not set up',
      `${least}${approver}  - { entra: bbbbbbbb-cccc-4ddd-8eee-ffffffffffff, role: viewer }`,
      ['access[1] means nobody: Teams is not set up.'],
    ],
    [
      'of a platform that hears nothing',
      `${least}${approver}${teams}`,
      ['No tenant has a channel on teams: it takes commands, but no alert goes there.'],
    ],
    [
      'of a route that hears nothing',
      `${least.replace('[{ slack: C1 }]', '[slack: C1, { slack: C2, kinds: [connector], severities: [medium] }]')}${approver}`,
      ['tenants[0].channels[1] never hears of anything: no connector is of severity medium.'],
    ],
    [
      'of a cloud of Teams that no organisation is in',
      toClouds({
        teams: 'worldwide',
        exchange: 'gcc-high',
        tenantId: '12345678-2222-4333-8444-555555555555',
      }),
      [
        'teams.cloud is worldwide, and no organisation is in that cloud: check that the bot was registered there.',
      ],
    ],
    [
      'of one tenant in two clouds',
      toClouds({ teams: 'dod', exchange: 'worldwide', tenantId: '66666666-7777-4888-8999-aaaaaaaaaaaa' }),
      ['teams.cloud is dod, and the same tenant as Real is in worldwide: one of the two is wrong.'],
    ],
    [
      'of alerts that are to be kept in step where nothing is changed',
      `${least.replace('backend:', 'mode: watch\n    defenderAlerts: true\n    backend:')}${approver}`,
      ['defenderAlerts of Contoso does nothing: an organisation that is only watched is not changed.'],
    ],
    ...['0.0.0.0', '"::"'].map((host): [string, string, readonly string[]] => [
      `of an open host, ${host}`,
      `${least}${approver}server: { host: ${host} }`,
      [
        `The server listens on ${host.replaceAll('"', '')}, every network of this machine: TLS has to end in front of it.`,
      ],
    ]),
  ])('%s', (_title, text, warnings) => {
    const own = text.includes('sandbox') ? [sandbox] : []
    expect(findWarnings(readSettingsFile(text, environment))).toEqual([...warnings, ...own])
  })
})
