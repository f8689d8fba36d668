// A terminal in the folder of the repository, as the pages want one: what is typed runs in a real shell, and what a
// command sets stays set for the next one. Pretended are `npm`, which would take minutes, and `npx`, which takes longer
// than the program: one lays down what it would make, the other starts the program by its name, as npx does.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { root } from '../program.js'

export interface Terminal {
  readonly folder: string
  /** Resolves with what was printed. @throws Error with it when the command fails. */
  type(command: string): Promise<string>
  /** Starts what does not end by itself. Resolves with the port once it says that it is ready. */
  serve(command: string): Promise<number>
  /** Ctrl-C, for what was started. */
  interrupt(): Promise<void>
}

const npm = `#!/bin/sh
case "$*" in
  ci) ln -s '${root}/node_modules' node_modules ;;
  'run build') [ -e node_modules ] && ln -s '${root}/dist' dist ;;
  *) exit 1 ;;
esac
`

const npx = `#!/bin/sh
[ "$1" = reprieve ] || exit 127
shift
exec ./dist/main.js "$@"
`

export async function createTerminal(
  folder: string,
  environment: Readonly<Record<string, string>>,
): Promise<Terminal> {
  for (const name of ['package.json', 'cards', 'manifest'])
    await symlink(join(root, name), join(folder, name))
  const programs = join(folder, 'bin')
  await mkdir(programs)
  for (const [name, script] of Object.entries({ npm, npx })) {
    await writeFile(join(programs, name), script)
    await chmod(join(programs, name), 0o755)
  }
  let current: Readonly<Record<string, string>> = {
    ...environment,
    PATH: `${programs}:${process.env.PATH}`,
    HOME: folder,
    // Not 3978, which may be taken on the machine that runs the tests.
    PORT: '0',
  }
  let running: ChildProcess | undefined

  function start(command: string) {
    return spawn('sh', ['-ec', command], {
      cwd: folder,
      env: current,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    })
  }

  return {
    folder,
    async type(command) {
      const child = start(`${command}\nenv -0 > .environment`)
      const ended = once(child, 'exit')
      const [out, error] = await Promise.all([text(child.stdout), text(child.stderr), ended])
      if (child.exitCode !== 0)
        throw new Error(`"${command.trim()}" ended with ${child.exitCode}:\n${out}${error}`)
      current = await readEnvironment(join(folder, '.environment'))
      return out
    },
    async serve(command) {
      const child = start(command)
      running = child
      const heard: string[] = []
      child.stderr.on('data', (chunk: unknown) => heard.push(String(chunk)))
      for await (const line of createInterface({ input: child.stdout })) {
        const port = /^Reprieve is ready: http:\/\/127\.0\.0\.1:(\d+)\/$/.exec(line)?.[1]
        heard.push(line)
        if (port === undefined) continue
        child.stdout.resume()
        return Number(port)
      }
      throw new Error(`"${command.trim()}" did not get ready:\n${heard.join('\n')}`)
    },
    async interrupt() {
      const child = running
      running = undefined
      if (child?.pid === undefined || child.exitCode !== null) return
      const ended = once(child, 'exit')
      // As a terminal does it: everything that the command has started hears of it.
      process.kill(-child.pid, 'SIGINT')
      await ended
    },
  }
}

async function readEnvironment(path: string): Promise<Record<string, string>> {
  const pairs = (await readFile(path, 'utf8')).split('\0').filter((pair) => pair.includes('='))
  return Object.fromEntries(
    pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
  )
}
