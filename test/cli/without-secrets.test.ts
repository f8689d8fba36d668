// What needs the data folder alone works for whoever has none of the secrets, and no settings at all.
import { access, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { z } from 'zod'
import { startPlayground } from '../../src/run/playground.js'
import { createPlace, type Place, serve } from './bot.js'
import { createProcesses, processTimeout } from './processes.js'
import { run } from './run.js'

const timeout = processTimeout
const patience = { timeout: 15_000 }
const processes = createProcesses()

/** As the shipped unit reads them: every secret is in a file that only root can open. */
const settings = (dataFolder: string) => `
dataFolder: ${dataFolder}
slack:
  botToken: \${SLACK_BOT_TOKEN}
  signingSecret: \${SLACK_SIGNING_SECRET}
  teamId: \${SLACK_TEAM_ID}
tenants:
  - id: contoso
    name: Contoso
    backend:
      kind: exchange
      tenantId: \${AZURE_TENANT_ID}
      organization: contoso.onmicrosoft.com
      appId: \${AZURE_CLIENT_ID}
      clientSecret: \${AZURE_CLIENT_SECRET}
    channels:
      - slack: \${SLACK_CHANNEL}
access:
  - { console: maya, role: approver, addresses: [maya@contoso.com] }
`

let place: Place
let configPath: string
beforeAll(async () => {
  place = await createPlace(['laura@contoso.com', 'info@contoso.com'])
  configPath = join(place.folder, 'with-secrets.yaml')
  await writeFile(configPath, settings(place.dataFolder))
})
afterAll(async () => {
  processes.killAll()
  await place.remove()
})

const list = (...args: readonly string[]) => run(['list', ...args])

describe('beside a running bot', () => {
  let running: Awaited<ReturnType<typeof serve>>
  beforeAll(async () => {
    running = await serve(place)
    await vi.waitFor(async () => {
      const { stdout } = await list('-c', configPath)
      if (!stdout.includes('info@contoso.com')) throw new Error(`not yet: ${stdout}`)
    }, patience)
  })
  afterAll(() => running.stop())

  test('list, show, journal and unblock work in an empty environment', { timeout }, async () => {
    const ask = (...args: readonly string[]) =>
      processes.run([...args, '-c', configPath], { SUDO_USER: 'maya' })
    const [listed, shown, journal, verified] = await Promise.all([
      ask('list'),
      ask('show', 'laura@contoso.com'),
      ask('journal', 'show'),
      ask('journal', 'verify'),
    ])
    expect(listed).toMatchObject({ code: 0, stderr: '' })
    expect(listed.stdout).toMatch(/laura@contoso\.com .* Contoso/)
    expect(shown).toMatchObject({ code: 0, stderr: '' })
    expect(journal).toMatchObject({ code: 0, stderr: '' })
    expect(journal.stdout).toMatch(/store\.created .*incident\.opened/s)
    expect(verified).toMatchObject({ code: 0 })
    const unblocked = await ask(
      'unblock',
      'info@contoso.com',
      '--yes',
      '--done',
      'all',
      '--note',
      'Called the owner',
      '--json',
    )
    expect(unblocked.code).toBe(0)
    expect(JSON.parse(unblocked.stdout)).toMatchObject({ status: 'watching', outcome: '' })
  })

  test('--data is enough, and the bot still decides who may', async () => {
    expect(await list('--data', place.dataFolder)).toMatchObject({ code: 0, stderr: '' })
    const refused = await run(['list', '--data', place.dataFolder], { user: 'mallory' })
    expect(refused).toMatchObject({ code: 3, stdout: '' })
  })

  test('what needs the secrets says so', async () => {
    const ran = await run(['doctor', '-c', configPath])
    expect(ran.code).toBe(1)
    expect(ran.stderr).toMatch(/slack\.botToken \(line 4\): needs the environment variable SLACK_BOT_TOKEN/)
  })
})

describe('while no bot runs', () => {
  beforeAll(async () => {
    const running = await serve(place)
    await running.stop()
  })

  test('list and show read what it knew last, for whom the settings name', async () => {
    const listed = await list('-c', configPath)
    expect(listed).toMatchObject({ code: 0, stderr: 'No bot is running: this is what it knew last.' })
    expect(listed.stdout).toMatch(/laura@contoso\.com .* Contoso/)
    expect(await run(['show', 'laura@contoso.com', '-c', configPath])).toMatchObject({ code: 0 })
    const refused = await run(['list', '-c', configPath], { user: 'mallory' })
    expect(refused).toMatchObject({ code: 3, stdout: '' })
  })

  test('--data alone reads for whoever can open the folder, and lets nobody do more', async () => {
    const listed = await run(['list', '--data', place.dataFolder], { user: 'anybody' })
    expect(listed.code).toBe(0)
    expect(listed.stdout).toMatch(/laura@contoso\.com .* contoso/)
    // Without settings the folder alone tells when its lists were read.
    expect(listed.stdout).toMatch(/Last good poll \d\d:\d\d UTC/)
    expect(listed.stdout).not.toContain('There has been no good poll')
    const refused = await run(['unblock', 'laura@contoso.com', '--yes', '--data', place.dataFolder])
    expect(refused).toMatchObject({ code: 1, stdout: '' })
    expect(refused.stderr).toMatch(/No bot is running on /)
  })

  test('a folder without a store is not one in which nobody is restricted, and stays as it is', async () => {
    const empty = join(place.folder, 'empty')
    const ran = await list('--data', empty)
    expect(ran).toMatchObject({ code: 1, stdout: '' })
    expect(ran.stderr).toMatch(/^There is no store in .*empty.*Say which with --data/)
    await expect(access(empty)).rejects.toThrow('ENOENT')
  })

  test('the store id in the settings counts for reading too', async () => {
    const other = join(place.folder, 'other.yaml')
    await writeFile(other, `storeId: another\n${settings(place.dataFolder)}`)
    const ran = await list('-c', other)
    expect(ran).toMatchObject({ code: 1, stdout: '' })
    expect(ran.stderr).toMatch(/holds the store [0-9a-f-]{36}, not another/)
  })

  test.each([
    [
      'needs a variable that is not set',
      'dataFolder: ${FOLDER}',
      /dataFolder \(line 1\): needs the environment variable FOLDER/,
    ],
    ['is no text', 'dataFolder: [a]', /dataFolder \(line 1\): /],
    ['is in a file that cannot be understood', 'dataFolder: "a', /settings \(line \d\)/],
  ])('says so when the data folder %s', async (_, text, words) => {
    const broken = join(place.folder, 'broken.yaml')
    await writeFile(broken, text)
    for (const args of [['list'], ['show', 'a'], ['journal', 'verify'], ['unblock', 'a', '--yes']]) {
      const ran = await run([...args, '-c', broken])
      expect(ran).toMatchObject({ code: 1, stdout: '' })
      expect(ran.stderr).toMatch(words)
    }
  })

  test('the environment alone tells the folder, without its secrets', async () => {
    const environment = {
      REPRIEVE_DATA: place.dataFolder,
      SLACK_TEAM_ID: 'T0123456789',
      REPRIEVE_VIEWERS: 'console:maya',
    }
    const ran = await run(['list'], { environment })
    expect(ran.code).toBe(0)
    expect(ran.stdout).toMatch(/laura@contoso\.com/)
    expect(await run(['list'], { environment, user: 'mallory' })).toMatchObject({ code: 3 })
  })
})

describe('the right store', () => {
  test('serve refuses an empty folder when the settings name a store, and begins nothing there', async () => {
    const other = await createPlace([])
    onTestFinished(() => other.remove())
    const environment = { REPRIEVE_CONFIG: other.configPath }
    const named = join(other.folder, 'named.yaml')
    await writeFile(named, `storeId: 7f3a\ndataFolder: ${join(other.folder, 'nothing')}\n${least}`)
    const refused = await run(['serve', '-c', named], { environment })
    expect(refused).toMatchObject({ code: 1, stdout: '' })
    expect(refused.stderr).toMatch(/storeId: the data folder .*nothing is empty, and not the store 7f3a/)
    await expect(access(join(other.folder, 'nothing', 'store', 'state.json'))).rejects.toThrow('ENOENT')
  })

  test('a doctor before the first start does not keep the bot from saying that it begins', async () => {
    const other = await createPlace([])
    onTestFinished(() => other.remove())
    await run(['doctor', '--no-test-card', '-c', other.configPath])
    const state = z
      .object({ tasks: z.array(z.looseObject({ key: z.string() })) })
      .parse(JSON.parse(await readFile(join(other.dataFolder, 'store', 'state.json'), 'utf8')))
    expect(state.tasks.map(({ key }) => key)).toContain('announce:teams:installed')
  })
})

const least = `
logLevel: silent
teams: { appId: 11111111-2222-4333-8444-555555555555, appType: UserAssignedMsi, tenantId: 66666666-7777-4888-8999-AAAAAAAAAAAA }
tenants: [{ id: contoso, name: Contoso, backend: { kind: sandbox }, channels: [{ teams: installed }] }]
`

test('the examples of docs/command-line.md can be tried on a playground', async () => {
  const dataFolder = await mkdtemp(join(tmpdir(), 'reprieve-tried-'))
  onTestFinished(() => rm(dataFolder, { recursive: true, force: true }))
  const own = { pid: process.pid, user: 'maya', onFatal: () => undefined }
  const running = await startPlayground({ port: 0, dataFolder, logLevel: 'silent' }, own)
  try {
    await expect.poll(async () => (await list('--data', dataFolder)).stdout, patience).toMatch(/@contoso\./)
    const { incidents } = z
      .object({ incidents: z.array(z.object({ entity: z.string() })) })
      .parse(JSON.parse((await list('--data', dataFolder, '--json')).stdout))
    const entity = incidents[0]?.entity ?? ''
    expect(await run(['show', entity, '--data', dataFolder])).toMatchObject({ code: 0, stderr: '' })
    // Whose mailbox it is has to be known first.
    await expect
      .poll(async () => (await run(['show', entity, '--data', dataFolder])).stdout, patience)
      .toContain('Gathered ')
    const unblocked = await run([
      'unblock',
      entity,
      '--yes',
      '--answer',
      'spoken=yes',
      '--answer',
      'device=yes',
      '--note',
      'Called the owner',
      '--data',
      dataFolder,
    ])
    expect(unblocked.stderr).toMatch(/Waiting for Exchange/)
    expect(await run(['list', '--data', dataFolder], { user: 'mallory' })).toMatchObject({ code: 3 })
  } finally {
    await running.stop()
  }
  expect(await list('--data', dataFolder)).toMatchObject({ code: 0 })
})
