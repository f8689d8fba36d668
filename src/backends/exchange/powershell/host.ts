// One pwsh that runs `host.ps1`: started, asked one thing at a time, ended with everything it has started.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { platform, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Clock } from '../../../ports.js'
import { toChildEnvironment } from './environment.js'
import { readAnswers } from './lines.js'
import type { HostAnswer, HostRequest, HostStart } from './protocol.js'

export interface HostParts {
  /** `pwsh`, or a path to it. */
  readonly program: string
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly proxy?: string | undefined
  readonly noProxy?: string | undefined
  /** Node's `process.kill`. */
  readonly kill: (pid: number, signal: 'SIGKILL') => void
  readonly clock: Clock
  readonly start: HostStart
}

/** Why there is no answer. `started` is false when there was no such program. */
export interface HostEnd {
  readonly ended: true
  readonly started: boolean
  readonly why: string
  /** The last of what it wrote to its standard error: for the operator, and not to be believed. */
  readonly stderr: string
}

export interface Host {
  /** The answer to the first line, or the end before it. */
  readonly ready: Promise<HostAnswer | HostEnd>
  /** Resolves with the answer, or with the end that came before it. One at a time. */
  ask(request: HostRequest): Promise<HostAnswer | HostEnd>
  /** Ends it at once, whatever it does, and everything it has started. */
  kill(why: string): void
  readonly ended: Promise<HostEnd>
  hasEnded(): boolean
}

const script = fileURLToPath(new URL('host.ps1', import.meta.url))
const longestStderr = 4_096
/** After the end, for the last of the output. Only a grandchild that left the group can hold it open any longer. */
const lastWordsMilliseconds = 1_000

export function startHost(parts: HostParts): Host {
  const { program, kill, clock, start } = parts
  // The folder is private: what is imported from it runs as us.
  const folder = mkdtempSync(join(tmpdir(), 'reprieve-pwsh-'))
  const child = spawn(program, ['-NoProfile', '-NonInteractive', '-NoLogo', '-File', script], {
    cwd: folder,
    env: toChildEnvironment({ ...parts, folder }),
    // A group of its own, which a kill reaches as a whole: pwsh may itself be a launcher of the real one.
    detached: platform() !== 'win32',
    windowsHide: true,
  })
  let why: string | undefined
  let stderr = ''
  let hasExited = false
  let end: HostEnd | undefined
  let asked = 0
  let waiting: { readonly id: number; readonly answer: (answer: HostAnswer) => void } | undefined

  const ended = new Promise<HostEnd>((resolve) => {
    const finish = (reason: string) => {
      if (end !== undefined) return
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
      end = { ended: true, started: child.pid !== undefined, why: why ?? reason, stderr }
      resolve(end)
    }
    child.once('error', (error) => finish(error.message))
    child.once('exit', (code, signal) => {
      killGroup()
      hasExited = true
      const reason = `it ended with ${signal ?? `exit code ${code}`}`
      const cancel = clock.after(lastWordsMilliseconds, () => finish(reason))
      child.once('close', () => {
        cancel()
        finish(reason)
      })
    })
  })

  function killGroup(): void {
    // The number of one that is gone may be another's by now.
    if (child.pid === undefined || hasExited) return
    try {
      if (platform() === 'win32') child.kill('SIGKILL')
      else kill(-child.pid, 'SIGKILL')
    } catch {
      // Nobody of the group is left.
    }
  }

  function killWith(reason: string): void {
    why ??= reason
    killGroup()
  }

  readAnswers(child.stdout, {
    marker: start.marker,
    mostBytes: start.mostBytes,
    onAnswer(answer) {
      if (waiting?.id !== answer.id) return killWith('it answered what it was not asked')
      const { answer: give } = waiting
      waiting = undefined
      give(answer)
    },
    onTrouble: killWith,
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-longestStderr)
  })
  // A write to one that has ended; that it has is told elsewhere.
  child.stdin.on('error', () => undefined)

  function send(id: number, line: object): Promise<HostAnswer | HostEnd> {
    if (end !== undefined) return Promise.resolve(end)
    const answered = new Promise<HostAnswer>((resolve) => {
      waiting = { id, answer: resolve }
    })
    child.stdin.write(`${toAsciiJson(line)}\n`)
    return Promise.race([answered, ended])
  }

  return {
    ready: send(0, start),
    ask(request) {
      asked += 1
      return send(asked, { id: asked, ...request })
    },
    kill: killWith,
    ended,
    hasEnded: () => end !== undefined || why !== undefined,
  }
}

/** ASCII alone, which no code page on the way can spoil. */
function toAsciiJson(value: object): string {
  return JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
