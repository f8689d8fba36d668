// What a start loads: code that has nothing to do for these settings costs time and memory all the same.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'

const root = join(import.meta.dirname, '../..')

/** Says on stderr what is loaded, and keeps the process from asking anybody outside for an address. */
const watching = `data:text/javascript,${encodeURIComponent(`
  import dns from 'node:dns'
  import Module, { register } from 'node:module'
  import { isIP } from 'node:net'
  const lookUp = dns.lookup
  dns.lookup = (name, options, callback = options) =>
    isIP(name) ? lookUp(name, options, callback) : callback(Object.assign(new Error(name), { code: 'ENOTFOUND' }))
  const load = Module._load
  Module._load = (name, ...others) => {
    process.stderr.write('\\nloaded ' + name + '\\n')
    return load(name, ...others)
  }
  register('data:text/javascript,' + encodeURIComponent(
    "import { writeSync } from 'node:fs';" +
    "export async function load(url, context, next) { writeSync(2, '\\\\nloaded ' + url + '\\\\n'); return next(url, context) }"
  ))`)}`

const platforms = {
  slack: {
    slack: {
      mode: 'http',
      botToken: '${SLACK_BOT_TOKEN}',
      teamId: 'T0HOME',
      signingSecret: '${SLACK_SIGNING_SECRET}',
    },
    channel: { slack: 'C0ALERTS' },
    access: { slack: 'U0MAYA', role: 'approver' },
  },
  /** The same by Socket Mode. */
  socket: {
    slack: {
      mode: 'socket',
      botToken: '${SLACK_BOT_TOKEN}',
      teamId: 'T0HOME',
      appToken: '${SLACK_APP_TOKEN}',
    },
    channel: { slack: 'C0ALERTS' },
    access: { slack: 'U0MAYA', role: 'approver' },
  },
  teams: {
    teams: {
      appId: '0d1c7a3e-52c4-4c5d-9f8e-2b6a7e4f9c10',
      tenantId: '8c3dad1d-b6bc-4f8b-939b-8263372eced6',
      appPassword: '${MicrosoftAppPassword}',
    },
    channel: { teams: 'installed' },
    access: { entra: '4b0f2f5e-5a53-4f0e-8a0e-6d8f0c1f1a01', role: 'approver' },
  },
} as const

const secrets = {
  SLACK_BOT_TOKEN: 'xoxb-1-2-three',
  SLACK_SIGNING_SECRET: 'f'.repeat(32),
  SLACK_APP_TOKEN: 'xapp-1-A0-1-two',
  MicrosoftAppPassword: 'a-password-of-forty-characters-0000000000',
}

const mapSchema = z.object({ sources: z.array(z.string()) })

interface Start {
  /** Of every file that was loaded until the program said that it is ready. */
  readonly sources: readonly string[]
  /** Beside them: what cannot be bundled into them, and Node's own. */
  readonly others: readonly string[]
}

async function startWith(name: keyof typeof platforms, folder: string): Promise<Start> {
  const { channel, access, ...platform } = platforms[name]
  const path = join(folder, `${name}.yaml`)
  const tenant = { id: 'contoso', name: 'Contoso', backend: { kind: 'sandbox' }, channels: [channel] }
  const settings = { server: { port: 0 }, ...platform, tenants: [tenant], access: [access] }
  await writeFile(path, JSON.stringify({ ...settings, dataFolder: join(folder, name) }), { mode: 0o600 })
  const program = ['--import', watching, 'dist/main.js', 'serve', '--config', path]
  const child = spawn(process.execPath, program, {
    cwd: root,
    env: secrets,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = new Promise((resolve) => void child.once('exit', resolve))
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  let isReady = false
  for await (const text of child.stdout) {
    isReady = String(text).includes('ready')
    if (isReady) break
  }
  child.kill('SIGKILL')
  await ended
  if (!isReady) throw new Error(`It ended before it was ready.\n${said}`)
  const loaded = [...said.matchAll(/^loaded (.*)$/gm)].map(([, file = '']) => file.replace('file://', ''))
  const isOurs = (file: string) => existsSync(`${file}.map`)
  const sources = loaded
    .filter(isOurs)
    .flatMap((file) => mapSchema.parse(JSON.parse(readFileSync(`${file}.map`, 'utf8'))).sources)
  return { sources, others: loaded.filter((file) => !isOurs(file)) }
}

describe.runIf(existsSync(join(root, 'dist/main.js')))('a start', () => {
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'loaded-'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  const unused =
    /backends\/exchange|stores\/postgres|playground\/|postal-mime|fflate|msal|\/pg\/|\/botbuilder/

  test('on Slack alone loads nothing of Teams, and nothing that nobody has asked for yet', async () => {
    const { sources } = await startWith('slack', folder)
    expect(sources.filter((source) => source.includes('platforms/slack/')).length).toBeGreaterThan(20)
    expect(sources.filter((source) => /platforms\/teams\/|botframework|\/jose\//.test(source))).toEqual([])
    expect(sources.filter((source) => unused.test(source))).toEqual([])
    expect(sources.filter((source) => /\/(express|jsonwebtoken)\//.test(source))).toEqual([])
  })

  test('loads what fills the templates of cards only when there is a card to draw', async () => {
    // A new store is told of in the channel; one that is known is not.
    const { others } = await startWith('slack', folder)
    expect(others).toContain('node:http')
    expect(others.filter((name) => name.includes('templating'))).toEqual([])
  })

  test('on Slack by Socket Mode is ready without what Bolt brings for other apps', async () => {
    const { sources } = await startWith('socket', folder)
    expect(sources.filter((source) => source.includes('@slack/socket-mode/')).length).toBeGreaterThan(3)
    expect(sources.filter((source) => /\/(express|jsonwebtoken)\//.test(source))).toEqual([])
  })

  test('on Teams alone loads nothing of Slack, and of the SDK of bots nothing before somebody comes', async () => {
    const { sources } = await startWith('teams', folder)
    expect(sources.filter((source) => source.includes('platforms/teams/')).length).toBeGreaterThan(20)
    expect(sources.filter((source) => /platforms\/slack\/|@slack\//.test(source))).toEqual([])
    expect(sources.filter((source) => /botframework|jsonwebtoken/.test(source))).toEqual([])
    expect(sources.filter((source) => unused.test(source))).toEqual([])
  })
})
