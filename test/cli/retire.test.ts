// "reprieve retire" on a bot that ran for real, with its cards in a Slack of the suite's own.
import { mkdirSync } from 'node:fs'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { parse } from 'yaml'
import { createSandbox } from '../../src/backends/sandbox/index.js'
import { createSystemClock } from '../../src/run/clock.js'
import { toSandboxPath } from '../../src/run/data-folder.js'
import { createSavedFile } from '../../src/stores/saved-file.js'
import { serve } from './bot.js'
import { createWorld, type World } from './init/world.js'
import { processTimeout } from './processes.js'

let world: World
beforeAll(async () => {
  world = await createWorld()
  world.beginAnew()
})
afterAll(() => world.close())

const patience = { timeout: 20_000, interval: 200 }
const ask = (...args: readonly string[]) =>
  world.reprieve([...args, ...world.files()], undefined, world.loaded())
const readChannel = () => JSON.stringify(world.slack.look('maya'))

/** Two invented organisations, in one of which somebody is restricted. */
async function begin(): Promise<void> {
  await world.init({ ...world.answers(), teams: false, exchange: false }, '--no-doctor')
  const fabrikam = `  - id: fabrikam
    name: Fabrikam
    backend: { kind: sandbox } # for the trainees
    channels: [{ slack: ${world.slack.channelId} }]
`
  const settings = world
    .read('reprieve.yaml')
    .replace('tenants:\n', `tenants:\n${fabrikam}  - { file: tenants.csv }\n  - { folder: tenants.d }\n`)
  const channel = world.slack.channelId
  world.write('tenants.csv', `id,name,backend,slack\nwoodgrove,Woodgrove,sandbox,${channel}\n`)
  mkdirSync(world.at('tenants.d'))
  world.write(
    'tenants.d/litware.yaml',
    `{ id: litware, name: Litware, backend: { kind: sandbox }, channels: [{ slack: ${channel} }] }`,
  )
  const bound =
    '  - { slack: U0INES00003, role: viewer, tenants: [fabrikam] }\n  - { slack: U0TOM000002, role: approver, tenants: [fabrikam, contoso] }\n'
  world.write('reprieve.yaml', `${settings}${bound}server: { port: 0 }\nlogLevel: silent\n`)
  const sandbox = createSandbox({
    clock: createSystemClock(),
    random: () => 0.5,
    saved: createSavedFile(toSandboxPath(world.at('data'), 'fabrikam')),
    latencyMilliseconds: 0,
  })
  sandbox.restrict({ kind: 'sender', address: 'laura@contoso.com' })
  await sandbox.list(AbortSignal.timeout(5_000))
}

test('what is outstanding is said and kept from being lost, given back, and then its cards say that nobody watches', {
  timeout: processTimeout,
}, async () => {
  await begin()
  const serving = await serve(
    { configPath: world.at('reprieve.yaml') },
    { ...world.environment, ...world.loaded() },
  )
  await vi.waitFor(async () => {
    const { stdout } = await ask('show', 'laura@contoso.com', '--tenant', 'fabrikam')
    expect(stdout).toContain('Evidence gathered')
    expect(readChannel()).toContain('Laura')
  }, patience)
  const contained = await ask(
    'contain',
    'laura@contoso.com',
    '--tenant',
    'fabrikam',
    '--step',
    'block-sign-in',
    '--yes',
  )
  expect(contained.code).toBe(0)

  const refused = await ask('retire', '--tenant', 'fabrikam', '--yes')
  expect(refused.stderr).toContain('Not given back: Block sign-in, laura@contoso.com')
  expect([refused.code, refused.stderr]).toEqual([3, expect.stringContaining('say --leave-outstanding')])
  const asked = await ask('retire', '--tenant', 'fabrikam', '--give-back')
  expect(asked.stdout).toContain('Done: Allow sign-in again.')
  expect([asked.code, asked.stderr]).toEqual([3, expect.stringContaining('Nothing was retired.')])
  const all = await ask('retire', '--yes')
  expect([all.code, all.stderr]).toEqual([
    3,
    expect.stringContaining('nothing would be left for it to watch'),
  ])
  expect(readChannel()).not.toContain('No longer watched')

  // The bot runs on with the other one.
  const retired = await ask('retire', '--tenant', 'fabrikam', '--yes')
  expect(retired.stdout).toContain('Fabrikam: no longer watched.')
  expect(retired.stdout).toContain('Start Reprieve again when it suits: access changed')
  expect(retired.code).toBe(0)
  await vi.waitFor(() => expect(readChannel()).toContain('No longer watched'), patience)
  expect((await ask('status', '--tenant', 'fabrikam')).stderr).toContain('fabrikam')
  expect((await ask('status', '--tenant', 'contoso')).code).toBe(0)
  expect(parse(world.read('reprieve.yaml'))).toMatchObject({
    tenants: [{ file: 'tenants.csv' }, { folder: 'tenants.d' }, { id: 'contoso' }],
    access: [{ slack: 'U0MAYA00001' }, { slack: 'U0TOM000002', tenants: ['contoso'] }],
  })
  expect((await ask('journal', 'export')).stdout).toMatch(/"type":"tenant.retired","by":\{[^}]*"maya"/)
  const ofFolder = await ask('retire', '--tenant', 'litware', '--yes')
  expect(ofFolder.stdout).toContain('Taken out: the file tenants.d/litware.yaml.')
  expect(world.has('tenants.d', 'litware.yaml')).toBe(false)
  await serving.stop()
})

test('a row of a CSV is taken out while no bot runs', { timeout: processTimeout }, async () => {
  const retired = await ask('retire', '--tenant', 'woodgrove', '--yes')
  expect(retired.stdout).toContain('Taken out: tenants.csv, line 2.')
  expect(retired.stdout).toContain('Start Reprieve again')
  expect(world.read('tenants.csv')).toBe('id,name,backend,slack\n')
})

test('the end of everything says what to remove where, and leaves the settings as they are', {
  timeout: processTimeout,
}, async () => {
  const before = world.read('reprieve.yaml')
  const ran = await ask('retire', '--yes', '--leave-outstanding', '--json')
  expect(ran.code).toBe(0)
  expect(JSON.parse(ran.stdout)).toMatchObject({
    retired: ['contoso'],
    removals: [{ where: 'Slack (T0CONTOSO01)' }, { where: 'This machine' }],
  })
  expect(world.read('reprieve.yaml')).toBe(before)
})
