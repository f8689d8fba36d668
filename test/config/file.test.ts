import { describe, expect, test } from 'vitest'
import { exampleYaml, loadSettings, readSettingsFile } from '../../src/config/index.js'
import { ConfigError } from '../../src/errors.js'
import { environment, findProblems, least, slack, teams, tenants } from './settings.js'

describe('a file', () => {
  test('needs a platform and a tenant, and has a default for the rest', () => {
    expect(readSettingsFile(least, environment)).toEqual({
      server: { host: '127.0.0.1', port: 3978 },
      dataFolder: 'data',
      cards: { places: 'named' },
      retentionDays: 90,
      logLevel: 'info',
      slack: {
        mode: 'http',
        signingSecret: 'signing-canary-3141',
        botToken: 'xoxb-canary-5926',
        teamId: 'T1',
      },
      tenants: [
        {
          id: 'contoso',
          name: 'Contoso',
          backend: { kind: 'sandbox' },
          mode: 'act',
          defenderAlerts: false,
          pollSeconds: 60,
          timeZone: 'UTC',
          channels: [{ slack: 'C1', kinds: ['sender', 'connector'], severities: ['high', 'medium'] }],
        },
      ],
      access: [],
      approval: {
        twoPeople: { directoryRoles: false, contradicted: false, again: false },
        expiresMinutes: 60,
      },
      protected: [],
    })
  })

  test('may be the example', () => {
    const settings = readSettingsFile(exampleYaml(), environment)
    expect(settings.access.map(({ role }) => role)).toEqual(['approver', 'approver', 'operator', 'viewer'])
    expect(settings.tenants[0]?.channels).toHaveLength(2)
  })

  test('may serve Slack without being reachable', () => {
    const socket = least
      .replace('slack:', 'slack:\n  mode: socket\n  appToken: ${SLACK_APP_TOKEN}')
      .replace(/ {2}signingSecret.*\n/, '')
    expect(readSettingsFile(socket, environment).slack).toEqual({
      mode: 'socket',
      appToken: 'xapp-canary-5358',
      botToken: 'xoxb-canary-5926',
      teamId: 'T1',
    })
  })

  test('compares ids and addresses in lower case where the platform does not care', () => {
    const text = `${least}${teams}\naccess: [{ entra: 'ABCDEF01-2222-4333-8444-555555555555', role: viewer, addresses: [Maya@Contoso.com] }]`
    const settings = readSettingsFile(text, environment)
    expect(settings.teams?.tenantId).toBe('66666666-7777-4888-8999-aaaaaaaaaaaa')
    expect(settings.access[0]).toMatchObject({
      entra: 'abcdef01-2222-4333-8444-555555555555',
      addresses: ['maya@contoso.com'],
    })
  })

  test('takes a key with nothing behind it for no key', () => {
    const settings = readSettingsFile(`${least}teams:\naccess:\nlogLevel:\n`, environment)
    expect(settings).toMatchObject({ access: [], logLevel: 'info' })
    expect(settings.teams).toBeUndefined()
  })

  test('may say the same thing once with an anchor', () => {
    const text = `${slack}
tenants:
  - { id: a, name: A, backend: &sandbox { kind: sandbox }, channels: &all [slack: C1] }
  - { id: b, name: B, backend: *sandbox, channels: *all }`
    expect(readSettingsFile(text, environment).tenants.map(({ channels }) => channels.length)).toEqual([1, 1])
  })
})

describe('what is wrong', () => {
  const hint = 'Add a list with one tenant: id, name, backend, channels.'
  const allow = (entry: string) => `${least}access: [${entry}]`
  const route = (channels: string) => `${slack}\n${tenants.replace('[{ slack: C1 }]', channels)}`

  test.each<[title: string, text: string, problems: readonly string[]]>([
    [
      'nothing at all',
      '',
      [
        `tenants: is missing. ${hint}`,
        'settings: set up neither Slack nor Teams, so nobody can be reached. Set up one of them: docs/connect-slack.md and docs/connect-teams.md say how.',
      ],
    ],
    ['a list', '- a', ['settings (line 1): is not a section. Write its keys below it, indented.']],
    ['a slip in a key', `${least}acess: []`, ['acess (line 10): is not a setting. Did you mean "access"?']],
    [
      'a slip in an inner key',
      `${least}server:\n  prot: 1`,
      ['server.prot (line 11): is not a setting. Did you mean "port"?'],
    ],
    [
      'a key in the wrong section',
      `${least}port: 1`,
      ['port (line 10): is not a setting. Did you mean "server.port"?'],
    ],
    [
      'a key like no other',
      `${least}server: { timeout: }`,
      ['server.timeout (line 10): is not a setting. There are: host, port, metricsPort.'],
    ],
    [
      'a key that every object has',
      `${least}__proto__: { a: 1 }\nconstructor: 1`,
      ['(not shown) (line 10)', 'constructor (line 11)'].map(
        (place) =>
          `${place}: is not a setting. There are: server, dataFolder, store, storeId, retentionDays, cards, logLevel, proxy, noProxy, heartbeat, slack, teams, pagers, defaults, tenants, access, approval, protected.`,
      ),
    ],
    [
      'a number out of range',
      `${least}server: { port: 65536 }`,
      ['server.port (line 10): is not a whole number from 0 to 65535. Write one, or leave it out for 3978.'],
    ],
    [
      'looks too often',
      least.replace('name:', 'pollSeconds: 14\n    name:'),
      [
        'tenants[0].pollSeconds (line 7): is not a whole number from 15 to 3600. Write one, or leave it out for 60.',
      ],
    ],
    [
      'a time zone that is not there, on a tenant and on a channel',
      least
        .replace('name:', 'timeZone: "+01:00"\n    name:')
        .replace('{ slack: C1 }', '{ slack: C1, timeZone: Europe/Berln }'),
      [
        'tenants[0].timeZone (line 7): is not the name of a time zone such as Europe/Berlin or UTC. Write a name such as Europe/Berlin.',
        'tenants[0].channels[0].timeZone (line 10): is not the name of a time zone such as Europe/Berlin or UTC. Write a name such as Europe/Berlin.',
      ],
    ],
    [
      'early cards that are asked for by nothing',
      least.replace('    channels:', '    early: {}\n    channels:'),
      [
        'tenants[0].early (line 9): asks for nothing. Write nearLimitPercent: 80, alerts: true, or both; leave early out for none, and write null where "defaults" have it.',
      ],
    ],
    [
      'a share of a limit that is none',
      least.replace('    channels:', '    early: { nearLimitPercent: 120 }\n    channels:'),
      [
        'tenants[0].early.nearLimitPercent (line 9): is not a whole number from 50 to 99. Write something like 80.',
      ],
    ],
    [
      'a change of shift at no time of day',
      least.replace('{ slack: C1 }', '{ slack: C1, handover: ["8:00", "20:00"] }'),
      [
        'tenants[0].channels[0].handover[0] (line 9): is not a time of day such as 08:00. Write times such as ["08:00", "20:00"].',
      ],
    ],
    [
      'a slip in a choice',
      `${least}logLevel: warning`,
      ['logLevel (line 10): is not one of debug, info, warn, error, silent. Write one of these.'],
    ],
    [
      'a mode that is not there',
      least.replace('slack:', 'slack:\n  mode: sockets'),
      ['slack.mode (line 2): is not one of http, socket. Did you mean "socket"?'],
    ],
    [
      'socket mode without its token',
      least.replace('slack:', 'slack:\n  mode: socket'),
      ['slack.appToken (line 1): is missing. Make one on the app\'s page "Basic Information".'],
    ],
    [
      'http mode without its secret',
      least.replace(/ {2}signingSecret.*\n/, ''),
      [
        'slack.signingSecret (line 1): is missing. Copy the signing secret from the app\'s page "Basic Information".',
      ],
    ],
    [
      'a section that is a word',
      `${teams}\n${tenants.replace('slack: C1', 'teams: installed')}\nslack: yes`,
      ['slack (line 10): is not a section. Write its keys below it, indented.'],
    ],
    ['no tenant', `${slack}\ntenants: []`, [`tenants (line 5): lists no tenant. ${hint}`]],
    [
      'a backend that is not there',
      least.replace('kind: sandbox', 'kind: sandbax'),
      ['tenants[0].backend.kind (line 8): is not one of sandbox, exchange. Did you mean "sandbox"?'],
    ],
    [
      'a name for an id',
      least.replace('id: contoso', 'id: Contoso GmbH'),
      [
        'tenants[0].id (line 6): is not lower-case letters, digits and hyphens, 63 at most. Write something like contoso.',
      ],
    ],
    [
      'tenants that cannot be told apart',
      `${least}  - { id: contoso, name: CONTOSO, backend: { kind: sandbox }, channels: [slack: C1] }`,
      [
        'tenants[1].id (line 10): is taken by a tenant above. Choose another.',
        'tenants[1].name (line 10): is taken by a tenant above, and commands could not tell them apart. Choose another.',
      ],
    ],
    [
      'a channel by name',
      route('[slack: alerts]'),
      [
        "tenants[0].channels[0].slack (line 9): is not the id of a Slack channel such as C0123456789. Open the channel's details in Slack: the id is at the bottom.",
      ],
    ],
    [
      'a Teams channel by name',
      `${teams}\n${tenants.replace('slack: C1', 'teams: On-call')}`,
      [
        'tenants[0].channels[0].teams (line 9): is not "installed" or the id of a Teams channel such as 19:abc@thread.tacv2. Write "installed", or take the id from the link to the channel (%3A is a colon, %40 is an @).',
      ],
    ],
    ...['http://bots.example/', 'https://me@bots.example/', 'https://bots.example/?a', 'bots.example'].map(
      (url): [string, string, string[]] => [
        `an address of Teams that nothing may be sent to: ${url}`,
        `${teams}\n  serviceUrls: ['${url}']\n${tenants.replace('slack: C1', 'teams: installed')}`,
        [
          'teams.serviceUrls[0] (line 5): is not an address such as https://smba.trafficmanager.net/emea/. The doctor names an address that was turned away: add it only when it is Microsoft that uses it.',
        ],
      ],
    ),
    [
      'a channel on a platform that is not set up',
      route('[slack: C1, teams: installed]'),
      [
        'tenants[0].channels[1].teams (line 9): is a channel of Teams, which is not set up. Set up Teams, or remove the channel.',
      ],
    ],
    [
      'a route to two channels',
      `${teams}\n${route('[{slack: C1, teams: installed}]')}`,
      [
        'tenants[0].channels[0] (line 13): has more than one of slack and teams. Write exactly one; further ones are entries of their own.',
      ],
    ],
    [
      'a route to nowhere',
      route('[slack: C1, { kinds: [sender] }]'),
      [
        'tenants[0].channels[1] (line 9): has none of slack and teams. Write exactly one; further ones are entries of their own.',
      ],
    ],
    [
      'no channel',
      route('[]'),
      ['tenants[0].channels (line 9): lists no channel, so alerts would reach nobody. Add one.'],
    ],
    [
      'restrictions that reach nobody',
      route('[{ slack: C1, kinds: [sender], severities: [high] }]'),
      [
        'tenants[0].channels (line 9): has no channel for a sender of severity medium. Add a channel without "kinds" and "severities".',
        'tenants[0].channels (line 9): has no channel for a connector of severity high. Add a channel without "kinds" and "severities".',
      ],
    ],
    [
      'a route for nothing',
      route('[{ slack: C1 }, { slack: C2, kinds: [] }]'),
      [
        'tenants[0].channels[1].kinds (line 9): is an empty list. Write one, or leave it out for sender, connector.',
      ],
    ],
    [
      'a role that is not there',
      allow('{ slack: U1, role: admin }'),
      ['access[0].role (line 10): is not one of viewer, operator, approver. Write one of these.'],
    ],
    [
      'no role',
      allow('{ slack: U1 }'),
      [
        'access[0].role (line 10): is missing. Add it: What they may do; an operator may all that a viewer may, an approver everything (viewer, operator, approver).',
      ],
    ],
    [
      'nobody with a role',
      allow('{ role: viewer }'),
      [
        'access[0] (line 10): has none of slack, slackGroup, entra, entraGroup and console. Write exactly one; further ones are entries of their own.',
      ],
    ],
    [
      'a person by address',
      allow('{ slack: maya@contoso.com, role: viewer }'),
      [
        'access[0].slack (line 10): is not the id of a Slack member such as U0123456789. Open the profile in Slack, then "Copy member ID".',
      ],
    ],
    [
      'a group by name',
      allow('{ entraGroup: Mail admins, role: viewer }'),
      [
        "access[0].entraGroup (line 10): is not a GUID such as 4c3b2a19-0817-4655-a4b3-c2d1e0f9a8b7. It is on the group's page in Entra.",
      ],
    ],
    [
      'an address of a group',
      allow('{ slackGroup: S1, role: viewer, addresses: [maya@contoso.com] }'),
      ['access[0].addresses (line 10): belongs to one person, not to a group. Add an entry for that person.'],
    ],
    [
      'the Entra account of a group',
      allow('{ slackGroup: S1, role: viewer, entraId: abcdef01-2222-4333-8444-555555555555 }'),
      [
        'access[0].entraId (line 10): belongs beside slack or console. Remove it; for people in Teams, entra is the object id.',
      ],
    ],
    [
      'the Entra account of somebody twice',
      allow(
        '{ slack: U1, entra: abcdef01-2222-4333-8444-555555555555, entraId: abcdef01-2222-4333-8444-555555555555, role: viewer }',
      ),
      [
        'access[0].entraId (line 10): says again what entra says. Remove it; for people in Teams, entra is the object id.',
      ],
    ],
    [
      'a group that is a person as well',
      allow('{ slack: U1, slackGroup: S1, role: viewer }'),
      [
        'access[0] (line 10): has slackGroup and slack, and a group is nobody else. Keep one; only slack, entra and console of one person belong into one entry.',
      ],
    ],
    [
      'two groups in one entry',
      allow('{ slackGroup: S1, entraGroup: abcdef01-2222-4333-8444-555555555555, role: viewer }'),
      [
        'access[0] (line 10): has slackGroup and entraGroup, and a group is nobody else. Keep one; only slack, entra and console of one person belong into one entry.',
      ],
    ],
    [
      'a person who is another one too',
      `${least}${teams}\naccess:\n  - { slack: U1, console: maya, role: viewer }\n  - { console: maya, entra: 'ABCDEF01-2222-4333-8444-555555555555', role: approver }`,
      ['access[1] (line 16): is listed above already. Keep one entry, with the highest role.'],
    ],
    [
      'a role for a tenant that is not there',
      allow('{ slack: U1, role: viewer, tenants: [contoso, fabrikam] }'),
      [
        'access[0].tenants[1] (line 10): is the id of no tenant. Write an id as it stands in tenants, or add that tenant.',
      ],
    ],
    [
      'a rule about nobody',
      `${least}protected: [{ rule: two-people }, { address: Maya, rule: forbidden }]`,
      [
        'protected[0] (line 10): has none of address, domain and group. Write exactly one; further ones are entries of their own.',
        'protected[1].address (line 10): is not a mail address such as maya@contoso.com. Write it in full.',
        'protected[1].rule (line 10): is not one of two-people, portal-only. Write one of these.',
      ],
    ],
    [
      'two people that are neither asked for nor not',
      `${least}approval: { twoPeople: { again: sometimes } }`,
      [
        'approval.twoPeople.again (line 10): is neither true nor false. Write one, or leave it out for false.',
      ],
    ],
    [
      'a directory without an account',
      allow('{ slack: U1, role: viewer, entraTenantId: abcdef01-2222-4333-8444-555555555555 }'),
      ['access[0].entraTenantId (line 10): is of no use without entraId. Add entraId, or remove it.'],
    ],
    [
      'a person with two roles',
      `${least}${teams}\naccess:\n  - { entra: 'abcdef01-2222-4333-8444-555555555555', role: viewer }\n  - { entra: 'ABCDEF01-2222-4333-8444-555555555555', role: approver }`,
      ['access[1] (line 16): is listed above already. Keep one entry, with the highest role.'],
    ],
    [
      'a bot without a credential',
      teams.replace(/\n {2}appPassword.*/, '') + least.replace(/^/, '\n'),
      [
        'teams.appPassword (line 1): is missing, and so is a certificate. A SingleTenant bot takes exactly one of the two.',
      ],
    ],
    [
      'a bot with a credential it does not use',
      `${teams}\n  appType: UserAssignedMsi\n${least}`,
      ['teams.appPassword (line 4): is of no use to a UserAssignedMsi bot. Remove it, or change appType.'],
    ],
  ])('is said of %s', (_title, text, problems) => {
    expect(findProblems(text)).toEqual(problems)
  })

  test.each([
    'maya',
    'maya@contoso',
    '@contoso.com',
    'maya@contoso..com',
    'maya @contoso.com',
    `${'m'.repeat(65)}@contoso.com`,
    `m@${'c.'.repeat(130)}com`,
    'user_contoso.com#EXT#@x.onmicrosoft.com extra',
  ])('is said of the address %s', (address) => {
    expect(findProblems(allow(`{ slack: U1, role: viewer, addresses: ['${address}'] }`))).toEqual([
      'access[0].addresses[0] (line 10): is not a mail address such as maya@contoso.com. Write it in full.',
    ])
  })

  test('is said all at once: of the text, of references, of values and of what they say about each other', () => {
    const text = `logLevel: loud
logLevel: quiet
slack:
  botToken: \${NOT_THERE}
  signingSecret: hunter2
  teamId: contoso
tenants:
  - id: a
    name: A
    backend: { kind: sandbox }
    channels: [teams: installed]
    color: red
`
    expect(findProblems(text)).toEqual([
      'settings (line 2): has the same key twice in one section. Keep one of them.',
      'logLevel (line 2): is not one of debug, info, warn, error, silent. Write one of these.',
      'slack.botToken (line 4): needs the environment variable NOT_THERE, which is not set. Set it.',
      expect.stringMatching(/^slack\.signingSecret \(line 5\): is a secret/),
      expect.stringMatching(/^slack\.teamId \(line 6\): is not the id of a Slack workspace/),
      expect.stringMatching(/^tenants\[0\]\.channels\[0\]\.teams \(line 11\): is a channel of Teams/),
      expect.stringMatching(/^tenants\[0\]\.color \(line 12\): is not a setting/),
    ])
  })
})

describe('loading', () => {
  const readFile = async (path: string) => {
    if (path === 'there.yaml') return least
    throw Object.assign(new Error('ENOENT: no such file'), { code: 'ENOENT' })
  }

  test('reads the file that is named, else the one that REPRIEVE_CONFIG names', async () => {
    const byPath = await loadSettings({ path: 'there.yaml', environment, readFile })
    const byVariable = await loadSettings({
      environment: { ...environment, REPRIEVE_CONFIG: 'there.yaml' },
      readFile,
    })
    expect(byPath.tenants[0]?.id).toBe('contoso')
    expect(byVariable).toEqual(byPath)
  })

  test('says so when the file cannot be read', async () => {
    const loading = loadSettings({ path: 'gone.yaml', environment, readFile })
    await expect(loading).rejects.toThrow(ConfigError)
    await expect(loading).rejects.toThrow('gone.yaml: cannot be read (ENOENT). Check the path')
  })
})
