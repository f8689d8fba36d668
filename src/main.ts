#!/usr/bin/env node
// The command line, and the only file that touches `process`.
import { readFileSync } from 'node:fs'
import { hostname, userInfo } from 'node:os'
import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { isatty } from 'node:tty'
import { z } from 'zod'
import { toCommandLine } from './cli/bare.js'
import { toEnding } from './cli/ending.js'
import { createProgram } from './cli/program.js'
import { exitCodes, type Terminal } from './cli/terminal.js'

const terminal: Terminal = {
  // A pipe takes what it has room for; waiting for the rest keeps a long export out of the memory.
  out: (text) => new Promise((resolve) => void process.stdout.write(`${text}\n`, () => resolve())),
  err: (text) => void process.stderr.write(`${text}\n`),
  isInteractive: isatty(0),
  ask,
  read: () => text(process.stdin),
  environment: process.env,
  pid: process.pid,
  nodeVersion: process.versions.node,
  kill: (pid, signal) => void process.kill(pid, signal),
  user: findUser(),
  uid: process.getuid?.(),
  gids: process.getgroups?.() ?? [],
  node: process.version,
  host: hostname(),
  fail,
  onStop: stopOnSignals,
  onReload: reloadOnSignal,
}

async function ask(question: string, { isHidden = false } = {}): Promise<string | undefined> {
  // What is typed is shown by whoever reads it: into nothing when it is a secret.
  const output = isHidden ? new Writable({ write: (_chunk, _encoding, done) => done() }) : process.stderr
  const reader = createInterface({ input: process.stdin, output, terminal: isatty(0) && isatty(2) })
  if (isHidden) process.stderr.write(question)
  try {
    // Ctrl-D and Ctrl-C close it; a question that waits for ever would end the process as if all were done.
    const left = new Promise<undefined>((resolve) => void reader.once('close', () => resolve(undefined)))
    const answer = await Promise.race([reader.question(question), left])
    if (answer === undefined || isHidden) process.stderr.write('\n')
    return answer
  } finally {
    reader.close()
  }
}

function findUser(): string {
  if (process.env.SUDO_USER) return process.env.SUDO_USER
  try {
    return userInfo().username
  } catch {
    // A container may run under a number that has no name.
    return `uid-${process.getuid?.() ?? 'unknown'}`
  }
}

function stopOnSignals(stop: () => Promise<void>): void {
  let isStopping = false
  // What reads our output may go before we do; the bot does not depend on it.
  process.stdout.removeListener('error', endWithReader)
  process.stdout.on('error', () => undefined)
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      // A second signal means now: everything accepted is on the disk already.
      if (isStopping) process.exit(130)
      isStopping = true
      stop().then(() => process.exit(exitCodes.done), fail)
    })
}

/** A terminal that is closed sends the same signal, and means the end. */
function reloadOnSignal(reload: () => Promise<void>): void {
  if (!isatty(0)) process.on('SIGHUP', () => void reload())
}

/** `reprieve journal export | head`: whoever read has seen enough. */
function endWithReader(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') process.exit(exitCodes.done)
  fail(error)
}

function fail(error: unknown): void {
  const { code, words } = toEnding(error)
  if (words !== '') process.stderr.write(`${words}\n`)
  process.exit(code)
}

function readVersion(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8')
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version
}

process.stdout.on('error', endWithReader)
process.stderr.on('error', () => undefined)
createProgram(terminal, readVersion())
  .parseAsync(toCommandLine(process.argv.slice(2), terminal), { from: 'user' })
  .catch(fail)
