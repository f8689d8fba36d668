import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { projectFolder, shippedMain } from '../processes/build.js'
import { toPairedFigure } from '../report/figure.js'
import type { Bench } from './bench.js'
import { pick, takeTurns } from './rounds.js'

/** What the playground has switched on: both platforms and the cards. */
const sdks = ['@slack/bolt', 'botbuilder', 'adaptivecards-templating']
const importSdks = `await Promise.all(${JSON.stringify(sdks)}.map((name) => import(name))); console.log('is ready'); setInterval(() => {}, 1e6)`

export const start: Bench = {
  name: 'start',
  async run({ rounds }) {
    const folder = await mkdtemp(join(tmpdir(), 'reprieve-bench-'))
    try {
      const pairs = await takeTurns({
        rounds,
        ours: () => startOnce([shippedMain, 'playground'], folder),
        floor: () => startOnce(['--input-type=module', '--eval', importSdks], folder),
      })
      return [
        toPairedFigure(
          { name: 'Start to ready', unit: 'ms', target: { of: 'ratio', atMost: 1.3 } },
          pick(pairs, 'milliseconds'),
        ),
        toPairedFigure({ name: 'Memory once ready (RSS)', unit: 'MB' }, pick(pairs, 'megabytes')),
      ]
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
}

/** The first start, which makes keys and files, is the warm-up; the later ones find them. */
async function startOnce(command: readonly string[], folder: string) {
  const startedAt = performance.now()
  const child = spawn(process.execPath, command, {
    cwd: projectFolder,
    env: { PATH: process.env.PATH, PORT: '0', REPRIEVE_DATA: folder, REPRIEVE_LOG: 'silent' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise((resolve) => void child.once('exit', resolve))
  try {
    await readUntil(child.stdout, 'ready')
    const milliseconds = performance.now() - startedAt
    return { milliseconds, megabytes: await readResidentMegabytes(child.pid ?? 0) }
  } finally {
    child.kill('SIGKILL')
    await ended
  }
}

async function readUntil(output: AsyncIterable<unknown>, word: string): Promise<void> {
  for await (const chunk of output) if (String(chunk).includes(word)) return
  throw new Error('The process ended before it was ready.')
}

/** As Linux tells it; elsewhere nobody does without asking a program. */
async function readResidentMegabytes(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  return Number(/VmRSS:\s+(\d+)/.exec(text)?.[1] ?? Number.NaN) / 1_024
}
