// The real program in processes of its own.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'

type Environment = Readonly<Record<string, string>>

export const root = join(import.meta.dirname, '../..')

/** Each process compiles the program anew, and the machine may have more to do. In milliseconds. */
export const processTimeout = 60_000

export function createProcesses() {
  const children = new Set<ChildProcess>()

  function start(args: readonly string[], environment: Environment = {}) {
    const child = spawn(process.execPath, ['--import', 'tsx', 'src/main.ts', ...args], {
      cwd: root,
      env: { PATH: process.env.PATH, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    children.add(child)
    const code = once(child, 'exit').then(([given]: unknown[]) => given)
    return { child, code, stderr: text(child.stderr) }
  }

  return {
    start,
    async run(args: readonly string[], environment?: Environment) {
      const { child, code, stderr } = start(args, environment)
      return { stdout: await text(child.stdout), stderr: await stderr, code: await code }
    },
    killAll() {
      for (const child of children) child.kill('SIGKILL')
    },
  }
}
