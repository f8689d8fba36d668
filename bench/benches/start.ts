import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { projectFolder, shippedMain } from '../processes/build.js'
import { readResidentMegabytes } from '../processes/resident.js'
import { readTreeMilliseconds } from '../processes/tree.js'
import { type Figure, toPairedFigure } from '../report/figure.js'
import { slack, teams } from '../world/facts.js'
import type { Bench } from './bench.js'
import { pick, takeTurns } from './rounds.js'

/** What stands for itself: the program with one platform beside its SDK alone, and with both beside both. */
const sides = [
  { name: 'Slack alone', has: ['slack'], sdks: ['@slack/bolt'] },
  { name: 'Teams alone', has: ['teams'], sdks: ['botbuilder', 'adaptivecards-templating'] },
  {
    name: 'both platforms',
    has: ['slack', 'teams'],
    sdks: ['@slack/bolt', 'botbuilder', 'adaptivecards-templating'],
  },
] as const
type Side = (typeof sides)[number]

const toImports = (names: readonly string[]) => `
  await Promise.all(${JSON.stringify(names)}.map((name) => import(name)))
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

const platforms = {
  slack: {
    mode: 'http',
    botToken: '${SLACK_BOT_TOKEN}',
    teamId: slack.teamId,
    signingSecret: '${SLACK_SIGNING_SECRET}',
  },
  teams: { appId: teams.appId, tenantId: teams.tenantId, appPassword: '${MicrosoftAppPassword}' },
} as const
const channels = { slack: { slack: slack.channel }, teams: { teams: 'installed' } } as const
const people = {
  slack: { slack: slack.userId, role: 'approver' },
  teams: { entra: teams.objectId, role: 'approver' },
} as const

function toSettings({ has }: Side, dataFolder: string) {
  return {
    dataFolder,
    server: { port: 0 },
    logLevel: 'silent',
    ...Object.fromEntries(has.map((platform) => [platform, platforms[platform]])),
    tenants: [
      {
        id: 'bench',
        name: 'Bench',
        backend: { kind: 'sandbox' },
        channels: has.map((platform) => channels[platform]),
      },
    ],
    access: has.map((platform) => people[platform]),
  }
}

const note =
  'from spawning `reprieve serve` on a store that is there to its line "ready"; the floor imports the SDKs of what is on'
const memoryNote = 'at that line; what fills templates and looks at tokens is loaded a while later'

export const start: Bench = {
  name: 'start',
  async run({ rounds }) {
    const figures: Figure[] = []
    for (const side of sides) figures.push(...(await measure(side, rounds)))
    return figures
  },
}

async function measure(side: Side, rounds: number): Promise<readonly Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'reprieve-bench-'))
  const path = join(folder, 'reprieve.yaml')
  // Every JSON text is YAML as well.
  await writeFile(path, JSON.stringify(toSettings(side, join(folder, 'data'))))
  try {
    const pairs = await takeTurns({
      rounds,
      ours: () => startOnce(['--import', stayHere, shippedMain, 'serve', '--config', path]),
      floor: () => startOnce(['--import', stayHere, '--input-type=module', '--eval', toImports(side.sdks)]),
    })
    const name = `Start to ready, ${side.name}`
    const isOne = side.has.length === 1
    return [
      toPairedFigure(
        { name, unit: 'ms', target: { of: 'ratio', atMost: 1.2 }, note },
        pick(pairs, 'milliseconds'),
      ),
      toPairedFigure({ name: `${name}: processor`, unit: 'ms' }, pick(pairs, 'processorMilliseconds')),
      toPairedFigure(
        {
          name: `Memory once ready (RSS), ${side.name}`,
          unit: 'MB',
          note: memoryNote,
          ...(isOne ? { target: { of: 'ours', atMost: 115 } as const } : {}),
        },
        pick(pairs, 'megabytes'),
      ),
    ]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
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
    const pid = child.pid ?? 0
    const [megabytes, processorMilliseconds] = await Promise.all([
      readResidentMegabytes(pid),
      readTreeMilliseconds(pid),
    ])
    return { milliseconds, megabytes, processorMilliseconds }
  } finally {
    child.kill('SIGKILL')
    await ended
  }
}

async function says(output: AsyncIterable<unknown>, word: string): Promise<boolean> {
  for await (const chunk of output) if (String(chunk).includes(word)) return true
  return false
}
