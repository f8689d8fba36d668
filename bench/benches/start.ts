import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { projectFolder, shippedMain } from '../processes/build.js'
import { readResidentMegabytes } from '../processes/resident.js'
import { toPairedFigure } from '../report/figure.js'
import { slack, teams } from '../world/facts.js'
import type { Bench } from './bench.js'
import { pick, takeTurns } from './rounds.js'

const importSdks = `
  await Promise.all(['@slack/bolt', 'botbuilder', 'adaptivecards-templating'].map((name) => import(name)))
  console.log('The SDKs are ready')
  setInterval(() => {}, 1_000_000)`

/** The bot tells Slack that it is there as soon as it starts; from a bench nothing leaves this machine. */
const stayHere = `data:text/javascript,${encodeURIComponent(`
  import dns from 'node:dns'
  import { isIP } from 'node:net'
  const lookUp = dns.lookup
  dns.lookup = (name, options, callback = options) =>
    isIP(name) ? lookUp(name, options, callback) : callback(Object.assign(new Error(name), { code: 'ENOTFOUND' }))`)}`

const environment = {
  SLACK_BOT_TOKEN: 'xoxb-1-2-bench',
  SLACK_SIGNING_SECRET: 'f'.repeat(32),
  MicrosoftAppPassword: 'bench-password-of-forty-characters-00000',
}

const settings = {
  server: { port: 0 },
  logLevel: 'silent',
  slack: {
    mode: 'http',
    botToken: '${SLACK_BOT_TOKEN}',
    teamId: slack.teamId,
    signingSecret: '${SLACK_SIGNING_SECRET}',
  },
  teams: { appId: teams.appId, tenantId: teams.tenantId, appPassword: '${MicrosoftAppPassword}' },
  tenants: [
    {
      id: 'bench',
      name: 'Bench',
      backend: { kind: 'sandbox' },
      channels: [{ slack: slack.channel }, { teams: 'installed' }],
    },
  ],
  access: [{ slack: slack.userId, role: 'approver' }],
}

export const start: Bench = {
  name: 'start',
  async run({ rounds }) {
    const folder = await mkdtemp(join(tmpdir(), 'reprieve-bench-'))
    const path = join(folder, 'reprieve.yaml')
    // Every JSON text is YAML as well.
    await writeFile(path, JSON.stringify({ ...settings, dataFolder: join(folder, 'data') }))
    try {
      const pairs = await takeTurns({
        rounds,
        ours: () => startOnce(['--import', stayHere, shippedMain, 'serve', '--config', path]),
        floor: () => startOnce(['--import', stayHere, '--input-type=module', '--eval', importSdks]),
      })
      const note =
        'from spawning `reprieve serve` on a store that is there to its line "ready"; the floor imports @slack/bolt, botbuilder and adaptivecards-templating'
      return [
        toPairedFigure(
          { name: 'Start to ready', unit: 'ms', target: { of: 'ratio', atMost: 1.3 }, note },
          pick(pairs, 'milliseconds'),
        ),
        toPairedFigure({ name: 'Memory once ready (RSS)', unit: 'MB' }, pick(pairs, 'megabytes')),
      ]
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
}

/** The first start, which makes files, is the warm-up; the later ones find them. */
async function startOnce(command: readonly string[]) {
  const startedAt = performance.now()
  const child = spawn(process.execPath, command, {
    cwd: projectFolder,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = new Promise((resolve) => void child.once('exit', resolve))
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  try {
    if (!(await says(child.stdout, 'ready')))
      throw new Error(`The process ended before it was ready.\n${said}`)
    const milliseconds = performance.now() - startedAt
    return { milliseconds, megabytes: await readResidentMegabytes(child.pid ?? 0) }
  } finally {
    child.kill('SIGKILL')
    await ended
  }
}

async function says(output: AsyncIterable<unknown>, word: string): Promise<boolean> {
  for await (const chunk of output) if (String(chunk).includes(word)) return true
  return false
}
