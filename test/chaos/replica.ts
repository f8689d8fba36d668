// One process of the built program, which can be killed, frozen, stopped, and started again.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { root } from '../program.js'

export interface Replica {
  readonly name: string
  /** Undefined while it does not serve. */
  port(): number | undefined
  start(): Promise<void>
  kill(): Promise<void>
  freeze(): void
  thaw(): void
  /** As a service manager stops it. @returns its exit code. */
  stop(): Promise<unknown>
}

interface ReplicaParts {
  readonly name: string
  readonly settingsPath: string
  readonly logFolder: string
  readonly environment: Readonly<Record<string, string>>
  /** Its machine's clock is ahead by this much, or behind. */
  readonly aheadMilliseconds: number
  /** It ended by itself. */
  onEnd(words: string): void
}

/** The machine's clock, set otherwise before the program begins. */
const toClock = (ahead: number) =>
  `data:text/javascript,${encodeURIComponent(`const now = Date.now; const ahead = ${ahead}; Date.now = () => now() + ahead;
const Real = Date; globalThis.Date = class Date extends Real { constructor(...given) { given.length === 0 ? super(now() + ahead) : super(...given) } };`)}`

export function createReplica({ name, settingsPath, ...parts }: ReplicaParts): Replica {
  let child: ChildProcess | undefined
  let port: number | undefined
  let isMeant = false

  async function end(signal: 'SIGKILL' | 'SIGTERM'): Promise<unknown> {
    const ending = child
    if (ending === undefined) return undefined
    isMeant = true
    port = undefined
    const ended = once(ending, 'exit').then(([code]: unknown[]) => code)
    ending.kill(signal)
    const code = await ended
    child = undefined
    return code
  }

  return {
    name,
    port: () => port,
    async start() {
      isMeant = false
      const preload = parts.aheadMilliseconds === 0 ? [] : ['--import', toClock(parts.aheadMilliseconds)]
      const started = spawn(process.execPath, [...preload, 'dist/main.js', 'serve', '-c', settingsPath], {
        cwd: root,
        env: { PATH: process.env.PATH, ...parts.environment },
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      child = started
      const end = () => void started.kill('SIGKILL')
      process.once('exit', end)
      started.once('exit', () => process.off('exit', end))
      const log = createWriteStream(join(parts.logFolder, `${name}.log`), { flags: 'a' })
      started.stderr.pipe(log, { end: false })
      await new Promise<void>((resolve, reject) => {
        createInterface({ input: started.stdout }).on('line', (line) => {
          log.write(`${line}\n`)
          const found = /ready: http:\/\/[^:]+:(\d+)\//.exec(line)?.[1]
          if (found === undefined) return
          if (!isMeant) port = Number(found)
          resolve()
        })
        started.once('exit', (code) => {
          if (child === started) port = undefined
          resolve()
          if (!isMeant) parts.onEnd(`${name} ended by itself with code ${code}`)
        })
        started.once('error', reject)
      })
    },
    kill: async () => void (await end('SIGKILL')),
    freeze: () => void child?.kill('SIGSTOP'),
    thaw: () => void child?.kill('SIGCONT'),
    stop: () => end('SIGTERM'),
  }
}
