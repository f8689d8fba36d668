// From an empty folder to a bot that runs, over the wire: Slack, Teams, Microsoft's sign-in, Exchange and Graph are the
// suite's own, behind a proxy; the program is told nothing of that.
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { parse, stringify } from 'yaml'
import { z } from 'zod'
import { createCertificate } from '../../fake-exchange/certificate.js'
import { identity } from '../../fake-exchange/homes.js'
import { serve } from '../bot.js'
import { processTimeout } from '../processes.js'
import { createWorld, mayaId, teamsApp, type World } from './world.js'

let world: World
/** Where Slack and Teams call the bot. */
let address = 'http://127.0.0.1:9'
beforeAll(async () => {
  world = await createWorld(() => address)
})
beforeEach(() => world.beginAnew())
afterAll(() => world.close())

const slackOnly = () => ({ ...world.answers(), teams: false, exchange: false })

test('an empty folder becomes a bot that serves, with a doctor that finds nothing to mend', {
  timeout: processTimeout,
}, async () => {
  const ran = await world.init(world.answers(), '--no-test-card')
  // All but this works: the app of Teams is uploaded by a person.
  expect(ran.stdout).toContain('[needs mending] Channel: The bot is in no team yet')
  expect(ran.stdout).toContain('1 needs mending')
  expect(ran.stdout).toContain('Teams: reprieve init --step teams')
  expect(ran.code).toBe(3)

  const settings: unknown = parse(world.read('reprieve.yaml'))
  expect(settings).toMatchObject({
    slack: {
      botToken: '${SLACK_BOT_TOKEN}',
      signingSecret: '${SLACK_SIGNING_SECRET}',
      teamId: 'T0CONTOSO01',
    },
    teams: { appId: teamsApp.appId, tenantId: teamsApp.tenantId, appPassword: '${MicrosoftAppPassword}' },
    access: [
      {
        slack: 'U0MAYA00001',
        entra: mayaId,
        console: 'maya',
        role: 'approver',
        addresses: ['maya@contoso.com'],
      },
    ],
  })
  expect(world.mode('reprieve.env')).toBe('600')
  for (const secret of [world.slack.botToken, world.slack.signingSecret, 'canary-password', 'PRIVATE KEY'])
    expect([
      world.read('reprieve.env').includes(secret),
      world.read('reprieve.yaml').includes(secret),
    ]).toEqual([true, false])
  expect(world.read('upload', 'slack-manifest.json')).toContain('https://reprieve.contoso.com/slack/events')
  expect(world.has('upload', 'teams-app.zip')).toBe(true)
  expect(world.read('upload', 'exchange-role-contoso.ps1')).toContain(
    "-AppId '6f1d2c4e-9b0a-4c7d-8e21-3a5b7c9d0e42'",
  )
  expect(ran.stderr).toContain('/adminconsent?client_id=6f1d2c4e-9b0a-4c7d-8e21-3a5b7c9d0e42')

  world.write('reprieve.yaml', `${world.read('reprieve.yaml')}server: { port: 0 }\nlogLevel: silent\n`)
  const loaded = { ...world.environment, ...world.loaded() }
  const serving = await serve({ configPath: world.at('reprieve.yaml') }, loaded)
  onTestFinished(() => serving.stop())
  expect(serving.stdout).toMatch(/^Reprieve is ready: /)
  address = serving.stdout.replace(/^Reprieve is ready: /, '').replace(/\/$/, '')
  await world.teams.install()
  const doctor = await world.reprieve(['doctor', '--config', world.at('reprieve.yaml')], undefined, loaded)
  expect(doctor.stdout).not.toContain('[needs mending]')
  expect(doctor.code).toBe(0)
})

describe('answered anew', () => {
  test('a part starts from what is there; comments and what it did not ask about stay', async () => {
    await world.init(slackOnly(), '--no-doctor')
    const mine = `# ours\n${world.read('reprieve.yaml')}retentionDays: 30 # the works council\n`
    world.write('reprieve.yaml', mine)
    const ran = await world.reprieve(
      ['init', '--step', 'slack', '--no-doctor', ...world.files()],
      Array(9).fill(''),
    )
    expect(ran.code).toBe(0)
    expect(ran.asked).toEqual([
      'Connect Slack: yes or no [yes]? ',
      'Signing secret [as it is]? ',
      'Bot token (xoxb-…) [as it is]? ',
      `Id of the channel that gets the alerts (C…) [${world.slack.channelId}]? `,
    ])
    expect(world.read('reprieve.yaml')).toBe(mine)
  })

  test('whoever goes away in the middle leaves the old file as it was', async () => {
    await world.init(slackOnly(), '--no-doctor')
    const [settings, secrets] = [world.read('reprieve.yaml'), world.read('reprieve.env')]
    const typed = ['yes', 'another-secret', 'xoxb-another']
    const ran = await world.reprieve(['init', '--step', 'slack', ...world.files()], typed)
    expect(ran.code).toBe(3)
    expect([world.read('reprieve.yaml'), world.read('reprieve.env')]).toEqual([settings, secrets])
  })

  test('what somebody else writes meanwhile is not lost', async () => {
    await world.init(slackOnly(), '--no-doctor')
    const asked: string[] = []
    const ran = await world.reprieve(
      ['init', '--step', 'place', '--no-doctor', ...world.files()],
      ['Contoso Ltd', '', ''],
      {},
      (question) => {
        if (asked.push(question) === 2)
          world.write('reprieve.yaml', `${world.read('reprieve.yaml')}# theirs\n`)
      },
    )
    expect(ran.stderr).toContain('was changed by somebody else meanwhile')
    expect(world.read('reprieve.yaml')).toMatch(/name: Contoso\n[\s\S]*# theirs\n$/)
  })
})

describe('what does not work', () => {
  test('is said at the terminal, and answered anew or left for later', async () => {
    const typed = [
      ...['Contoso', 'http://contoso', 'none', world.at('data')],
      ...['yes', 'xapp-1-A1-1-abc', 'nonsense', world.slack.botToken, 'C0NOWHERE'],
      // The stand-in has no Socket Mode.
      ...['answer anew', '', '', world.slack.channelId, 'go on'],
      ...['no', 'no'],
      ...['not an address', 'maya@contoso.com', '', '', 'no'],
    ]
    const ran = await world.reprieve(['init', '--no-doctor', ...world.files()], typed)
    expect(ran.stderr).toContain('must start with https://')
    expect(ran.stderr).toContain('That is not a bot token: those begin with xoxb-')
    expect(ran.stderr).toContain('Slack knows no such channel')
    expect(ran.stderr).toContain('That is not a mail address')
    expect(ran.code).toBe(0)
    expect(parse(world.read('reprieve.yaml'))).toMatchObject({
      slack: { mode: 'socket', appToken: '${SLACK_APP_TOKEN}' },
      tenants: [{ channels: [{ slack: world.slack.channelId }], backend: { kind: 'sandbox' } }],
      access: [{ slack: 'U0MAYA00001' }],
    })
  })

  test('ends it where nobody can be asked, and with --go-on is saved and said at the end', async () => {
    const other = createCertificate({ key: 'other' })
    world.write('other.pem', `${other.certificate}${other.privateKey}`)
    const answers = {
      ...world.answers(),
      teams: false,
      certificate: world.at('other.pem'),
      'entra-object': 'none',
    }
    const refused = await world.init(answers)
    expect([refused.code, refused.stderr]).toEqual([3, expect.stringContaining('say --go-on')])
    expect(parse(world.read('reprieve.yaml'))).toMatchObject({ tenants: [{ backend: { kind: 'sandbox' } }] })
    const saved = await world.init(answers, '--go-on', '--no-doctor')
    expect(saved.stdout).toContain('Saved, but not confirmed: Exchange Online of Contoso.')
    expect(parse(world.read('reprieve.yaml'))).toMatchObject({ tenants: [{ backend: { kind: 'exchange' } }] })
  })

  test.each([
    [
      'a missing answer is named',
      { 'slack-channel': undefined },
      /An answer is missing: Id of the channel .*--slack-channel/,
    ],
    [
      'a missing secret is named with its variable',
      { 'slack-bot-token': undefined },
      /Set the variable SLACK_BOT_TOKEN/,
    ],
    [
      'an answer that there is none of is named',
      { 'slack-chanel': 'C1' },
      /\(slack-chanel\)\. There is: name, host/,
    ],
    [
      'a certificate that is no file is said',
      { certificate: '/nowhere.pem' },
      /certificate: \/nowhere.pem cannot be read \(ENOENT\)/,
    ],
    [
      'a key that is another one is said',
      { 'certificate-key': 'other.key' },
      /This key is of another certificate/,
    ],
    ['a certificate that has ended is said', { certificate: 'ended.crt' }, /It ended on \d{4}-\d\d-\d\d/],
  ])('%s', async (_, changed, said) => {
    world.write('other.key', createCertificate({ key: 'other' }).privateKey)
    world.write('ended.crt', createCertificate({ years: -1 }).certificate)
    const named = Object.fromEntries(
      Object.entries(changed).map(([id, value]) => [
        id,
        /^(other|ended)\./.test(value ?? '') ? world.at(value ?? '') : value,
      ]),
    )
    const ran = await world.init({ ...world.answers(), teams: false, ...named }, '--no-doctor')
    expect(ran.code).toBe(2)
    expect(ran.stderr).toMatch(said)
  })
})

describe('one more tenant', () => {
  test('takes app and certificate of the first, and is listed with it', async () => {
    await world.init({ ...world.answers(), teams: false }, '--no-doctor')
    const args = ['--name', 'Fabrikam', '--organization', 'fabrikam.onmicrosoft.com', '--mode', 'watch']
    const added = await world.reprieve(['tenant', 'add', ...world.files(), ...args])
    expect(added.code).toBe(0)
    expect(added.stderr).toContain(
      'login.microsoftonline.com/12121212-3434-4565-a787-909090909090/adminconsent',
    )
    const script = world.read('upload', 'exchange-role-fabrikam.ps1')
    expect(script).not.toMatch(/Remove-Blocked|Reprieve contain/)
    const again = await world.reprieve(['tenant', 'add', ...world.files(), ...args.with(1, 'FABRIKAM')])
    expect([again.code, again.stderr]).toEqual([2, expect.stringContaining('is taken by a tenant above')])
    const listed = await world.reprieve(['tenant', 'list', '--json', ...world.files()])
    expect(JSON.parse(listed.stdout)).toMatchObject({
      tenants: [
        { id: 'contoso', mode: 'act', organization: 'contoso.onmicrosoft.com' },
        { id: 'fabrikam', mode: 'watch', channels: [{ platform: 'slack', channel: world.slack.channelId }] },
      ],
    })
  })

  test('with a certificate of its own leaves that of the first alone', async () => {
    await world.init({ ...world.answers(), teams: false }, '--no-doctor')
    const before = world.loaded().EXCHANGE_CERTIFICATE
    const own = createCertificate({ key: 'own' })
    world.write('own.pem', `${own.certificate}${own.privateKey}`)
    const args = [
      '--name',
      'Fabrikam',
      '--organization',
      'fabrikam.onmicrosoft.com',
      '--certificate',
      world.at('own.pem'),
    ]
    await world.reprieve(['tenant', 'add', '--go-on', ...world.files(), ...args])
    const { EXCHANGE_CERTIFICATE, EXCHANGE_CERTIFICATE_FABRIKAM } = world.loaded()
    expect(EXCHANGE_CERTIFICATE).toBe(before)
    expect(EXCHANGE_CERTIFICATE_FABRIKAM).toContain('PRIVATE KEY')
  })

  test('stands beside a CSV of others, and takes what all have in common', async () => {
    await world.init({ ...world.answers(), teams: false }, '--no-doctor')
    const written = world.read('reprieve.yaml')
    world.write(
      'tenants.csv',
      'id,name,tenantId,domain\nwoodgrove,Woodgrove,13131313-3434-4565-a787-909090909090,woodgrove.onmicrosoft.com\n',
    )
    const common = `defaults:
  backend: { appId: 6f1d2c4e-9b0a-4c7d-8e21-3a5b7c9d0e42, certificate: "\${EXCHANGE_CERTIFICATE}" }
  channels: [{ slack: ${world.slack.channelId} }]
`
    world.write(
      'reprieve.yaml',
      `${common}${written.replace('tenants:\n', 'tenants:\n  - { file: tenants.csv }\n')}`,
    )
    const args = ['--organization', 'fabrikam.onmicrosoft.com', '--go-on']
    const taken = await world.reprieve(['tenant', 'add', '--name', 'Woodgrove', ...world.files(), ...args])
    expect([taken.code, taken.stderr]).toEqual([2, expect.stringContaining('is taken by a tenant above')])
    const added = await world.reprieve(['tenant', 'add', '--name', 'Fabrikam', ...world.files(), ...args])
    expect([added.code, added.stderr]).toEqual([0, expect.stringContaining('[works]')])
    const listed = await world.reprieve(['tenant', 'list', ...world.files()])
    expect(listed.stdout).toMatch(/Woodgrove[\s\S]*Contoso[\s\S]*Fabrikam[\s\S]*3 organisations/)
    expect(
      (await world.reprieve(['config', 'check', ...world.files()], undefined, world.loaded())).code,
    ).toBe(0)
  })

  const common = (reference = 'EXCHANGE_CERTIFICATE') => `defaults:
  mode: watch
  backend: { appId: 6f1d2c4e-9b0a-4c7d-8e21-3a5b7c9d0e42, certificate: "\${${reference}}" }
  channels: [{ slack: ${world.slack.channelId} }]
`

  /** Where all of them stand in what the settings name. */
  async function beginWith(tenants: string, defaults = common()): Promise<string> {
    await world.init({ ...world.answers(), teams: false }, '--no-doctor')
    const { tenants: _, ...others } = z
      .record(z.string(), z.unknown())
      .parse(parse(world.read('reprieve.yaml')))
    const text = `# ours\n${stringify(others)}${defaults}tenants: ${tenants}\nserver: { port: 0 }\nlogLevel: silent\n`
    world.write('reprieve.yaml', text)
    return text
  }

  test('is asked for its name and domain alone where defaults say the rest, and becomes a row that the running bot takes up', {
    timeout: processTimeout,
  }, async () => {
    const settings = await beginWith('{ file: tenants.csv }')
    const before = `\u{FEFF}Name;Tenant ID;Domain\r\nContoso;${identity.tenantId};contoso.onmicrosoft.com`
    world.write('tenants.csv', before)
    const loaded = { ...world.environment, ...world.loaded() }
    const serving = await serve({ configPath: world.at('reprieve.yaml') }, loaded)
    onTestFinished(() => serving.stop())
    const added = await world.reprieve(
      ['tenant', 'add', ...world.files()],
      ['Fabrikam; "Inc."', 'fabrikam.onmicrosoft.com'],
      world.loaded(),
    )
    expect(added.asked).toEqual(['Name of your organisation? ', 'Its .onmicrosoft.com domain? '])
    expect(added.stdout).toContain('Fabrikam; "Inc." (fabrikam) is in tenants.csv, line 3.')
    const row = '"Fabrikam; ""Inc.""";12121212-3434-4565-a787-909090909090;fabrikam.onmicrosoft.com'
    expect(world.read('tenants.csv')).toBe(`${before}\r\n${row}\r\n`)
    expect(world.read('reprieve.yaml')).toBe(settings)
    await vi.waitFor(
      async () => {
        const asked = ['status', '--tenant', 'fabrikam', ...world.files()]
        expect((await world.reprieve(asked, undefined, loaded)).stdout).toContain('Fabrikam')
      },
      { timeout: 20_000, interval: 200 },
    )
  })

  test('becomes a file of its own where they have a folder, with what only it says', async () => {
    const settings = await beginWith('{ folder: tenants.d }', common('EXCHANGE_CERTIFICATE_{ID}'))
    const own = createCertificate()
    world.write('own.pem', `${own.certificate}${own.privateKey}`)
    const args = ['--name', 'Fabrikam', '--organization', 'fabrikam.onmicrosoft.com', '--mode', 'act']
    const missing = await world.reprieve(['tenant', 'add', ...args, ...world.files()])
    expect(missing.stderr).toContain('An answer is missing: File with the certificate')
    const added = await world.reprieve([
      ...['tenant', 'add', '--go-on', ...args, ...world.files()],
      ...['--certificate', world.at('own.pem'), '--slack-channel', 'C0FABRIKAM1'],
    ])
    expect([added.code, added.stdout]).toEqual([0, expect.stringContaining('is in tenants.d/fabrikam.yaml.')])
    expect(parse(world.read('tenants.d', 'fabrikam.yaml'))).toEqual({
      id: 'fabrikam',
      name: 'Fabrikam',
      mode: 'act',
      backend: {
        kind: 'exchange',
        organization: 'fabrikam.onmicrosoft.com',
        tenantId: '12121212-3434-4565-a787-909090909090',
      },
      channels: [{ slack: 'C0FABRIKAM1' }],
    })
    expect(world.read('reprieve.yaml')).toBe(settings)
    expect(world.loaded().EXCHANGE_CERTIFICATE_FABRIKAM).toContain('PRIVATE KEY')
  })

  test('that a row cannot hold is refused with the way to say it, and nothing is written', async () => {
    await beginWith('{ file: tenants.csv }')
    const csv = `name,tenantId,domain\nContoso,${identity.tenantId},contoso.onmicrosoft.com\n`
    world.write('tenants.csv', csv)
    const args = ['tenant', 'add', '--go-on', '--organization', 'fabrikam.onmicrosoft.com', ...world.files()]
    const secrets = world.read('reprieve.env')
    const files = ['--certificate', world.at('reprieve.crt'), '--certificate-key', world.at('reprieve.key')]
    const own = await world.reprieve([...args, '--name', 'Fabrikam', ...files])
    const said = 'tenants.csv: has no column for backend.certificate. Say it in "defaults"'
    expect([own.code, own.stderr]).toEqual([1, expect.stringContaining(said)])
    const twice = await world.reprieve([...args, '--name', 'contoso'])
    expect([twice.code, twice.stderr]).toEqual([2, expect.stringContaining('is taken by a tenant above')])
    expect([world.read('tenants.csv'), world.read('reprieve.env')]).toEqual([csv, secrets])
  })
})
