// The real program in processes of its own.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { programArguments, root } from '../program.js'

type Environment = Readonly<Record<string, string>>

/** A process may have to compile the program first, and the machine may have more to do. In milliseconds. */
export const processTimeout = 60_000

export function createProcesses() {
  const children = new Set<ChildProcess>()

  function start(args: readonly string[], environment: Environment = {}) {
    const child = spawn(process.execPath, [...programArguments, ...args], {
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
