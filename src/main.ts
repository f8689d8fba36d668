#!/usr/bin/env node
// The command line, and the only file that touches `process`.
import { readFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { createInterface } from 'node:readline/promises'
import { CommanderError } from 'commander'
import { z } from 'zod'
import { createProgram } from './cli/program.js'
import { ExitError, exitCodes, type Terminal } from './cli/terminal.js'
import { ConfigError, StoreError } from './errors.js'

const terminal: Terminal = {
  // A pipe takes what it has room for; waiting for the rest keeps a long export out of the memory.
  out: (text) => new Promise((resolve) => void process.stdout.write(`${text}\n`, () => resolve())),
  err: (text) => void process.stderr.write(`${text}\n`),
  isInteractive: process.stdin.isTTY,
  ask,
  environment: process.env,
  pid: process.pid,
  user: findUser(),
  fail,
  onStop: stopOnSignals,
}

async function ask(question: string): Promise<string | undefined> {
  const reader = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return await new Promise<string | undefined>((resolve, reject) => {
      // Ctrl-D and Ctrl-C close it, and a question that was never answered would end the process as if all were done.
      reader.once('close', () => resolve(undefined))
      reader.question(question).then(resolve, reject)
    })
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

/** `reprieve journal export | head`: whoever read has seen enough. */
function endWithReader(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') process.exit(exitCodes.done)
  fail(error)
}

function fail(error: unknown): void {
  const words = toWords(error)
  if (words !== '') process.stderr.write(`${words}\n`)
  process.exit(toExitCode(error))
}

function toWords(error: unknown): string {
  // commander has said it already.
  if (error instanceof CommanderError) return ''
  if (error instanceof ConfigError || error instanceof StoreError || error instanceof ExitError)
    return error.message
  if (!(error instanceof Error)) return String(error)
  // What the operating system refused says what and where; a stack would only hide it.
  return isSystemError(error) ? `${error.message}${toHint(error)}` : (error.stack ?? error.message)
}

function isSystemError(error: Error): error is NodeJS.ErrnoException {
  return 'syscall' in error && 'code' in error
}

function toHint({ code, syscall }: NodeJS.ErrnoException): string {
  if (code === 'EADDRINUSE') return '\nStop what listens there, or choose another port (PORT).'
  if (code === 'EACCES' && syscall !== 'listen')
    return '\nRun this as the user the bot runs as, for example with sudo -u.'
  return ''
}

function toExitCode(error: unknown): number {
  if (error instanceof ExitError) return error.code
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage
  return exitCodes.failed
}

function readVersion(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8')
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version
}

process.stdout.on('error', endWithReader)
process.stderr.on('error', () => undefined)
createProgram(terminal, readVersion()).parseAsync(process.argv).catch(fail)
