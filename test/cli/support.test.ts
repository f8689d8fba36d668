// "reprieve support": everything that must not leave is planted, in settings, store, environment and log, and none of it is in
// the bundle.
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { strFromU8, unzipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { createPseudonyms } from '../../src/cli/support/pseudonyms.js'
import { listen } from '../fake-exchange/listen.js'
import { createPlace, type Place, serve } from './bot.js'
import { processTimeout } from './processes.js'
import { run } from './run.js'

const environment = {
  PAGER_KEY: 'abcdefabcdefabcdefabcdefabcdef01',
  HEARTBEAT: 'https://hc-ping.fabrikam-monitoring.de/3f2a1b0c-secret-path',
  SPARE_TOKEN: 'canary-of-the-environment',
}

const more = `  - { slackGroup: S0PLANTED01, role: viewer, name: Nachtschicht Nord }
  - { entra: 7f0e1d2c-3b4a-4958-8776-655443322110, role: operator, addresses: [ines.duarte@contoso.com], name: Inês Duarte }
pagers: [{ kind: pagerduty, id: nightwatch-nord, routingKey: "\${PAGER_KEY}" }]
heartbeat: { url: "\${HEARTBEAT}" }
protected: [{ address: vorstand@contoso.com, rule: portal-only }]
`

const log = [
  '{"level":40,"time":1,"warning":"laura@contoso.com asked from 203.0.113.77","msg":"slack.late"}',
  '{"level":50,"err":{"message":"Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.c2ln for Laura Bianchi at mx7.rz-planted.de"},"msg":"graph.failed"}',
  '{"level":30,"channel":"19:planted0123456789@thread.tacv2","user":"U0PLANTED02","tenantId":"8c3dad1d-b6bc-4f8b-939b-8263372eced6","msg":"sent"}',
  'plain text with xoxb-planted-0123456789 and canary-of-the-environment of Inês, fe80::1ff:fe23:4567:890a',
  '-----BEGIN PRIVATE KEY-----\\nMIIplanted\\n-----END PRIVATE KEY-----',
].join('\n')

const planted = [
  ...Object.values(environment),
  ...[
    'laura',
    'bianchi',
    'inês',
    'duarte',
    'nachtschicht',
    'contoso',
    'vorstand',
    'maya',
    'olga',
    'nightwatch-nord',
  ],
  ...['S0PLANTED01', 'U0PLANTED02', '7f0e1d2c', '8c3dad1d', '11111111-2222', '66666666-7777', '19:planted'],
  ...[
    '203.0.113.77',
    'fe80::1ff',
    'rz-planted',
    'fabrikam-monitoring',
    'eyJ',
    'xoxb-',
    'MIIplanted',
    'mail-1',
  ],
]

describe('a bundle of a bot that runs', () => {
  let place: Place
  let running: Awaited<ReturnType<typeof serve>>
  let bundle: Readonly<Record<string, string>>
  let ran: Awaited<ReturnType<typeof run>>
  const at = (name: string) => join(place.folder, name)
  const support = (...args: readonly string[]) =>
    run(
      ['support', '-c', place.configPath, '--log', at('reprieve.log'), '--out', at('bundle.zip'), ...args],
      { environment },
    )

  beforeAll(async () => {
    place = await createPlace(['laura@contoso.com'], more)
    const free = await listen(createServer())
    await free.close()
    const settings = readFileSync(place.configPath, 'utf8')
    writeFileSync(place.configPath, settings.replace('port: 0', `port: 0, metricsPort: ${free.port}`))
    writeFileSync(at('reprieve.log'), log)
    running = await serve(place, environment)
    await vi.waitFor(
      async () => {
        const shown = await run(['show', 'laura@contoso.com', '-c', place.configPath])
        if (!shown.stdout.includes('Evidence gathered')) throw new Error('not yet')
      },
      { timeout: 20_000, interval: 200 },
    )
    ran = await support()
    const files = unzipSync(readFileSync(at('bundle.zip')))
    bundle = Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, strFromU8(bytes)]))
  }, processTimeout)
  afterAll(async () => {
    await running.stop()
    await place.remove()
  })

  test('says what is inside before it is written, and where it is', () => {
    expect(ran.code).toBe(0)
    expect(ran.stderr).toMatch(/settings\.json \(\d+ bytes\): settings without secrets/)
    expect(ran.stdout).toContain(`Written: ${at('bundle.zip')}`)
    expect(statSync(at('bundle.zip')).mode & 0o777).toBe(0o600)
    expect(Object.keys(bundle)).toEqual([
      ...[
        'README.txt',
        'about.json',
        'settings.json',
        'doctor.json',
        'status.json',
        'metrics.txt',
        'journal.json',
        'log.ndjson',
      ],
    ])
  })

  test.each(planted)('holds no %s', (secret) => {
    const holding = Object.entries(bundle).filter(([, text]) =>
      text.toLowerCase().includes(secret.toLowerCase()),
    )
    expect(
      holding.map(([name, text]) => [
        name,
        text.slice(Math.max(0, text.toLowerCase().indexOf(secret.toLowerCase()) - 60)).slice(0, 160),
      ]),
    ).toEqual([])
  })

  test('still tells what somebody needs to help', () => {
    const parse = (name: string) => z.record(z.string(), z.unknown()).parse(JSON.parse(bundle[name] ?? ''))
    expect(parse('settings.json')).toMatchObject({
      settings: {
        teams: { appType: 'UserAssignedMsi' },
        tenants: [{ id: 'tenant-1', backend: { kind: 'sandbox' }, channels: [{ teams: 'installed' }] }],
        pagers: [{ kind: 'pagerduty', routingKey: '${PAGER_KEY}' }],
      },
      variables: { PAGER_KEY: 'set' },
    })
    expect(parse('doctor.json')).toMatchObject({
      counts: {},
      sections: [{ name: 'Reprieve' }, {}, { name: 'Teams' }],
    })
    expect(bundle['status.json']).toContain('"name": "Polls of tenant-1"')
    expect(parse('journal.json')).toMatchObject({ isWhole: true, types: { 'incident.opened': 1 } })
    expect(bundle['metrics.txt']).toContain('reprieve_build_info')
    expect(bundle['log.ndjson']).toContain('"msg":"graph.failed"')
    // The same person, wherever they stand.
    const label = /"warning":"(person-\d+@domain-\d+) asked/.exec(bundle['log.ndjson'] ?? '')?.[1]
    expect(label).toMatch(/^person-/)
  })

  test('does not take the place of another one', async () => {
    const again = await support('--json')
    expect([again.code, again.stderr]).toEqual([
      1,
      expect.stringContaining('is there already. Say another with --out.'),
    ])
  })
})

test('settings that no start would take are in it with what is wrong, and whoever says no writes nothing', async () => {
  const place = await createPlace([], 'nonsense: maya@contoso.com\n')
  const out = join(place.folder, 'bundle.zip')
  const args = ['support', '-c', place.configPath, '--out', out]
  const refused = await run(args, { typed: ['no'] })
  expect([refused.code, refused.stderr]).toEqual([3, expect.stringContaining('Nothing was written.')])
  const ran = await run(args, { typed: ['yes'] })
  expect(ran.code).toBe(0)
  const { 'settings.json': settings = new Uint8Array(), 'doctor.json': doctor = new Uint8Array() } =
    unzipSync(readFileSync(out))
  expect(JSON.parse(strFromU8(settings))).toMatchObject({
    problems: [expect.stringContaining('is not a setting')],
  })
  expect(strFromU8(doctor)).toContain('is not a setting')
  expect(strFromU8(settings)).not.toContain('maya')
  await place.remove()
})

test.each([
  ['Maya Lindqvist asked; Lindqvist waits', 'person-1 asked; person-1 waits'],
  ['MAYA@contoso.com, maya@contoso.com', 'person-2@domain-1, person-2@domain-1'],
  ['learn.microsoft.com/x and mail.contoso.com', 'learn.microsoft.com/x and domain-1'],
  ['incident.opened at 12:41:07', 'incident.opened at 12:41:07'],
  ['Channel #mail-oncall in 10.1.2.3', 'Channel #channel-1 in host-1'],
  ['Works in the workspace Contoso IT.', 'Works in the workspace tenant-1.'],
  ['token=s3cr3t-value', 'token=[secret]'],
])('%s is %s', (text, said) => {
  const names = createPseudonyms([], [{ kind: 'person', value: 'Maya Lindqvist' }])
  expect(names.replace(text)).toBe(said)
})
