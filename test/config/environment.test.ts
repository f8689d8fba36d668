import { describe, expect, test } from 'vitest'
import { loadSettings, toTenants } from '../../src/config/index.js'
import { ConfigError } from '../../src/errors.js'

const slack = {
  SLACK_SIGNING_SECRET: 'signing-canary-1',
  SLACK_BOT_TOKEN: 'xoxb-canary-2',
  SLACK_TEAM_ID: 'T1',
  SLACK_CHANNEL: 'C1',
}
const teams = {
  MicrosoftAppId: '11111111-2222-4333-8444-555555555555',
  MicrosoftAppPassword: 'password-canary-3',
  MicrosoftAppTenantId: '66666666-7777-4888-8999-aaaaaaaaaaaa',
}
const object = 'bbbbbbbb-cccc-4ddd-8eee-ffffffffffff'

type Variables = Readonly<Record<string, string>>

async function read(environment: Variables) {
  const readFile = async () => Promise.reject(new Error('there is no file'))
  return loadSettings({ environment, readFile })
}

async function findProblems(environment: Variables): Promise<readonly string[]> {
  try {
    await read(environment)
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
  }
  throw new Error('expected a ConfigError')
}

describe('the environment alone', () => {
  test('is enough for Slack', async () => {
    const settings = await read(slack)
    expect(settings.slack).toEqual({
      mode: 'http',
      signingSecret: 'signing-canary-1',
      botToken: 'xoxb-canary-2',
      teamId: 'T1',
    })
    expect(settings.teams).toBeUndefined()
    expect(settings.tenants).toEqual([
      {
        id: 'main',
        name: 'Our organisation',
        backend: { kind: 'sandbox' },
        mode: 'act',
        defenderAlerts: false,
        pollSeconds: 60,
        timeZone: 'UTC',
        channels: [{ slack: 'C1', kinds: ['sender', 'connector'], severities: ['high', 'medium'] }],
      },
    ])
  })

  test('makes the first organisation one that is only watched', async () => {
    const settings = await read({ ...slack, REPRIEVE_MODE: 'watch' })
    expect(toTenants(settings)[0]?.tenant.isWatchOnly).toBe(true)
    expect(await findProblems({ ...slack, REPRIEVE_MODE: 'look' })).toMatchObject([
      expect.stringMatching(/^REPRIEVE_MODE/),
    ])
  })

  test('is enough for Teams, in the channel the app was added to', async () => {
    const settings = await read(teams)
    expect(settings.slack).toBeUndefined()
    expect(settings.teams).toEqual({
      appId: teams.MicrosoftAppId,
      appType: 'SingleTenant',
      tenantId: teams.MicrosoftAppTenantId,
      appPassword: 'password-canary-3',
      cloud: 'worldwide',
      privateAnswers: 'channel',
      serviceUrls: [],
    })
    expect(settings.tenants[0]?.channels).toMatchObject([{ teams: 'installed' }])
  })

  test('is enough for both, and for everything that is not a list', async () => {
    const { MicrosoftAppPassword: _, ...identity } = teams
    const settings = await read({
      ...slack,
      ...identity,
      MicrosoftAppType: 'UserAssignedMsi',
      TEAMS_CHANNEL: '19:abc@thread.tacv2',
      SLACK_APP_TOKEN: 'xapp-canary-4',
      REPRIEVE_TENANT_NAME: 'Contoso',
      PORT: '8080',
      HOST: '0.0.0.0',
      REPRIEVE_DATA: '/data',
      REPRIEVE_LOG: 'warn',
    })
    expect(settings).toMatchObject({
      server: { host: '0.0.0.0', port: 8080 },
      dataFolder: '/data',
      logLevel: 'warn',
      slack: { mode: 'socket', appToken: 'xapp-canary-4' },
      teams: { appType: 'UserAssignedMsi' },
      tenants: [{ name: 'Contoso', channels: [{ slack: 'C1' }, { teams: '19:abc@thread.tacv2' }] }],
    })
  })

  test('lists who may do what', async () => {
    const { access } = await read({
      ...slack,
      ...teams,
      REPRIEVE_APPROVERS: `slack:U1=maya@contoso.com;Maya@fabrikam.com, entra:${object}`,
      REPRIEVE_OPERATORS: 'slackGroup:S1',
      REPRIEVE_VIEWERS: `entraGroup:${object},`,
    })
    expect(access).toEqual([
      { slack: 'U1', role: 'approver', addresses: ['maya@contoso.com', 'maya@fabrikam.com'] },
      { entra: object, role: 'approver', addresses: [] },
      { slackGroup: 'S1', role: 'operator', addresses: [] },
      { entraGroup: object, role: 'viewer', addresses: [] },
    ])
  })

  test("takes a person's Entra object id among their addresses", async () => {
    const { access } = await read({
      ...slack,
      REPRIEVE_APPROVERS: `slack:U1=maya@contoso.com; ${object.toUpperCase()}, slack:U2=${object}`,
    })
    expect(access).toEqual([
      { slack: 'U1', role: 'approver', addresses: ['maya@contoso.com'], entraId: object },
      { slack: 'U2', role: 'approver', addresses: [], entraId: object },
    ])
  })

  test('takes what one person acts by for one person', async () => {
    const { access } = await read({
      ...slack,
      ...teams,
      REPRIEVE_APPROVERS: `slack:U1+entra:${object}+console:maya=maya@contoso.com, slack:U2 + console:tom+1`,
    })
    expect(access).toEqual([
      { slack: 'U1', entra: object, console: 'maya', role: 'approver', addresses: ['maya@contoso.com'] },
      { slack: 'U2', console: 'tom+1', role: 'approver', addresses: [] },
    ])
  })

  test('does not look for references in values', async () => {
    const settings = await read({ ...slack, REPRIEVE_TENANT_NAME: 'A ${PATH}' })
    expect(settings.tenants[0]?.name).toBe('A ${PATH}')
  })

  test.each<[title: string, environment: Variables, problems: readonly string[]]>([
    [
      'nothing',
      { SLACK_BOT_TOKEN: '', SLACK_CHANNEL: '' },
      [
        'SLACK_CHANNEL, TEAMS_CHANNEL: lists no channel, so alerts would reach nobody. Add one.',
        'settings: set up neither Slack nor Teams, so nobody can be reached. Set up one of them: docs/connect-slack.md and docs/connect-teams.md say how.',
      ],
    ],
    [
      'a part of Slack',
      { SLACK_BOT_TOKEN: 'xoxp-canary-5', SLACK_CHANNEL: 'C1' },
      [
        'SLACK_BOT_TOKEN: is not a bot token: those begin with xoxb-. Copy it from the app\'s page "OAuth & Permissions".',
        "SLACK_TEAM_ID: is missing. It is in the workspace's address, https://app.slack.com/client/T….",
        'SLACK_SIGNING_SECRET: is missing. Copy the signing secret from the app\'s page "Basic Information".',
      ],
    ],
    [
      'a part of Teams',
      { MicrosoftAppId: teams.MicrosoftAppId },
      [
        'MicrosoftAppTenantId: is missing. Copy the tenant id from the overview of Entra.',
        'MicrosoftAppPassword: is missing, and so is a certificate. A SingleTenant bot takes exactly one of the two.',
      ],
    ],
    [
      'a channel without its platform',
      { ...teams, SLACK_CHANNEL: 'C1' },
      ['SLACK_CHANNEL: is a channel of Slack, which is not set up. Set up Slack, or remove the channel.'],
    ],
    [
      'wrong values',
      { ...slack, PORT: 'abc', REPRIEVE_LOG: 'loud', SLACK_CHANNEL: '#alerts' },
      [
        'PORT: is not a whole number from 0 to 65535. Write one, or leave it out for 3978.',
        'REPRIEVE_LOG: is not one of debug, info, warn, error, silent. Write one of these.',
        "SLACK_CHANNEL: is not the id of a Slack channel such as C0123456789. Open the channel's details in Slack: the id is at the bottom.",
      ],
    ],
    [
      'people who cannot be told',
      {
        ...slack,
        REPRIEVE_APPROVERS: 'maya, slack:U1=maya, constructor:U2, slack:U3',
        REPRIEVE_VIEWERS: 'slack:U3',
      },
      [
        ...['REPRIEVE_APPROVERS (entry 1)', 'REPRIEVE_APPROVERS (entry 3)'].map(
          (place) =>
            `${place}: does not begin with slack:, slackGroup:, entra:, entraGroup:, console:. Write entries such as slack:U0123456789=maya@contoso.com, separated by commas.`,
        ),
        'REPRIEVE_APPROVERS (entry 2): is not a mail address such as maya@contoso.com. Write it in full.',
        'REPRIEVE_VIEWERS (entry 1): is listed above already. Keep one entry, with the highest role.',
      ],
    ],
  ])('is told by variable what is wrong with %s', async (_title, environment, problems) => {
    expect(await findProblems(environment)).toEqual(problems)
  })
})
